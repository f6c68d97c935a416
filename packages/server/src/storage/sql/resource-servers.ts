import type { ResourceServerStore } from '../port.ts';
import type { ResourceServerRecord } from '../records.ts';
import type { Operations } from './executor.ts';
import { statement } from './statement.ts';
import { bumpTenant } from './tenants.ts';

const byTenant = statement((db, { tenant_id }: { tenant_id: string }) =>
  db.selectFrom('resource_servers').selectAll().where('tenant_id', '=', tenant_id).orderBy('resource'),
);
/** A replaced resource server keeps its created_at. */
const upsert = statement((db, server: ResourceServerRecord) => {
  const { tenant_id, resource, created_at } = server;
  const { name, access_token_format, access_token_ttl, access_token_signing_alg } = server;
  const rest = { name, access_token_format, access_token_ttl, access_token_signing_alg };
  return db
    .insertInto('resource_servers')
    .values({ tenant_id, resource, created_at, ...rest })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'resource']).doUpdateSet(rest));
});

export const reads: Operations<ResourceServerStore, 'list'> = {
  list: async (tx, tenant_id) => tx.all(byTenant, { tenant_id }),
};

export const writes: Operations<ResourceServerStore, 'put'> = {
  async put(tx, resource_server) {
    await bumpTenant(tx, resource_server.tenant_id);
    await tx.run(upsert, resource_server);
  },
};
