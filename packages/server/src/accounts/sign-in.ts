import type { Deps } from '../deps.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { emailKey } from './email.ts';
import { needsSecondFactor } from './factors.ts';
import { type Attempted, accountBucket, countFailure, longestWait, type Refused } from './factors-attempt.ts';

export type SignInResult =
  | { outcome: 'signed_in'; user: UserRecord }
  /** The password is right but not enough. Its failures stay counted: tries at the second factor share the count. */
  | { outcome: 'second_factor_needed'; user: UserRecord }
  /** `credentials`: the same for an unknown address, a wrong password and a disabled user. */
  | Refused;

export interface Credentials {
  email: string;
  password: string;
  /** The client's address (http/network.ts, clientAddress). */
  network: string;
}

/**
 * Verifies an e-mail address and a password. An unknown address costs the same work and gives the same answer as a wrong
 * password. Throws BusyError and StorageUnavailableError.
 */
export async function signIn(
  deps: Pick<Deps, 'storage' | 'passwords' | 'clock'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  { email, password, network }: Credentials,
): Promise<SignInResult> {
  const { throttle, users, credentials } = deps.storage;
  const key = emailKey(email);
  const attempted: Attempted = { email_key: key ?? '', network };
  const before = await longestWait(deps, tenant, attempted);
  if (before > 0) return { outcome: 'refused', reason: 'throttled', retry_after: before };
  const user = key === null ? null : await users.findByEmailKey(tenant.tenant_id, key);
  const correct = await deps.passwords.verify(user?.password_hash ?? null, password);
  // Again: of many attempts that passed the first reading together, only as many as were free may learn their result.
  const wait = await longestWait(deps, tenant, attempted);
  if (wait > 0) return { outcome: 'refused', reason: 'throttled', retry_after: wait };
  if (!correct || user === null || user.disabled_at !== null) {
    await countFailure(deps, tenant, attempted);
    return { outcome: 'refused', reason: 'credentials' };
  }
  if (needsSecondFactor(await credentials.factors(tenant.tenant_id, user.sub))) {
    return { outcome: 'second_factor_needed', user };
  }
  await throttle.clear(tenant.tenant_id, accountBucket(attempted.email_key));
  return { outcome: 'signed_in', user };
}

/** Forgets the failures of one address, for an operator who has made sure whose it is. */
export async function forgiveFailures(
  deps: Pick<Deps, 'storage'>,
  tenant_id: string,
  email_key: string,
): Promise<void> {
  await deps.storage.throttle.clear(tenant_id, accountBucket(email_key));
}
