import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { CHAIN_START, categoryOf, eventHash } from '../../audit-chain.ts';
import type { Dialect } from '../statement.ts';
import { belongsTo, index, tablesOf, textType } from './tables.ts';

const BATCH = 500;

/** Chains the events of the audit log, those of before as they are found, and says where each came from. */
export function auditChain(dialect: Dialect): Migration {
  const table = tablesOf(dialect);
  return {
    async up(db: Kysely<unknown>) {
      await addColumns(db, dialect);
      await table(
        db,
        'audit_heads',
        ['tenant_id'],
        { text: 'tenant_id hash seal?', time: 'seq' },
        belongsTo('tenants', ['tenant_id']),
      );
      await chainEvents(db);
      await index(db, 'audit_events', ['tenant_id', 'seq']).unique().execute();
      for (const column of ['actor', 'action', 'category']) {
        await index(db, 'audit_events', ['tenant_id', column, 'audit_id']).execute();
      }
    },
  };
}

async function addColumns(db: Kysely<unknown>, dialect: Dialect) {
  const add = (name: string) => db.schema.alterTable('audit_events').addColumn(name, textType(dialect));
  for (const name of ['address', 'request_id', 'seal']) await add(name).execute();
  for (const name of ['category', 'hash']) {
    await db.schema
      .alterTable('audit_events')
      .addColumn(name, textType(dialect), (c) => c.notNull().defaultTo(sql.lit('')))
      .execute();
  }
  await db.schema
    .alterTable('audit_events')
    .addColumn('seq', 'bigint', (c) => c.notNull().defaultTo(sql.lit(0)))
    .execute();
}

interface Event {
  tenant_id: string;
  audit_id: string;
  at: number | string;
  actor: string;
  action: string;
  client_id: string | null;
  sub: string | null;
  details: string;
}

/** Tenant by tenant, oldest first. */
async function chainEvents(db: Kysely<unknown>) {
  let head = { tenant_id: '', ...CHAIN_START };
  let last = { tenant_id: '', audit_id: '' };
  for (;;) {
    const { rows } = await sql<Event>`select tenant_id, audit_id, at, actor, action, client_id, sub, details
      from audit_events where (tenant_id, audit_id) > (${last.tenant_id}, ${last.audit_id})
      order by tenant_id, audit_id limit ${sql.lit(BATCH)}`.execute(db);
    for (const event of rows) {
      if (event.tenant_id !== head.tenant_id) {
        await putHead(db, head);
        head = { tenant_id: event.tenant_id, ...CHAIN_START };
      }
      head = await chain(db, head, event);
      last = event;
    }
    if (rows.length < BATCH) break;
  }
  await putHead(db, head);
}

type Head = typeof CHAIN_START & { tenant_id: string };

async function chain(db: Kysely<unknown>, head: Head, event: Event): Promise<Head> {
  const { tenant_id, audit_id, action } = event;
  const seq = head.seq + 1;
  const details: unknown = JSON.parse(event.details);
  const hash = eventHash({ ...event, seq, at: Number(event.at), address: null, request_id: null, details }, head.hash);
  await sql`update audit_events set seq = ${seq}, hash = ${hash}, category = ${categoryOf(action)}
    where tenant_id = ${tenant_id} and audit_id = ${audit_id}`.execute(db);
  return { tenant_id, seq, hash };
}

/** Without a seal, for which a migration has no key: the next event that is written says what was taken over. */
async function putHead(db: Kysely<unknown>, { tenant_id, seq, hash }: Head) {
  if (seq === 0) return;
  await sql`insert into audit_heads (tenant_id, seq, hash) values (${tenant_id}, ${seq}, ${hash})`.execute(db);
}
