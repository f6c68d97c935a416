import type { ResourceServerRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { parseInput, type ResourceServerInput, resourceServerInput } from './contract.ts';
import type { ManagementDeps } from './management-deps.ts';

export type ResourceServerInformation = Omit<ResourceServerRecord, 'tenant_id'>;

/** Creates or replaces the resource server with this identifier. Throws ManagementError. */
export async function putResourceServer(
  deps: Pick<ManagementDeps, 'storage' | 'clock'>,
  tenant: Tenant,
  input: ResourceServerInput,
): Promise<ResourceServerInformation> {
  const parsed = parseInput(resourceServerInput, input);
  const created_at = tenant.resourceServers.get(parsed.resource)?.created_at ?? deps.clock();
  const record: ResourceServerRecord = { tenant_id: tenant.tenant_id, ...parsed, created_at };
  await deps.storage.resourceServers.put(record);
  return describeResourceServer(record);
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
