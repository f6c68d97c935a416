import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { DeliveryRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { clientForCaller } from './client-access.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';

/** Something that a client was to be told. */
export type DeliveryInformation = Pick<
  DeliveryRecord,
  | 'event_id'
  | 'client_id'
  | 'kind'
  | 'attempts'
  | 'created_at'
  | 'next_attempt_at'
  | 'delivered_at'
  | 'last_status'
  | 'last_error'
> & { status: 'delivered' | 'waiting' | 'given up' };

/** One page of those of the last 30 days, newest first: of a client, or of all (null). The key of one is its deliveryPlace. */
export async function deliveryPage(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  client_id: string | null,
  page: Page,
): Promise<DeliveryInformation[]> {
  return (await storage.deliveries.list(tenant_id, client_id, page)).map(describeDelivery);
}

/** As deliveryPage, of a client that the caller may manage. Throws ManagementError. */
export async function deliveriesOfClient(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  client_id: string,
  page: Page,
): Promise<DeliveryInformation[]> {
  await clientForCaller(deps, tenant, client_id);
  return deliveryPage(deps, tenant, client_id, page);
}

/** One that was given up is sent again at once, and then by its whole schedule. Throws ManagementError. */
export async function retryDelivery(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  tenant: Tenant,
  { client_id, event_id }: { client_id: string; event_id: string },
): Promise<DeliveryInformation> {
  await clientForCaller(deps, tenant, client_id);
  const key = { tenant_id: tenant.tenant_id, client_id, event_id };
  const record = await deps.storage.deliveries.find(key);
  if (record === null) throw notFound('event_id', `There is no delivery ${event_id} for the client ${client_id}.`);
  if (describeDelivery(record).status !== 'given up') {
    throw new ManagementError('conflict', [{ field: 'event_id', problem: 'It was delivered, or is waiting anyway.' }]);
  }
  const { last_status, last_error } = record;
  const outcome = { attempts: 0, next_attempt_at: deps.clock(), delivered_at: null, last_status, last_error };
  await deps.storage.deliveries.settle(key, outcome);
  const { actor } = callerOf(deps);
  await recordEvent(deps, tenant, { actor, action: 'delivery.retried', client_id, details: { event_id } });
  return describeDelivery({ ...record, ...outcome });
}

function describeDelivery(record: DeliveryRecord): DeliveryInformation {
  const { event_id, client_id, kind, attempts, created_at, next_attempt_at, delivered_at } = record;
  const { last_status, last_error } = record;
  const status = delivered_at !== null ? 'delivered' : next_attempt_at !== null ? 'waiting' : 'given up';
  return {
    event_id,
    client_id,
    kind,
    status,
    attempts,
    created_at,
    next_attempt_at,
    delivered_at,
    last_status,
    last_error,
  };
}
