import type { SelectQueryBuilder } from 'kysely';
import { auditId, auditTime, CHAIN_START, categoryOf, chainSeal, eventHash, TAKEN_OVER } from '../audit-chain.ts';
import type { AuditFilter, AuditStore, NewAuditEvent } from '../audit-port.ts';
import type { AuditEventRecord, AuditHeadRecord } from '../audit-records.ts';
import type { Executor, Operations } from './executor.ts';
import type { Database } from './schema.ts';
import { dynamicStatement, insertInto, insertUnlessExists, statement } from './statement.ts';

const insert = insertInto('audit_events');
const insertHead = insertUnlessExists('audit_heads');

const headOf = statement((db, { tenant_id }: { tenant_id: string }) =>
  db.selectFrom('audit_heads').selectAll().where('tenant_id', '=', tenant_id),
);
/** Held until the commit, so that whoever appends at the same time waits. */
const hold = statement((db, { tenant_id }: { tenant_id: string }) =>
  db
    .updateTable('audit_heads')
    .set((eb) => ({ seq: eb.ref('seq') }))
    .where('tenant_id', '=', tenant_id)
    .returningAll(),
);
/** Where the head is not there: the newest event stands for it. */
const newest = statement((db, { tenant_id }: { tenant_id: string }) =>
  db
    .selectFrom('audit_events')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('seq', 'desc')
    .limit(1),
);
const moveHead = statement((db, { tenant_id, seq, hash, seal }: AuditHeadRecord) =>
  db.updateTable('audit_heads').set({ seq, hash, seal }).where('tenant_id', '=', tenant_id),
);
const links = statement((db, given: { tenant_id: string; after: number; limit: number }) =>
  db
    .selectFrom('audit_events')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('seq', '>', given.after)
    .orderBy('seq')
    .limit(given.limit),
);

/** Behind every audit_id. */
const END = '~';

type Search = SelectQueryBuilder<Database, 'audit_events', AuditEventRecord>;

function matching(search: Search, { action, ...equal }: Pick<AuditFilter, 'client_id' | 'sub' | 'actor' | 'action'>) {
  let found = search;
  for (const name of ['client_id', 'sub', 'actor'] as const) {
    const value = equal[name];
    if (value !== undefined) found = found.where(name, '=', value);
  }
  return action === undefined ? found : found.where(action.endsWith('.') ? 'category' : 'action', '=', action);
}

export const reads: Operations<AuditStore, 'list' | 'chain'> = {
  async list(tx, tenant_id, { from, until, newest_first = false, ...about }, { after, limit }) {
    // No audit_id is a bare time, so that both bounds can be exclusive and the tighter one is enough.
    const first = [after ?? '', from === undefined ? '' : auditTime(from)].reduce((a, b) => (a > b ? a : b));
    const last = [after ?? END, until === undefined ? END : auditTime(until)].reduce((a, b) => (a < b ? a : b));
    const list = dynamicStatement((db) => {
      const found = matching(db.selectFrom('audit_events').selectAll().where('tenant_id', '=', tenant_id), about);
      return newest_first
        ? found.where('audit_id', '<', last).orderBy('audit_id', 'desc').limit(limit)
        : found.where('audit_id', '>', first).orderBy('audit_id').limit(limit);
    });
    // Given both bounds, SQLite would read whatever lies between them instead of what the filter's own index has there.
    const within = newest_first
      ? (audit_id: string) => from === undefined || audit_id > auditTime(from)
      : (audit_id: string) => until === undefined || audit_id < auditTime(until);
    return (await tx.all(list, {})).filter(({ audit_id }) => within(audit_id));
  },
  async chain(tx, tenant_id, after, limit) {
    // In this order: an event that is appended in between is one more than the head knows, never one less.
    const head = (await tx.first(headOf, { tenant_id })) ?? null;
    return { head, events: await tx.all(links, { tenant_id, after, limit }) };
  },
};

export const writes: Operations<AuditStore, 'append'> = {
  async append(tx, event, seal_key) {
    let head = await holdHead(tx, event.tenant_id);
    if (head.seq > 0 && head.seal !== chainSeal(seal_key, 'head', head)) {
      // Otherwise the next seal would vouch for whatever somebody has put there.
      head = await link(tx, head, takenOver(event, head), seal_key);
    }
    const { seq, hash } = await link(tx, head, event, seal_key);
    return { seq, hash };
  },
};

async function holdHead(tx: Executor, tenant_id: string): Promise<AuditHeadRecord> {
  const held = await tx.first(hold, { tenant_id });
  if (held) return held;
  const found = (await tx.first(newest, { tenant_id })) ?? CHAIN_START;
  await tx.run(insertHead, { tenant_id, ...found, seal: null });
  const made = await tx.first(hold, { tenant_id });
  if (!made) throw new Error('the head of the audit log is not there');
  return made;
}

async function link(
  tx: Executor,
  head: AuditHeadRecord,
  event: NewAuditEvent,
  seal_key: string,
): Promise<AuditHeadRecord> {
  const seq = head.seq + 1;
  const placed = { ...event, seq, audit_id: auditId(event.at, seq), category: categoryOf(event.action) };
  const hash = eventHash({ ...placed, details: JSON.parse(event.details) }, head.hash);
  await tx.run(insert, { ...placed, hash, seal: chainSeal(seal_key, 'event', { seq, hash }) });
  const moved = { tenant_id: event.tenant_id, seq, hash, seal: chainSeal(seal_key, 'head', { seq, hash }) };
  await tx.run(moveHead, moved);
  return moved;
}

function takenOver({ tenant_id, at }: NewAuditEvent, { seq, hash }: AuditHeadRecord): NewAuditEvent {
  return {
    ...{ tenant_id, at, actor: 'server', action: TAKEN_OVER, client_id: null, sub: null },
    ...{ address: null, request_id: null, details: JSON.stringify({ seq, hash }) },
  };
}
