import type { ScopeStore } from '../port.ts';
import type { ScopeRecord } from '../records.ts';
import { countClients } from './clients-naming.ts';
import type { Executor, Operations } from './executor.ts';
import { statement } from './statement.ts';
import { bumpTenant } from './tenants.ts';

const byTenant = statement((db, { tenant_id }: { tenant_id: string }) =>
  db.selectFrom('scopes').selectAll().where('tenant_id', '=', tenant_id).orderBy('name'),
);
const upsert = statement((db, scope: ScopeRecord) => {
  const { tenant_id, name, resource, display_name, description, required, emphasised, needs_review } = scope;
  const rest = { resource, display_name, description, required, emphasised, needs_review };
  return db
    .insertInto('scopes')
    .values({ tenant_id, name, ...rest })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(rest));
});

const remove = statement((db, { tenant_id, name }: { tenant_id: string; name: string }) =>
  db.deleteFrom('scopes').where('tenant_id', '=', tenant_id).where('name', '=', name),
);

export const reads: Operations<ScopeStore, 'list' | 'countClients'> = {
  list: async (tx, tenant_id) => tx.all(byTenant, { tenant_id }),
  countClients: (tx, tenant_id, name) => countRegistered(tx, tenant_id, name),
};

function countRegistered(tx: Executor, tenant_id: string, name: string): Promise<number> {
  return countClients(tx, tenant_id, name, ({ scope = '' }) => scope.split(' ').includes(name));
}

export const writes: Operations<ScopeStore, 'put' | 'delete'> = {
  async put(tx, scope) {
    await bumpTenant(tx, scope.tenant_id);
    await tx.run(upsert, scope);
  },
  async delete(tx, tenant_id, name) {
    // First: whoever registers a client for it at the same time has to look at the tenant again.
    if (!(await bumpTenant(tx, tenant_id))) return 'unknown';
    const clients = await countRegistered(tx, tenant_id, name);
    if (clients > 0) return { clients };
    return (await tx.run(remove, { tenant_id, name })) > 0 ? 'deleted' : 'unknown';
  },
};
