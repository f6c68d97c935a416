import type { ResourceServerUse } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { ResourceServerRecord } from '../storage/records.ts';
import { managementResource } from '../tenants/management-scopes.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { parseInput, type ResourceServerInput, resourceServerInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';

export type ResourceServerInformation = Omit<ResourceServerRecord, 'tenant_id'>;

/** Creates or replaces the resource server with this identifier. Throws ManagementError. */
export async function putResourceServer(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  input: ResourceServerInput,
): Promise<ResourceServerInformation> {
  const parsed = parseInput(resourceServerInput, input);
  if (parsed.resource === managementResource(tenant)) {
    throw new ManagementError('invalid', [
      { field: 'resource', problem: 'It is the management API of Xenia itself; choose another identifier.' },
    ]);
  }
  const created_at = tenant.resourceServers.get(parsed.resource)?.created_at ?? deps.clock();
  const record: ResourceServerRecord = { tenant_id: tenant.tenant_id, ...parsed, created_at };
  await deps.storage.resourceServers.put(record);
  await note(deps, tenant, 'resource_server.changed', record.resource);
  return describeResourceServer(record);
}

/** What names it, and so stands in the way of deleting it. Throws ManagementError. */
export async function resourceServerImpact(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  resource: string,
): Promise<ResourceServerUse> {
  const known = await storage.resourceServers.list(tenant_id);
  if (!known.some((server) => server.resource === resource)) throw unknownResource(resource);
  return storage.resourceServers.countNaming(tenant_id, resource);
}

/** Only a resource server without scopes, which no client says to be, can be deleted. Throws ManagementError. */
export async function deleteResourceServer(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  resource: string,
): Promise<void> {
  const outcome = await deps.storage.resourceServers.delete(tenant.tenant_id, resource);
  if (outcome === 'unknown') throw unknownResource(resource);
  if (outcome !== 'deleted') {
    const problem = `It is still named, by scopes: ${outcome.scopes}, by clients: ${outcome.clients}. Delete or change them first.`;
    throw new ManagementError('conflict', [{ field: 'resource', problem }]);
  }
  await note(deps, tenant, 'resource_server.deleted', resource);
}

function note(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  action: string,
  resource: string,
): Promise<void> {
  return recordEvent(deps, tenant, { actor: callerOf(deps).actor, action, details: { resource } });
}

function unknownResource(resource: string): ManagementError {
  return notFound('resource', `There is no resource server ${resource}.`);
}

export async function listResourceServers(
  deps: Pick<ManagementDeps, 'storage'>,
  tenant: Tenant,
): Promise<ResourceServerInformation[]> {
  return (await deps.storage.resourceServers.list(tenant.tenant_id)).map(describeResourceServer);
}

function describeResourceServer({ tenant_id: _, ...information }: ResourceServerRecord): ResourceServerInformation {
  return information;
}
