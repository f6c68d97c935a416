import { sql } from 'kysely';
import type { AppKey, AppStore } from '../app-port.ts';
import type { AppPersonRecord, AppRole } from '../app-records.ts';
import { holdApp } from './app-rows.ts';
import type { Executor, Operations } from './executor.ts';
import { holdUser } from './held-rows.ts';
import { dynamicStatement, insertInto, statement } from './statement.ts';

type PersonKey = Pick<AppPersonRecord, 'tenant_id' | 'app_id' | 'sub'>;

const insert = insertInto('app_people');
const roleOf = statement((db, { tenant_id, app_id, sub }: PersonKey) =>
  db
    .selectFrom('app_people')
    .select('role')
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id)
    .where('sub', '=', sub),
);
const setRole = statement((db, { tenant_id, app_id, sub, role }: PersonKey & { role: AppRole }) =>
  db
    .updateTable('app_people')
    .set({ role })
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id)
    .where('sub', '=', sub),
);
const remove = statement((db, { tenant_id, app_id, sub }: PersonKey) =>
  db.deleteFrom('app_people').where('tenant_id', '=', tenant_id).where('app_id', '=', app_id).where('sub', '=', sub),
);
const otherOwner = statement((db, { tenant_id, app_id, sub }: PersonKey) =>
  db
    .selectFrom('app_people')
    .select('sub')
    .where('tenant_id', '=', tenant_id)
    .where('app_id', '=', app_id)
    .where('role', '=', sql.lit('owner' as const))
    .where('sub', '!=', sub)
    .limit(sql.lit(1)),
);

function listing({ tenant_id, app_id }: AppKey, roles: AppRole[], after: string, limit: number) {
  return dynamicStatement((db) =>
    db
      .selectFrom('app_people as p')
      .innerJoin('users as u', (join) => join.onRef('u.tenant_id', '=', 'p.tenant_id').onRef('u.sub', '=', 'p.sub'))
      .selectAll('p')
      .select(['u.email', 'u.claims', 'u.disabled_at'])
      .where('p.tenant_id', '=', tenant_id)
      .where('p.app_id', '=', app_id)
      .where('p.role', 'in', roles)
      .where('p.sub', '>', after)
      .orderBy('p.sub')
      .limit(limit),
  );
}

/** Whoever calls holds the user and the app. */
export async function insertPerson(tx: Executor, person: AppPersonRecord): Promise<void> {
  await tx.run(insert, person);
}

/** Whether the app, which is held, would be left without an owner. */
async function isLastOwner(tx: Executor, person: PersonKey, role: AppRole | undefined): Promise<boolean> {
  return role === 'owner' && (await tx.first(otherOwner, person)) === undefined;
}

export const reads: Operations<AppStore, 'role' | 'people'> = {
  role: async (tx, tenant_id, app_id, sub) => (await tx.first(roleOf, { tenant_id, app_id, sub }))?.role ?? null,
  people: async (tx, app, roles, { after, limit }) => tx.all(listing(app, roles, after ?? '', limit), {}),
};

export const writes: Operations<AppStore, 'setPerson' | 'removePerson'> = {
  async setPerson(tx, person) {
    const { tenant_id, app_id, sub, role } = person;
    if (!(await holdUser(tx, { tenant_id, sub })) || !(await holdApp(tx, { tenant_id, app_id }))) return 'unknown';
    const before = (await tx.first(roleOf, person))?.role;
    if (before === undefined) {
      await insertPerson(tx, person);
      return 'set';
    }
    if (role !== 'owner' && (await isLastOwner(tx, person, before))) return 'last_owner';
    await tx.run(setRole, { tenant_id, app_id, sub, role });
    return 'set';
  },
  async removePerson(tx, { tenant_id, app_id }, sub) {
    const person = { tenant_id, app_id, sub };
    if (!(await holdApp(tx, person))) return 'unknown';
    const before = (await tx.first(roleOf, person))?.role;
    if (before === undefined) return 'unknown';
    if (await isLastOwner(tx, person, before)) return 'last_owner';
    await tx.run(remove, person);
    return 'removed';
  },
};
