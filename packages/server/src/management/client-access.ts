import type { ClientRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { reaches } from './actor.ts';
import { assertMayManageApp } from './apps.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { notFound } from './management-error.ts';

/** The client, if the caller may manage it: an administrator, or who develops its app. Throws ManagementError not_found. */
export async function clientForCaller(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  client_id: string,
): Promise<ClientRecord> {
  const found = await deps.storage.clients.find(tenant.tenant_id, client_id);
  const unknown = notFound('client_id', `There is no client ${client_id}.`);
  if (found === null) throw unknown;
  if (reaches(callerOf(deps).role, 'admin')) return found.client;
  const { app_id } = found.client;
  if (app_id === null) throw unknown;
  await assertMayManageApp(deps, tenant, app_id).catch(() => {
    throw unknown;
  });
  return found.client;
}
