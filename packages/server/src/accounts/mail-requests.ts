import type { Deps } from '../deps.ts';
import type { MailRecord, TicketPurpose, TicketRecord } from '../storage/account-records.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { emailKey } from './email.ts';
import { countMail } from './mail-limits.ts';
import { accountState, decoyTicket, type NewTicket, newTicket, type TicketData, ticketUrl } from './tickets.ts';

/** What asking for a mail and opening its link stand on. */
export type MailDeps = Pick<Deps, 'storage' | 'clock' | 'random' | 'sealer'>;
export type MailTenant = Pick<Tenant, 'tenant_id' | 'issuer' | 'displayName' | 'settings'>;

/** Somebody typed an address and wants mail sent to it. */
export interface MailRequest {
  /** As typed. */
  readonly email: string;
  /** The client's address (http/network.ts, clientAddress). */
  readonly network: string;
  /** BCP 47 tag of the mail's language. */
  readonly locale: string;
  /** Where and in which browser it goes on. */
  readonly onward: Pick<TicketData, 'continue' | 'browser_hash'>;
}

/** `asked` says nothing about whether anybody has the address, nor whether a mail was sent. */
export type Asked = 'asked' | 'not_an_address';

/**
 * Whom the mail is for: never another address than that of the account, however it was typed. `null` for nobody, also where the
 * account is disabled. `asked`: too many mails, so that none is sent.
 */
export async function findAddressee(
  deps: MailDeps,
  tenant: MailTenant,
  { email, network }: Pick<MailRequest, 'email' | 'network'>,
): Promise<Asked | { readonly email: string; readonly email_key: string; readonly user: UserRecord | null }> {
  const email_key = emailKey(email);
  if (email_key === null) return 'not_an_address';
  if (!(await countMail(deps, tenant, { email_key, network }))) return 'asked';
  const user = await deps.storage.users.findByEmailKey(tenant.tenant_id, email_key);
  return { email: email.trim(), email_key, user };
}

/** A ticket for the account as it is now, and the link to it. */
export function ticketForUser(
  deps: MailDeps,
  tenant: MailTenant,
  user: UserRecord,
  { data, ...given }: Pick<NewTicket, 'purpose' | 'data'> & Partial<Pick<NewTicket, 'email' | 'email_key'>>,
): { readonly ticket: TicketRecord; readonly secret: string; readonly link: string } {
  const { sub, email, email_key } = user;
  const bound = { ...data, account: accountState(user) };
  const made = newTicket(deps, tenant, { sub, email, email_key, ...given, data: bound });
  return { ...made, link: ticketUrl(tenant, made.secret) };
}

/**
 * Where nobody has the address: the same work as where somebody does, so that the time tells nothing either. The ticket opens nothing
 * and the mail is never sent nor can it be read: it was sealed for another row.
 */
export async function issueDecoy(
  { storage, random, clock, sealer }: MailDeps,
  tenant: MailTenant,
  given: { readonly purpose: TicketPurpose; readonly email: string; readonly email_key: string },
  compose: (ticket: TicketRecord, link: string) => MailRecord,
): Promise<void> {
  const deps = { storage, random, clock, sealer };
  const ticket = decoyTicket(deps, tenant, given);
  const mail = compose(ticket, ticketUrl(tenant, ticket.ticket_hash));
  const mail_id = random(16).toString('base64url');
  await storage.tickets.issue(ticket, { ...mail, mail_id, next_attempt_at: null, expires_at: mail.created_at });
}
