import type { TenantStore } from '../port.ts';
import type { TenantRecord } from '../records.ts';
import { changedColumns } from './changed-columns.ts';
import type { Executor, Operations } from './executor.ts';
import { dynamicStatement, insertInto, insertUnlessExists, statement } from './statement.ts';

const insertTenant = insertUnlessExists('tenants');
const insertKey = insertInto('signing_keys');
const insertScope = insertInto('scopes');

const byId = statement((db, { tenant_id }: { tenant_id: string }) =>
  db.selectFrom('tenants').selectAll().where('tenant_id', '=', tenant_id),
);
const byName = statement((db, { name }: { name: string }) =>
  db.selectFrom('tenants').selectAll().where('name', '=', name),
);
const byIssuer = statement((db, { issuer }: { issuer: string }) =>
  db.selectFrom('tenants').selectAll().where('issuer', '=', issuer),
);
const page = statement((db, { after, limit }: { after: string; limit: number }) =>
  db.selectFrom('tenants').selectAll().where('name', '>', after).orderBy('name').limit(limit),
);
const revisionOf = statement((db, { tenant_id }: { tenant_id: string }) =>
  db.selectFrom('tenants').select('revision').where('tenant_id', '=', tenant_id),
);
const nextRevision = statement((db, { tenant_id }: { tenant_id: string }) =>
  db
    .updateTable('tenants')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('tenant_id', '=', tenant_id),
);

/**
 * Marks the tenant, its scopes, resource servers or keys as changed. Called first in an operation, it also makes
 * concurrent changes of one tenant wait for each other.
 */
export async function bumpTenant(tx: Executor, tenant_id: string): Promise<boolean> {
  return (await tx.run(nextRevision, { tenant_id })) > 0;
}

export const reads: Operations<TenantStore, 'find' | 'findByName' | 'findByIssuer' | 'list' | 'revision'> = {
  find: async (tx, tenant_id) => (await tx.first(byId, { tenant_id })) ?? null,
  findByName: async (tx, name) => (await tx.first(byName, { name })) ?? null,
  findByIssuer: async (tx, issuer) => (await tx.first(byIssuer, { issuer })) ?? null,
  list: async (tx, { after, limit }) => tx.all(page, { after: after ?? '', limit }),
  revision: async (tx, tenant_id) => (await tx.first(revisionOf, { tenant_id }))?.revision ?? null,
};

const changeable: (keyof TenantRecord)[] = ['issuer', 'display_name', 'settings', 'disabled_at'];

export const writes: Operations<TenantStore, 'create' | 'update'> = {
  async create(tx, tenant, keys, scopes) {
    if ((await tx.run(insertTenant, tenant)) === 0) return 'exists';
    for (const key of keys) await tx.run(insertKey, key);
    for (const scope of scopes) await tx.run(insertScope, scope);
    return 'created';
  },
  async update(tx, tenant_id, change, expected = null) {
    const update = dynamicStatement((db) => {
      const query = db
        .updateTable('tenants')
        .set((eb) => ({ ...changedColumns(change, changeable), revision: eb('revision', '+', 1) }))
        .where('tenant_id', '=', tenant_id)
        .returningAll();
      return expected === null ? query : query.where('revision', '=', expected);
    });
    const tenant = await tx.first(update, {});
    return tenant ?? ((await tx.first(revisionOf, { tenant_id })) ? 'changed' : null);
  },
};
