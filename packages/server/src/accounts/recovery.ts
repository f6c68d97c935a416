import type { Deps } from '../deps.ts';
import { composeMail } from '../mail/compose.ts';
import type { MailOccasion } from '../mail/content.ts';
import type { UserRecord } from '../storage/records.ts';
import { minPasswordLength } from './factors.ts';
import { forgetMails } from './mail-limits.ts';
import {
  type Asked,
  findAddressee,
  issueDecoy,
  type MailDeps,
  type MailRequest,
  type MailTenant,
  ticketForUser,
} from './mail-requests.ts';
import { type PasswordProblem, passwordProblem } from './password-rules.ts';
import { passwordContext, type ReadyTicket } from './sign-up.ts';

const PURPOSE = 'reset_password';

/** Mails a link with which a new password is chosen, if anybody has the address. */
export async function askToRecover(deps: MailDeps, tenant: MailTenant, request: MailRequest): Promise<Asked> {
  const found = await findAddressee(deps, tenant, request);
  if (typeof found === 'string') return found;
  const { email, email_key, user } = found;
  const { locale, onward } = request;
  if (user === null || user.disabled_at !== null) {
    await issueDecoy(deps, tenant, { purpose: PURPOSE, email, email_key }, ({ expires_at }, link) =>
      recoveryMail(deps, tenant, { to: email, locale, link, expires_at }),
    );
    return 'asked';
  }
  await mailRecovery(deps, tenant, user, { locale, onward });
  return 'asked';
}

/** Mails the user a link with which a new password is chosen; tells until when it works. Links from before are worthless. */
export async function mailRecovery(
  deps: MailDeps,
  tenant: MailTenant,
  user: UserRecord,
  { locale, onward }: Pick<MailRequest, 'locale' | 'onward'>,
): Promise<number> {
  const { ticket, link } = ticketForUser(deps, tenant, user, { purpose: PURPOSE, data: onward });
  const { expires_at } = ticket;
  await deps.storage.tickets.issue(ticket, recoveryMail(deps, tenant, { to: user.email, locale, link, expires_at }));
  return expires_at;
}

function recoveryMail(
  deps: MailDeps,
  tenant: MailTenant,
  { to, locale, link, expires_at }: { to: string; locale: string; link: string; expires_at: number },
) {
  return composeMail(deps, tenant, { to, locale, template: 'reset_password', facts: { link, expires_at } });
}

export interface NewPassword {
  readonly password: string;
  readonly locale: string;
  /** What the user is told about it by mail. */
  readonly occasion: MailOccasion;
}

export type PasswordResult =
  | { readonly outcome: 'done'; readonly user: UserRecord }
  | { readonly outcome: 'password_refused'; readonly problem: PasswordProblem }
  | { readonly outcome: 'used' | 'unknown' };

/**
 * Sets the password of the account that the ticket is for, ends all its sessions and tells the user. A second factor stays what it
 * was. Throws BusyError.
 */
export async function finishRecovery(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'passwords' | 'sealer'>,
  tenant: MailTenant,
  { ticket, user }: { readonly ticket: ReadyTicket['ticket']; readonly user: UserRecord },
  chosen: NewPassword,
): Promise<PasswordResult> {
  const problem = await newPasswordProblem(deps, tenant, user, chosen.password);
  if (problem !== null) return { outcome: 'password_refused', problem };
  const { tenant_id, ticket_hash } = ticket;
  const effect = {
    kind: 'set_password',
    password_hash: await deps.passwords.hash(chosen.password),
    event_id: deps.random(16).toString('base64url'),
  } as const;
  const key = { tenant_id, ticket_hash, purpose: PURPOSE } as const;
  const mails = [passwordChangedMail(deps, tenant, user, chosen)];
  const result = await deps.storage.tickets.redeem(key, effect, mails, deps.clock());
  if (result.outcome === 'email_taken') throw new Error('a new password cannot take an address');
  if (result.outcome === 'done') await forgetMails(deps, tenant, user.email_key);
  return result;
}

/** Why the user cannot have that password; null if they can. */
export async function newPasswordProblem(
  { storage }: Pick<Deps, 'storage'>,
  tenant: MailTenant,
  user: UserRecord,
  password: string,
): Promise<PasswordProblem | null> {
  const factors = await storage.credentials.factors(tenant.tenant_id, user.sub);
  const context = passwordContext(tenant, user.email, nameOf(user));
  return passwordProblem(password, { minLength: minPasswordLength(factors), context });
}

export function passwordChangedMail(
  deps: Pick<Deps, 'sealer' | 'random' | 'clock'>,
  tenant: MailTenant,
  { email }: UserRecord,
  { locale, occasion }: Pick<NewPassword, 'locale' | 'occasion'>,
) {
  return composeMail(deps, tenant, { to: email, locale, template: 'password_changed', facts: occasion });
}

function nameOf({ claims }: UserRecord): string {
  const { name } = JSON.parse(claims) as { name?: unknown };
  return typeof name === 'string' ? name : '';
}
