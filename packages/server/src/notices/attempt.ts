import type { Deps } from '../deps.ts';
import { OutboundFetchError } from '../http/outbound-fetch.ts';
import type { DeliveryRecord } from '../storage/records.ts';
import { findClient } from '../tenants/client.ts';
import { type Attempt, failed, judge, unanswered } from './answer.ts';
import { addressOf, messageFor } from './message.ts';

/** Sends once, to where the client wants it now. Throws only for what is no fault of the receiver's. */
export async function attempt(
  deps: Pick<Deps, 'storage' | 'tenants' | 'clock' | 'fetch'>,
  delivery: DeliveryRecord,
): Promise<Attempt> {
  const tenant = await deps.tenants.byId(delivery.tenant_id);
  if (tenant === null) return failed('The tenant is disabled.', { final: true });
  const client = await findClient(deps, tenant, delivery.client_id);
  if (client === null || client.disabled) return failed('The client is disabled.', { final: true });
  const url = addressOf(delivery.kind, client.metadata);
  if (url === undefined) return failed('The client has no address for it any more.', { final: true });
  const post = await messageFor(delivery, { tenant, client, now: deps.clock() });
  try {
    return judge(delivery.kind, await deps.fetch(url, { post }));
  } catch (error) {
    if (!(error instanceof OutboundFetchError)) throw error;
    return unanswered(error);
  }
}
