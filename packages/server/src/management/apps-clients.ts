import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { ClientRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { reaches } from './actor.ts';
import { assertMayManageApp, unknownApp } from './apps.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { forbidden, notFound } from './management-error.ts';

/** In order of client_id. Throws ManagementError. */
export async function listAppClients(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  app_id: string,
  page: Page,
): Promise<ClientRecord[]> {
  return deps.storage.apps.clients(await assertMayManageApp(deps, tenant, app_id), page);
}

/** Moves a client into an app, or (`app_id` null) out of the one that it is in, `from`. For an administrator. Throws ManagementError. */
export async function placeClient(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  { client_id, app_id, from }: { client_id: string; app_id: string | null; from?: string },
): Promise<{ client_id: string; app_id: string | null }> {
  const { role, actor } = callerOf(deps);
  if (!reaches(role, 'admin')) throw forbidden('Only an administrator can move a client.');
  const client = { tenant_id: tenant.tenant_id, client_id };
  const unknown = notFound('client_id', `There is no such client ${client_id}.`);
  if (from !== undefined) {
    const found = await deps.storage.clients.find(tenant.tenant_id, client_id);
    if (found?.client.app_id !== from) throw unknown;
  }
  const outcome = await deps.storage.apps.placeClient(client, app_id, deps.clock());
  if (outcome === 'unknown_app') throw unknownApp(app_id ?? '');
  if (outcome === 'unknown_client') throw unknown;
  await recordEvent(deps, tenant, { actor, action: 'client.moved', client_id, details: { app_id } });
  return { client_id, app_id };
}
