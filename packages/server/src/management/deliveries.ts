import { everyPage } from '../storage/every-page.ts';
import type { DeliveryRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ManagementDeps } from './management-deps.ts';
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

/** Those of the last 30 days, oldest first. Throws ManagementError. */
export async function listDeliveries(
  deps: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  client_id: string,
): Promise<DeliveryInformation[]> {
  if ((await deps.storage.clients.find(tenant_id, client_id)) === null) {
    throw notFound('client_id', `There is no client ${client_id}.`);
  }
  const deliveries: DeliveryInformation[] = [];
  const rows = everyPage(
    (page) => deps.storage.deliveries.list(tenant_id, client_id, page),
    ({ event_id }) => event_id,
  );
  for await (const record of rows) deliveries.push(describeDelivery(record));
  return deliveries.sort((one, other) => one.created_at - other.created_at);
}

/** One that was given up is sent again at once, and then by its whole schedule. Throws ManagementError. */
export async function retryDelivery(
  deps: Pick<ManagementDeps, 'storage' | 'clock'>,
  { tenant_id }: Tenant,
  { client_id, event_id }: { client_id: string; event_id: string },
): Promise<DeliveryInformation> {
  const key = { tenant_id, client_id, event_id };
  const record = await deps.storage.deliveries.find(key);
  if (record === null) throw notFound('event_id', `There is no delivery ${event_id} for the client ${client_id}.`);
  if (describeDelivery(record).status !== 'given up') {
    throw new ManagementError('conflict', [{ field: 'event_id', problem: 'It was delivered, or is waiting anyway.' }]);
  }
  const { last_status, last_error } = record;
  const outcome = { attempts: 0, next_attempt_at: deps.clock(), delivered_at: null, last_status, last_error };
  await deps.storage.deliveries.settle(key, outcome);
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
