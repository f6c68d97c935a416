import type { ResourceServerStore, ResourceServerUse } from '../port.ts';
import type { ResourceServerRecord } from '../records.ts';
import { countClients } from './clients-naming.ts';
import type { Executor, Operations } from './executor.ts';
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

const remove = statement((db, { tenant_id, resource }: { tenant_id: string; resource: string }) =>
  db.deleteFrom('resource_servers').where('tenant_id', '=', tenant_id).where('resource', '=', resource),
);
const scopesOf = statement((db, { tenant_id, resource }: { tenant_id: string; resource: string }) =>
  db.selectFrom('scopes').select('name').where('tenant_id', '=', tenant_id).where('resource', '=', resource),
);

export const reads: Operations<ResourceServerStore, 'list' | 'countNaming'> = {
  list: async (tx, tenant_id) => tx.all(byTenant, { tenant_id }),
  countNaming,
};

async function countNaming(tx: Executor, tenant_id: string, resource: string): Promise<ResourceServerUse> {
  const scopes = await tx.all(scopesOf, { tenant_id, resource });
  const clients = await countClients(
    tx,
    tenant_id,
    resource,
    (metadata) => metadata.resource?.includes(resource) ?? false,
  );
  return { scopes: scopes.length, clients };
}

export const writes: Operations<ResourceServerStore, 'put' | 'delete'> = {
  async put(tx, resource_server) {
    await bumpTenant(tx, resource_server.tenant_id);
    await tx.run(upsert, resource_server);
  },
  async delete(tx, tenant_id, resource) {
    // First: whoever puts a scope of it at the same time waits, and is seen.
    if (!(await bumpTenant(tx, tenant_id))) return 'unknown';
    const use = await countNaming(tx, tenant_id, resource);
    if (use.scopes > 0 || use.clients > 0) return use;
    return (await tx.run(remove, { tenant_id, resource })) > 0 ? 'deleted' : 'unknown';
  },
};
