import type { OrganizationKey } from '../organization-port.ts';
import type { UserRecord } from '../records.ts';
import type { UserStore } from '../user-port.ts';
import { changedColumns } from './changed-columns.ts';
import type { Executor, Operations } from './executor.ts';
import { announceRevocations } from './grants-of-organization.ts';
import { holdPossibleOperator } from './held-operator.ts';
import { enqueueMails } from './mails.ts';
import { leaveAll } from './memberships.ts';
import { deleteOrganization } from './organizations.ts';
import { prefixRange } from './prefix-range.ts';
import { isRetired, retire } from './retired-ids.ts';
import { endOtherSessions, endSessionsOfUser } from './sessions.ts';
import { dynamicStatement, insertUnlessExists, statement } from './statement.ts';

interface UserKey {
  tenant_id: string;
  sub: string;
}

const insert = insertUnlessExists('users');

const bySub = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('users').selectAll().where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
const byEmailKey = statement((db, { tenant_id, email_key }: { tenant_id: string; email_key: string }) =>
  db.selectFrom('users').selectAll().where('tenant_id', '=', tenant_id).where('email_key', '=', email_key),
);
const page = statement((db, given: { tenant_id: string; from: string; end: string; after: string; limit: number }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('email_key', '>=', given.from)
    .where('email_key', '<', given.end)
    .where('email_key', '>', given.after)
    .orderBy('email_key')
    .limit(given.limit),
);
const setDisabledAt = statement((db, given: UserKey & { disabled_at: number | null; now: number }) =>
  db
    .updateTable('users')
    .set({ disabled_at: given.disabled_at, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub),
);

const setHash = statement((db, given: UserKey & { password_hash: string; now: number }) =>
  db
    .updateTable('users')
    .set({ password_hash: given.password_hash, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub),
);
const replaceHash = statement((db, given: UserKey & { password_hash: string; replaces: string | null; now: number }) =>
  db
    .updateTable('users')
    .set({ password_hash: given.password_hash, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub)
    .where('password_hash', 'is not distinct from', given.replaces),
);

/** Marked first, so that on PostgreSQL who changes one of them at the same time waits and finds it ended. */
const revokeGrants = statement((db, { tenant_id, sub, now }: UserKey & { now: number }) =>
  db
    .updateTable('grants')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .where('revoked_at', 'is', null)
    .returning(['tenant_id', 'grant_id', 'client_id', 'sub', 'org_id']),
);
const removeTickets = statement((db, { tenant_id, sub }: UserKey) =>
  db.deleteFrom('tickets').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
/** Sessions, grants with their families and tokens, passkeys and other factors go with it (ON DELETE CASCADE). */
const deleteUser = statement((db, { tenant_id, sub }: UserKey) =>
  db.deleteFrom('users').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);

export const reads: Operations<UserStore, 'find' | 'findByEmailKey' | 'list'> = {
  find: async (tx, tenant_id, sub) => (await tx.first(bySub, { tenant_id, sub })) ?? null,
  findByEmailKey: async (tx, tenant_id, email_key) => (await tx.first(byEmailKey, { tenant_id, email_key })) ?? null,
  async list(tx, tenant_id, { search = '' }, { after, limit }) {
    // A sub is searched as a whole, and no address begins like one.
    const named = search === '' ? undefined : await tx.first(bySub, { tenant_id, sub: search });
    if (named !== undefined) return after === null ? [named] : [];
    return tx.all(page, { tenant_id, ...prefixRange(search), after: after ?? '', limit });
  },
};

const changeable: (keyof UserRecord)[] = ['email', 'email_key', 'email_verified', 'password_hash', 'claims'];

async function emailIsTaken(tx: Executor, tenant_id: string, sub: string, email_key: string | undefined) {
  if (email_key === undefined) return false;
  const holder = await tx.first(byEmailKey, { tenant_id, email_key });
  return holder !== undefined && holder.sub !== sub;
}

export const writes: Operations<UserStore, 'create' | 'update' | 'setPassword' | 'setDisabled' | 'delete'> = {
  async create(tx, user) {
    if (await isRetired(tx, { tenant_id: user.tenant_id, kind: 'user', id: user.sub })) return 'exists';
    return (await tx.run(insert, user)) > 0 ? 'created' : 'exists';
  },
  async update(tx, tenant_id, sub, change, now) {
    if (await emailIsTaken(tx, tenant_id, sub, change.email_key)) return 'email_taken';
    const update = dynamicStatement((db) =>
      db
        .updateTable('users')
        .set({ ...changedColumns(change, changeable), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('sub', '=', sub)
        .returningAll(),
    );
    return (await tx.first(update, {})) ?? null;
  },
  async setPassword(tx, tenant_id, sub, { password_hash, replaces, keep_sid, event_id, mails }, now) {
    const changed =
      replaces === undefined
        ? await tx.run(setHash, { tenant_id, sub, password_hash, now })
        : await tx.run(replaceHash, { tenant_id, sub, password_hash, replaces, now });
    if (changed === 0) return null;
    await enqueueMails(tx, mails);
    return endOtherSessions(tx, { tenant_id, sub, keep_sid }, event_id, now);
  },
  async setDisabled(tx, tenant_id, sub, disabled_at, event_id, now) {
    const held = await holdPossibleOperator(tx, { tenant_id, sub });
    if (!held) return 'unknown';
    if (held.isLastOperator && disabled_at !== null) return 'last_operator';
    await tx.run(setDisabledAt, { tenant_id, sub, disabled_at, now });
    if (disabled_at !== null) await endSessionsOfUser(tx, { tenant_id, sub }, event_id, now);
    return 'done';
  },
  async delete(tx, tenant_id, sub, notice, now) {
    const held = await holdPossibleOperator(tx, { tenant_id, sub });
    if (!held) return null;
    if (held.isLastOperator) return 'last_operator';
    await announceRevocations(tx, await tx.all(revokeGrants, { tenant_id, sub, now }), notice, now);
    const deleteEmpty = (organization: OrganizationKey) => deleteOrganization(tx, organization, notice, now);
    await leaveAll(tx, { tenant_id, sub }, deleteEmpty, now);
    const ended = await endSessionsOfUser(tx, { tenant_id, sub }, notice.event_id, now);
    await tx.run(removeTickets, { tenant_id, sub });
    if ((await tx.run(deleteUser, { tenant_id, sub })) === 0) return null;
    await enqueueMails(tx, notice.mails ?? []);
    await retire(tx, { tenant_id, kind: 'user', id: sub }, now);
    return ended;
  },
};
