import { emailKey } from '../accounts/email.ts';
import { deleteAccount } from '../accounts/goodbye.ts';
import { givePassword } from '../accounts/password-change.ts';
import { forgiveFailures } from '../accounts/sign-in.ts';
import { createUser as createAccount } from '../accounts/users.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import type { Factors } from '../storage/account-port.ts';
import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord, UserRole } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type NewPasswordInput, type NewUserInput, newPassword, newUser, parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';
import { assertMayManageUser, lastOperator } from './user-authority.ts';

export interface UserInformation {
  sub: string;
  email: string;
  email_verified: boolean;
  /** Standard claims other than those here. */
  claims: Record<string, unknown>;
  has_password: boolean;
  role: UserRole | null;
  created_at: number;
  updated_at: number;
  disabled_at: number | null;
}

/** Throws ManagementError and BusyError. */
export async function createUser(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'passwords' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  input: NewUserInput,
): Promise<UserInformation> {
  const result = await createAccount(deps, tenant, parseInput(newUser, input));
  if (result.outcome === 'refused') throw new ManagementError('invalid', result.problems);
  const { sub } = result.user;
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.created', sub });
  return describeUser(result.user);
}

/** One page of those whose address begins with `search`, or the one whose subject it is; in order of email_key. */
export async function userPage(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  search: string,
  page: Page,
): Promise<UserRecord[]> {
  return storage.users.list(tenant_id, { search: search.trim().normalize('NFC').toLowerCase() }, page);
}

/** With what they can sign in with besides a password. `user`: the subject or the e-mail address. Throws ManagementError. */
export async function showUser(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  user: string,
): Promise<UserInformation & { factors: Factors }> {
  const record = await findUser(deps, tenant, user);
  const factors = await deps.storage.credentials.factors(tenant.tenant_id, record.sub);
  return { ...describeUser(record), factors };
}

/**
 * Disabling ends the user's sessions and tokens at once; enabling also forgets failed attempts to sign in.
 * `user`: the subject or the e-mail address. Throws ManagementError.
 */
export async function setUserDisabled(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  user: string,
  disabled: boolean,
): Promise<UserInformation> {
  const { tenant_id } = tenant;
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  const now = deps.clock();
  const disabled_at = disabled ? now : null;
  const event_id = deps.random(16).toString('base64url');
  const outcome = await deps.storage.users.setDisabled(tenant_id, record.sub, disabled_at, event_id, now);
  if (outcome === 'unknown') throw unknownUser(user);
  if (outcome === 'last_operator') throw lastOperator();
  if (!disabled) await forgiveFailures(deps, tenant_id, record.email_key);
  const action = disabled ? 'user.disabled' : 'user.enabled';
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action, sub: record.sub });
  return { ...describeUser(record), disabled_at };
}

/**
 * Sets a password in place of whichever the user had, ends all their sessions and tells them by mail. A second factor stays what it was.
 * `user`: the subject or the e-mail address. Throws ManagementError and BusyError.
 */
export async function setUserPassword(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer' | 'passwords'>,
  tenant: Tenant,
  user: string,
  input: NewPasswordInput,
): Promise<{ sub: string; sessions_ended: number }> {
  const { password } = parseInput(newPassword, input);
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  const result = await givePassword(deps, tenant, record, password);
  if (result.outcome === 'unknown') throw unknownUser(user);
  if (result.outcome === 'refused') throw new ManagementError('invalid', result.problems);
  const { sub } = record;
  await forgiveFailures(deps, tenant.tenant_id, record.email_key);
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.password_set', sub });
  return { sub, sessions_ended: result.sessions_ended };
}

/**
 * Removes the user with all that is theirs, for good: their tokens are dead from here on, apps are told, the sub is never given out
 * again, and a mail says goodbye. `user`: the subject or the e-mail address. Throws ManagementError.
 */
export async function deleteUser(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  user: string,
): Promise<{ sub: string; deleted: true }> {
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  const { sub } = record;
  const told = { occasion: { at: deps.clock() }, locale: mailLocaleOf(tenant, record) };
  const ended = await deleteAccount(deps, tenant, record, { initiating_entity: 'admin', ...told });
  if (ended === null) throw unknownUser(user);
  if (ended === 'last_operator') throw lastOperator();
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.deleted', sub });
  return { sub, deleted: true };
}

export async function findUser(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  { tenant_id }: Tenant,
  user: string,
): Promise<UserRecord> {
  const key = emailKey(user);
  const record =
    key === null
      ? await deps.storage.users.find(tenant_id, user)
      : await deps.storage.users.findByEmailKey(tenant_id, key);
  if (record === null) throw unknownUser(user);
  return record;
}

export function unknownUser(user: string): ManagementError {
  return notFound('user', `There is no user ${user}.`);
}

export function describeUser({
  sub,
  email,
  email_verified,
  claims,
  password_hash,
  role,
  created_at,
  updated_at,
  disabled_at,
}: UserRecord): UserInformation {
  return {
    sub,
    email,
    email_verified: email_verified === 1,
    claims: JSON.parse(claims) as Record<string, unknown>,
    has_password: password_hash !== null,
    role,
    created_at,
    updated_at,
    disabled_at,
  };
}
