import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { networkBucket } from '../http/network.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { emailKey } from './email.ts';
import { type Limit, secondsToWait } from './throttling.ts';

export type SignInResult =
  | { outcome: 'signed_in'; user: UserRecord }
  /** The same for an unknown address, a wrong password and a disabled user. */
  | { outcome: 'refused'; reason: 'credentials' }
  /** `retry_after` in seconds, at least 1. */
  | { outcome: 'refused'; reason: 'throttled'; retry_after: number };

export interface Credentials {
  email: string;
  password: string;
  /** The client's address (http/network.ts, clientAddress). */
  network: string;
}

const day = 86_400;

/**
 * Five failures are free, then each doubles the wait up to a quarter of an hour. After a hundred in a row (NIST SP
 * 800-63B-4 §3.2.2) the password is refused until the count is forgotten or an operator enables the user again.
 */
const accountLimit: Limit = { free: 5, maxWait: 900, lockAfter: 100, window: 30 * day };
/** Many people may share one network: more is free there, and nothing locks it. */
const networkLimit: Limit = { free: 50, maxWait: 900, lockAfter: null, window: day };

const refusedCredentials: SignInResult = { outcome: 'refused', reason: 'credentials' };

/**
 * Verifies an e-mail address and a password. An unknown address costs the same work and gives the same answer as a wrong
 * password. Throws BusyError and StorageUnavailableError.
 */
export async function signIn(
  deps: Pick<Deps, 'storage' | 'passwords' | 'clock'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  { email, password, network }: Credentials,
): Promise<SignInResult> {
  const { throttle, users } = deps.storage;
  const key = emailKey(email);
  const account: Counter = { bucket: accountBucket(key ?? ''), limit: accountLimit };
  const counters = [account, { bucket: `sign-in:network:${networkBucket(network)}`, limit: networkLimit }];

  const before = await longestWait(deps, tenant, counters);
  if (before > 0) return { outcome: 'refused', reason: 'throttled', retry_after: before };
  const user = key === null ? null : await users.findByEmailKey(tenant.tenant_id, key);
  const correct = await deps.passwords.verify(user?.password_hash ?? null, password);
  // Again: of many attempts that passed the first reading together, only as many as were free may learn their result.
  const wait = await longestWait(deps, tenant, counters);
  if (wait > 0) return { outcome: 'refused', reason: 'throttled', retry_after: wait };
  if (correct && user !== null && user.disabled_at === null) {
    await throttle.clear(tenant.tenant_id, account.bucket);
    return { outcome: 'signed_in', user };
  }
  await Promise.all(
    counters.map(({ bucket, limit }) => throttle.fail(tenant.tenant_id, bucket, limit.window, deps.clock())),
  );
  return refusedCredentials;
}

/** Forgets the failures of one address, for an operator who has made sure whose it is. */
export async function forgiveFailures(
  deps: Pick<Deps, 'storage'>,
  tenant_id: string,
  email_key: string,
): Promise<void> {
  await deps.storage.throttle.clear(tenant_id, accountBucket(email_key));
}

interface Counter {
  bucket: string;
  limit: Limit;
}

/** Hashed: people type passwords into the wrong field. One bucket for every spelling of an address. */
function accountBucket(email_key: string): string {
  return `sign-in:account:${createHash('sha256').update(email_key).digest('base64url')}`;
}

async function longestWait(
  deps: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  counters: readonly Counter[],
): Promise<number> {
  const now = deps.clock();
  const waits = counters.map(async ({ bucket, limit }) => {
    const { failures, last_failed_at } = await deps.storage.throttle.read(tenant_id, bucket, now);
    return secondsToWait(limit, failures, last_failed_at, now);
  });
  return Math.max(...(await Promise.all(waits)));
}
