import { formatToken, hashToken, isWellFormedToken } from '@xenia/protocol/token-format';
import type { Deps } from '../deps.ts';
import type { SetupEffect } from '../storage/administrator-port.ts';
import type { SetupLinkRecord } from '../storage/administrator-records.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { emailKey } from './email.ts';
import { minPasswordLength } from './factors.ts';
import type { MailTenant } from './mail-requests.ts';
import { type PasswordProblem, passwordProblem } from './password-rules.ts';
import { newPasswordProblem } from './recovery.ts';
import { passwordContext } from './sign-up.ts';
import { newUserRecord } from './users.ts';

/** Where a setup link leads, relative to the issuer; the secret follows. */
export const SETUP_PATH = '/setup';

/** Seconds for which it works. */
export const SETUP_TTL = 86_400;

/** `url` holds the secret: it is shown once, to whoever has a shell, and stored nowhere. */
export function newSetupLink(
  deps: Pick<Deps, 'random' | 'clock'>,
  { tenant_id, issuer }: Pick<Tenant, 'tenant_id' | 'issuer'>,
  given: Pick<SetupLinkRecord, 'purpose' | 'sub'>,
): { readonly url: string; readonly link: SetupLinkRecord } {
  const secret = formatToken('ticket', deps.random(32));
  const now = deps.clock();
  const times = { created_at: now, expires_at: now + SETUP_TTL };
  return {
    url: `${issuer}${SETUP_PATH}/${secret}`,
    link: { tenant_id, link_hash: hashToken(secret), ...given, ...times },
  };
}

/** A link that works. */
export interface FoundSetup {
  readonly link: SetupLinkRecord;
  /** Who gets a new password; null: whoever holds the link makes an account. */
  readonly user: UserRecord | null;
}

export async function findSetup(
  { storage, clock }: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  secret: string,
): Promise<FoundSetup | null> {
  if (!isWellFormedToken('ticket', secret)) return null;
  const link = await storage.administrators.findSetupLink(tenant_id, hashToken(secret), clock());
  if (link === null) return null;
  if (link.sub === null) return { link, user: null };
  const user = await storage.users.find(tenant_id, link.sub);
  return user === null ? null : { link, user };
}

export interface ChosenOperator {
  /** As typed; not looked at where the link names a user. */
  readonly email: string;
  readonly password: string;
}

export type SetupResult =
  | { readonly outcome: 'done'; readonly user: UserRecord }
  | { readonly outcome: 'password_refused'; readonly problem: PasswordProblem }
  | { readonly outcome: 'email_refused' | 'email_taken' | 'unknown' };

/** Uses the link up: from then on its holder is an operator, with an address that counts as verified. Throws BusyError. */
export async function finishSetup(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'passwords'>,
  tenant: MailTenant,
  { link, user }: FoundSetup,
  { email, password }: ChosenOperator,
): Promise<SetupResult> {
  const key = emailKey(email);
  if (user === null && key === null) return { outcome: 'email_refused' };
  const problem =
    user === null
      ? operatorPasswordProblem(tenant, email, password)
      : await newPasswordProblem(deps, tenant, user, password);
  if (problem !== null) return { outcome: 'password_refused', problem };
  const password_hash = await deps.passwords.hash(password);
  const event_id = deps.random(16).toString('base64url');
  const effect: SetupEffect =
    key === null || user !== null
      ? { kind: 'restore', password_hash, event_id }
      : { kind: 'create', user: newOperator(deps, tenant, { email, email_key: key, password_hash }) };
  return deps.storage.administrators.redeemSetupLink(link, effect, deps.clock());
}

/** For a new operator, whose only factor it is. */
function operatorPasswordProblem(
  tenant: Pick<MailTenant, 'displayName'>,
  email: string,
  password: string,
): PasswordProblem | null {
  const context = passwordContext(tenant, email, '');
  return passwordProblem(password, { minLength: minPasswordLength(null), context });
}

/** An operator who is not stored yet. */
export function newOperator(
  deps: Pick<Deps, 'clock' | 'random'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  { email, ...given }: Pick<UserRecord, 'email' | 'email_key' | 'password_hash'>,
): UserRecord {
  const user = newUserRecord(deps, tenant, { ...given, email: email.trim(), email_verified: 1, claims: '{}' });
  return { ...user, role: 'operator' };
}
