import { emailKey } from '../accounts/email.ts';
import { deleteAccount } from '../accounts/goodbye.ts';
import { givePassword } from '../accounts/password-change.ts';
import { forgiveFailures } from '../accounts/sign-in.ts';
import { createUser as createAccount } from '../accounts/users.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type NewPasswordInput, type NewUserInput, newPassword, newUser, parseInput } from './contract.ts';
import type { ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';
import { everyPage } from './pages.ts';

export interface UserInformation {
  sub: string;
  email: string;
  email_verified: boolean;
  /** Standard claims other than those here. */
  claims: Record<string, unknown>;
  has_password: boolean;
  created_at: number;
  updated_at: number;
  disabled_at: number | null;
}

/** Throws ManagementError and BusyError. */
export async function createUser(
  deps: Pick<ManagementDeps, 'storage' | 'passwords' | 'clock' | 'random'>,
  tenant: Tenant,
  input: NewUserInput,
): Promise<UserInformation> {
  const result = await createAccount(deps, tenant, parseInput(newUser, input));
  if (result.outcome === 'refused') throw new ManagementError('invalid', result.problems);
  return describeUser(result.user);
}

export async function listUsers(deps: Pick<ManagementDeps, 'storage'>, tenant: Tenant): Promise<UserInformation[]> {
  const users: UserInformation[] = [];
  const rows = everyPage(
    (page) => deps.storage.users.list(tenant.tenant_id, page),
    ({ email_key }) => email_key,
  );
  for await (const record of rows) users.push(describeUser(record));
  return users;
}

/**
 * Disabling ends the user's sessions and tokens at once; enabling also forgets failed attempts to sign in.
 * `user`: the subject or the e-mail address. Throws ManagementError.
 */
export async function setUserDisabled(
  deps: Pick<ManagementDeps, 'storage' | 'clock' | 'random'>,
  tenant: Tenant,
  user: string,
  disabled: boolean,
): Promise<UserInformation> {
  const { tenant_id } = tenant;
  const record = await findUser(deps, tenant, user);
  const now = deps.clock();
  const disabled_at = disabled ? now : null;
  const event_id = deps.random(16).toString('base64url');
  const found = await deps.storage.users.setDisabled(tenant_id, record.sub, disabled_at, event_id, now);
  if (!found) throw unknownUser(user);
  if (!disabled) await forgiveFailures(deps, tenant_id, record.email_key);
  const action = disabled ? 'user.disabled' : 'user.enabled';
  await recordEvent(deps, tenant, { actor: 'operator', action, sub: record.sub });
  return { ...describeUser(record), disabled_at };
}

/**
 * Sets a password in place of whichever the user had, ends all their sessions and tells them by mail. A second factor stays what it was.
 * `user`: the subject or the e-mail address. Throws ManagementError and BusyError.
 */
export async function setUserPassword(
  deps: Pick<ManagementDeps, 'storage' | 'clock' | 'random' | 'sealer' | 'passwords'>,
  tenant: Tenant,
  user: string,
  input: NewPasswordInput,
): Promise<{ sub: string; sessions_ended: number }> {
  const { password } = parseInput(newPassword, input);
  const record = await findUser(deps, tenant, user);
  const result = await givePassword(deps, tenant, record, password);
  if (result.outcome === 'unknown') throw unknownUser(user);
  if (result.outcome === 'refused') throw new ManagementError('invalid', result.problems);
  const { sub } = record;
  await forgiveFailures(deps, tenant.tenant_id, record.email_key);
  await recordEvent(deps, tenant, { actor: 'operator', action: 'user.password_set', sub });
  return { sub, sessions_ended: result.sessions_ended };
}

/**
 * Removes the user with all that is theirs, for good: their tokens are dead from here on, apps are told, the sub is never given out
 * again, and a mail says goodbye. `user`: the subject or the e-mail address. Throws ManagementError.
 */
export async function deleteUser(
  deps: Pick<ManagementDeps, 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  user: string,
): Promise<{ sub: string; deleted: true }> {
  const record = await findUser(deps, tenant, user);
  const { sub } = record;
  const told = { occasion: { at: deps.clock() }, locale: mailLocaleOf(tenant, record) };
  const ended = await deleteAccount(deps, tenant, record, { initiating_entity: 'admin', ...told });
  if (ended === null) throw unknownUser(user);
  await recordEvent(deps, tenant, { actor: 'operator', action: 'user.deleted', sub });
  return { sub, deleted: true };
}

export async function findUser(
  deps: Pick<ManagementDeps, 'storage'>,
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

function unknownUser(user: string): ManagementError {
  return notFound('user', `There is no user ${user}.`);
}

function describeUser({
  sub,
  email,
  email_verified,
  claims,
  password_hash,
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
    created_at,
    updated_at,
    disabled_at,
  };
}
