import { sql } from 'kysely';
import type { AdministratorStore, SetupEffect } from '../administrator-port.ts';
import type { SetupLinkRecord } from '../administrator-records.ts';
import type { UserRecord, UserRole } from '../records.ts';
import type { Executor, Operations } from './executor.ts';
import { holdPossibleOperator } from './held-operator.ts';
import { enqueueMails } from './mails.ts';
import { endSessionsOfUser } from './sessions.ts';
import { insertInto, insertUnlessExists, statement } from './statement.ts';

type LinkKey = Pick<SetupLinkRecord, 'tenant_id' | 'link_hash'>;

/** Written into the statements: only so do the partial indexes serve them. */
const operator = sql.lit('operator' as const);

const anyOperator = statement((db, _: object) =>
  db.selectFrom('users').select('sub').where('role', '=', operator).limit(sql.lit(1)),
);
const operators = statement((db, { after, limit }: { after: string; limit: number }) =>
  db.selectFrom('users').selectAll().where('role', '=', operator).where('sub', '>', after).orderBy('sub').limit(limit),
);
const withRole = statement((db, given: { tenant_id: string; after: string; limit: number }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('role', 'is not', null)
    .where('email_key', '>', given.after)
    .orderBy('email_key')
    .limit(given.limit),
);
const setRole = statement((db, given: { tenant_id: string; sub: string; role: UserRole | null; now: number }) =>
  db
    .updateTable('users')
    .set({ role: given.role, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub),
);
const insertUser = insertUnlessExists('users');
const insertLink = insertInto('setup_links');
/** There is one at most, whatever its tenant. */
const takeBackLinks = statement((db, _: object) => db.deleteFrom('setup_links').where('expires_at', '>', sql.lit(0)));
const current = statement((db, { tenant_id, link_hash, now }: LinkKey & { now: number }) =>
  db
    .selectFrom('setup_links')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('link_hash', '=', link_hash)
    .where('expires_at', '>', now),
);
/** Holds the link until the commit, without using it up: others that redeem it at the same time wait. */
const hold = statement((db, given: LinkKey & { now: number }) =>
  db
    .updateTable('setup_links')
    .set((eb) => ({ purpose: eb.ref('purpose') }))
    .where('tenant_id', '=', given.tenant_id)
    .where('link_hash', '=', given.link_hash)
    .where('expires_at', '>', given.now)
    .returningAll(),
);
const restore = statement((db, given: { tenant_id: string; sub: string; password_hash: string; now: number }) =>
  db
    .updateTable('users')
    .set({ password_hash: given.password_hash, role: operator, disabled_at: null, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub)
    .returningAll(),
);

async function hasOperator(tx: Executor): Promise<boolean> {
  return (await tx.first(anyOperator, {})) !== undefined;
}

/** Whether it can be redeemed as things stand. */
async function stillCounts(tx: Executor, { purpose }: SetupLinkRecord): Promise<boolean> {
  return purpose === 'recovery' || !(await hasOperator(tx));
}

type Reads = 'hasOperator' | 'operators' | 'list' | 'findSetupLink';

export const reads: Operations<AdministratorStore, Reads> = {
  hasOperator,
  operators: async (tx, { after, limit }) => tx.all(operators, { after: after ?? '', limit }),
  list: async (tx, tenant_id, { after, limit }) => tx.all(withRole, { tenant_id, after: after ?? '', limit }),
  async findSetupLink(tx, tenant_id, link_hash, now) {
    const link = await tx.first(current, { tenant_id, link_hash, now });
    return link && (await stillCounts(tx, link)) ? link : null;
  },
};

type Writes = 'setRole' | 'createFirst' | 'issueSetupLink' | 'redeemSetupLink';

export const writes: Operations<AdministratorStore, Writes> = {
  async setRole(tx, { tenant_id, sub }, { from, to }, now) {
    const held = await holdPossibleOperator(tx, { tenant_id, sub });
    if (!held) return 'unknown';
    if (held.role !== from) return 'outdated';
    if (held.isLastOperator && to !== 'operator') return 'last_operator';
    await tx.run(setRole, { tenant_id, sub, role: to, now });
    return 'changed';
  },
  async createFirst(tx, user) {
    if (await hasOperator(tx)) return 'has_operator';
    return (await tx.run(insertUser, { ...user, role: 'operator' })) > 0 ? 'created' : 'exists';
  },
  async issueSetupLink(tx, link, mails) {
    // First, so that on PostgreSQL it waits for whoever redeems one, and then sees the operator whom that made.
    await tx.run(takeBackLinks, {});
    if (!(await stillCounts(tx, link))) return false;
    await tx.run(insertLink, link);
    await enqueueMails(tx, mails);
    return true;
  },
  async redeemSetupLink(tx, { tenant_id, link_hash }, effect, now) {
    const link = await tx.first(hold, { tenant_id, link_hash, now });
    if (!link || !(await stillCounts(tx, link))) return { outcome: 'unknown' };
    // A refusal comes before anything is changed, so that it leaves nothing behind.
    const user = await apply(tx, link, effect, now);
    if (typeof user === 'string') return { outcome: user };
    await tx.run(takeBackLinks, {});
    return { outcome: 'done', user };
  },
};

async function apply(
  tx: Executor,
  { tenant_id, sub }: SetupLinkRecord,
  effect: SetupEffect,
  now: number,
): Promise<UserRecord | 'unknown' | 'email_taken'> {
  if (effect.kind === 'create') {
    if (sub !== null) return 'unknown';
    const user = { ...effect.user, tenant_id, email_verified: 1, role: 'operator' as const };
    return (await tx.run(insertUser, user)) > 0 ? user : 'email_taken';
  }
  if (sub === null) return 'unknown';
  const user = await tx.first(restore, { tenant_id, sub, password_hash: effect.password_hash, now });
  if (!user) return 'unknown';
  await endSessionsOfUser(tx, { tenant_id, sub }, effect.event_id, now);
  return user;
}
