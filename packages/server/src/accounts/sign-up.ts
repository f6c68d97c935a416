import type { Deps } from '../deps.ts';
import { composeMail } from '../mail/compose.ts';
import type { UserRecord } from '../storage/records.ts';
import { minPasswordLength } from './factors.ts';
import { forgetMails } from './mail-limits.ts';
import { type Asked, findAddressee, type MailDeps, type MailRequest, type MailTenant } from './mail-requests.ts';
import { type PasswordProblem, passwordProblem } from './password-rules.ts';
import { decoyTicket, type FoundTicket, newTicket, ticketUrl } from './tickets.ts';
import { newUserRecord } from './users.ts';

export interface SignUpLinks {
  readonly sign_in_link: string;
  readonly recovery_link: string;
}

/**
 * Mails a link with which an account is made. An address that has one gets another mail, and whoever asked the same answer in the
 * same time.
 */
export async function askToSignUp(
  deps: MailDeps,
  tenant: MailTenant,
  request: MailRequest,
  links: SignUpLinks,
): Promise<Asked> {
  const found = await findAddressee(deps, tenant, request);
  if (typeof found === 'string') return found;
  const { email, email_key, user } = found;
  const { locale } = request;
  if (user !== null) {
    const ticket = decoyTicket(deps, tenant, { purpose: 'sign_up', email, email_key });
    const mail = composeMail(deps, tenant, { to: user.email, locale, template: 'sign_up_exists', facts: links });
    await deps.storage.tickets.issue(ticket, mail);
    return 'asked';
  }
  const given = { purpose: 'sign_up', sub: null, email, email_key, data: request.onward } as const;
  const { ticket, secret } = newTicket(deps, tenant, given);
  const facts = { link: ticketUrl(tenant, secret), expires_at: ticket.expires_at };
  await deps.storage.tickets.issue(
    ticket,
    composeMail(deps, tenant, { to: email, locale, template: 'sign_up', facts }),
  );
  return 'asked';
}

export interface Invitation {
  readonly email: string;
  readonly email_key: string;
  readonly locale: string;
  /** What the account's user is called, and the like; they may change their name. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly invited_by?: string | undefined;
}

/** Mails a link with which an account is made, and takes an earlier invitation back. Returns when the link ends. */
export async function invite(
  deps: MailDeps,
  tenant: MailTenant,
  { email, email_key, locale, claims, invited_by }: Invitation,
): Promise<number> {
  const given = { purpose: 'invitation', sub: null, email, email_key, data: { claims } } as const;
  const { ticket, secret } = newTicket(deps, tenant, given);
  const { expires_at } = ticket;
  const facts = { link: ticketUrl(tenant, secret), expires_at, ...(invited_by === undefined ? {} : { invited_by }) };
  const mail = composeMail(deps, tenant, { to: email, locale, template: 'invitation', facts });
  await deps.storage.tickets.issue(ticket, mail);
  return expires_at;
}

export type ReadyTicket = Extract<FoundTicket, { outcome: 'ready' }>;

export interface ChosenAccount {
  readonly name: string;
  readonly password: string;
}

export type SignUpResult =
  | { readonly outcome: 'done'; readonly user: UserRecord }
  | { readonly outcome: 'password_refused'; readonly problem: PasswordProblem }
  | { readonly outcome: 'used' | 'unknown' | 'email_taken' };

/** What anyone would guess of the person that the ticket is for. */
export function passwordContext(tenant: Pick<MailTenant, 'displayName'>, email: string, name: string): string[] {
  return [email, name, tenant.displayName];
}

/** Makes the account that the ticket is for; its address is that of the ticket, and verified. Throws BusyError. */
export async function finishSignUp(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'passwords'>,
  tenant: MailTenant,
  { ticket, data }: Pick<ReadyTicket, 'ticket' | 'data'>,
  { name, password }: ChosenAccount,
): Promise<SignUpResult> {
  const { tenant_id, ticket_hash, purpose, email, email_key } = ticket;
  const context = passwordContext(tenant, email, name);
  const problem = passwordProblem(password, { minLength: minPasswordLength(null), context });
  if (problem !== null) return { outcome: 'password_refused', problem };
  const user = newUserRecord(deps, tenant, {
    email,
    email_key,
    email_verified: 1,
    password_hash: await deps.passwords.hash(password),
    claims: JSON.stringify({ ...data.claims, ...(name === '' ? {} : { name }) }),
  });
  const key = { tenant_id, ticket_hash, purpose };
  const result = await deps.storage.tickets.redeem(key, { kind: 'create_user', user }, [], deps.clock());
  if (result.outcome === 'done') await forgetMails(deps, tenant, email_key);
  return result;
}
