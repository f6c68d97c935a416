import type { UserStore } from '../port.ts';
import type { UserRecord } from '../records.ts';
import { changedColumns } from './changed-columns.ts';
import type { Executor, Operations } from './executor.ts';
import { endSessionsOfUser } from './sessions.ts';
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
const page = statement((db, given: { tenant_id: string; after: string; limit: number }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
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

export const reads: Operations<UserStore, 'find' | 'findByEmailKey' | 'list'> = {
  find: async (tx, tenant_id, sub) => (await tx.first(bySub, { tenant_id, sub })) ?? null,
  findByEmailKey: async (tx, tenant_id, email_key) => (await tx.first(byEmailKey, { tenant_id, email_key })) ?? null,
  list: async (tx, tenant_id, { after, limit }) => tx.all(page, { tenant_id, after: after ?? '', limit }),
};

const changeable: (keyof UserRecord)[] = ['email', 'email_key', 'email_verified', 'password_hash', 'claims'];

async function emailIsTaken(tx: Executor, tenant_id: string, sub: string, email_key: string | undefined) {
  if (email_key === undefined) return false;
  const holder = await tx.first(byEmailKey, { tenant_id, email_key });
  return holder !== undefined && holder.sub !== sub;
}

export const writes: Operations<UserStore, 'create' | 'update' | 'setDisabled'> = {
  create: async (tx, user) => ((await tx.run(insert, user)) > 0 ? 'created' : 'exists'),
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
  async setDisabled(tx, tenant_id, sub, disabled_at, event_id, now) {
    if ((await tx.run(setDisabledAt, { tenant_id, sub, disabled_at, now })) === 0) return false;
    if (disabled_at !== null) await endSessionsOfUser(tx, { tenant_id, sub }, event_id, now);
    return true;
  },
};
