import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { networkBucket } from '../http/network.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type Limit, secondsToWait } from './throttling.ts';

/** Who is to get a mail, and where the request for it came from. */
export interface MailAsked {
  readonly email_key: string;
  /** The client's address (http/network.ts, clientAddress). */
  readonly network: string;
}

const hour = 3600;

/** So many mails, and then none before the last one is an hour old. What is refused does not count: nobody can keep it going. */
const addressLimit: Limit = { free: 6, maxWait: hour, lockAfter: 6, window: hour };
/** Many people may share one network. */
const networkLimit: Limit = { free: 60, maxWait: hour, lockAfter: 60, window: hour };

/** Counts a mail that somebody asks for; false: it must not be sent. The same whether or not anybody has the address. */
export async function countMail(
  { storage, clock }: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  { email_key, network }: MailAsked,
): Promise<boolean> {
  const now = clock();
  const counters = [
    { bucket: addressBucket(email_key), limit: addressLimit },
    { bucket: `mail:network:${networkBucket(network)}`, limit: networkLimit },
  ];
  const before = await Promise.all(counters.map(({ bucket }) => storage.throttle.read(tenant_id, bucket, now)));
  const mustWait = counters.some(({ limit }, index) => {
    const { failures = 0, last_failed_at = 0 } = before[index] ?? {};
    return secondsToWait(limit, failures, last_failed_at, now) > 0;
  });
  if (mustWait) return false;
  const counts = await Promise.all(
    counters.map(({ bucket, limit }) => storage.throttle.fail(tenant_id, bucket, limit.window, now)),
  );
  // Of many that passed the reading together, only as many as were free.
  return counters.every(({ limit }, index) => (counts[index] ?? 0) <= limit.free);
}

/** Whoever opens a link has the address: what they asked for was meant. */
export async function forgetMails(
  { storage }: Pick<Deps, 'storage'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  email_key: string,
): Promise<void> {
  await storage.throttle.clear(tenant_id, addressBucket(email_key));
}

function addressBucket(email_key: string): string {
  return `mail:address:${createHash('sha256').update(email_key).digest('base64url')}`;
}
