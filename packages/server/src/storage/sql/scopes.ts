import type { ScopeStore } from '../port.ts';
import type { ScopeRecord } from '../records.ts';
import type { Operations } from './executor.ts';
import { statement } from './statement.ts';
import { bumpTenant } from './tenants.ts';

const byTenant = statement((db, { tenant_id }: { tenant_id: string }) =>
  db.selectFrom('scopes').selectAll().where('tenant_id', '=', tenant_id).orderBy('name'),
);
const upsert = statement((db, scope: ScopeRecord) => {
  const { tenant_id, name, resource, display_name, description, required, emphasised } = scope;
  const rest = { resource, display_name, description, required, emphasised };
  return db
    .insertInto('scopes')
    .values({ tenant_id, name, ...rest })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(rest));
});

export const reads: Operations<ScopeStore, 'list'> = {
  list: async (tx, tenant_id) => tx.all(byTenant, { tenant_id }),
};

export const writes: Operations<ScopeStore, 'put'> = {
  async put(tx, scope) {
    await bumpTenant(tx, scope.tenant_id);
    await tx.run(upsert, scope);
  },
};
