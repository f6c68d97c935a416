import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { networkBucket } from '../http/network.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type Limit, secondsToWait } from './throttling.ts';

/** `retry_after` in seconds, at least 1. */
export type Refused =
  | { outcome: 'refused'; reason: 'credentials' }
  | { outcome: 'refused'; reason: 'throttled'; retry_after: number };

/** Whose failures count together. */
export interface Attempted {
  /** Of the address that was given, whether or not anybody has it. */
  email_key: string;
  /** The client's address (http/addresses.ts). */
  network: string;
}

const day = 86_400;

/**
 * Five failures are free, then each doubles the wait up to a quarter of an hour. After a hundred in a row (NIST SP
 * 800-63B-4 §3.2.2) nothing that can be guessed is accepted until the count is forgotten or an operator enables the user again.
 */
const accountLimit: Limit = { free: 5, maxWait: 900, lockAfter: 100, window: 30 * day };
/** Many people may share one network: more is free there, and nothing locks it. */
const networkLimit: Limit = { free: 50, maxWait: 900, lockAfter: null, window: day };

interface Counter {
  bucket: string;
  limit: Limit;
}

/** One count for the password, the codes of an app and recovery codes: who may guess at one spends the tries of all. */
export function countersOf({ email_key, network }: Attempted): { account: Counter; network: Counter } {
  return {
    account: { bucket: accountBucket(email_key), limit: accountLimit },
    network: { bucket: `sign-in:network:${networkBucket(network)}`, limit: networkLimit },
  };
}

/** Seconds until an attempt may be made; 0: now. */
export async function longestWait(
  deps: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  attempted: Attempted,
): Promise<number> {
  const waits = Object.values(countersOf(attempted)).map((counter) => waitOf(deps, tenant_id, counter));
  return Math.max(...(await Promise.all(waits)));
}

async function waitOf(
  { storage, clock }: Pick<Deps, 'storage' | 'clock'>,
  tenant_id: string,
  { bucket, limit }: Counter,
): Promise<number> {
  const now = clock();
  const { failures, last_failed_at } = await storage.throttle.read(tenant_id, bucket, now);
  return secondsToWait(limit, failures, last_failed_at, now);
}

export async function countFailure(
  deps: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  attempted: Attempted,
): Promise<void> {
  const { storage, clock } = deps;
  await Promise.all(
    Object.values(countersOf(attempted)).map(({ bucket, limit }) =>
      storage.throttle.fail(tenant_id, bucket, limit.window, clock()),
    ),
  );
}

/**
 * One try at a short code, which `verify` answers at once. It is counted before its answer is known, so that of many tries at the same
 * moment only as many learn theirs as were free; what is right clears the count.
 */
export async function attemptCode<T>(
  deps: Pick<Deps, 'storage' | 'clock'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  attempted: Attempted,
  verify: () => Promise<T | null>,
): Promise<{ outcome: 'accepted'; value: T } | Refused> {
  const { tenant_id } = tenant;
  const { throttle } = deps.storage;
  const { account, network } = countersOf(attempted);
  const now = deps.clock();
  const before = await throttle.read(tenant_id, account.bucket, now);
  const wait = Math.max(
    secondsToWait(account.limit, before.failures, before.last_failed_at, now),
    await waitOf(deps, tenant_id, network),
  );
  if (wait > 0) return { outcome: 'refused', reason: 'throttled', retry_after: wait };
  const counted = await throttle.fail(tenant_id, account.bucket, account.limit.window, now);
  // Others came between the reading and the count, and the free ones are used up: a wait has begun with theirs.
  if (counted !== before.failures + 1 && counted > account.limit.free) {
    return { outcome: 'refused', reason: 'throttled', retry_after: 1 };
  }
  const value = await verify();
  if (value !== null) {
    await throttle.clear(tenant_id, account.bucket);
    return { outcome: 'accepted', value };
  }
  await throttle.fail(tenant_id, network.bucket, network.limit.window, now);
  return { outcome: 'refused', reason: 'credentials' };
}

/** Hashed: people type passwords into the wrong field. One bucket for every spelling of an address. */
export function accountBucket(email_key: string): string {
  return `sign-in:account:${createHash('sha256').update(email_key).digest('base64url')}`;
}
