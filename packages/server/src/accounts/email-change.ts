import type { Deps } from '../deps.ts';
import { composeMail } from '../mail/compose.ts';
import type { MailOccasion } from '../mail/content.ts';
import type { TicketOutcome } from '../storage/account-port.ts';
import type { UserRecord } from '../storage/records.ts';
import { countMail, forgetMails } from './mail-limits.ts';
import {
  type Asked,
  findAddressee,
  type MailDeps,
  type MailRequest,
  type MailTenant,
  ticketForUser,
} from './mail-requests.ts';
import type { ReadyTicket, SignUpLinks } from './sign-up.ts';
import { decoyTicket } from './tickets.ts';

/**
 * Mails the new address a link that makes it the user's. If it belongs to somebody else, they are told instead, and whoever asked gets
 * the same answer.
 */
export async function askToChangeEmail(
  deps: MailDeps,
  tenant: MailTenant,
  user: UserRecord,
  request: MailRequest & { readonly links: SignUpLinks },
): Promise<Asked | 'own_address'> {
  const found = await findAddressee(deps, tenant, request);
  if (typeof found === 'string') return found;
  const { email, email_key, user: holder } = found;
  if (email === user.email) return 'own_address';
  const { locale, onward, links } = request;
  if (holder !== null && holder.sub !== user.sub) {
    const ticket = decoyTicket(deps, tenant, { purpose: 'change_email', email, email_key });
    const mail = composeMail(deps, tenant, { to: holder.email, locale, template: 'sign_up_exists', facts: links });
    await deps.storage.tickets.issue(ticket, mail);
    return 'asked';
  }
  const { ticket, link } = ticketForUser(deps, tenant, user, {
    purpose: 'change_email',
    email,
    email_key,
    data: onward,
  });
  const facts = { link, expires_at: ticket.expires_at };
  const mail = composeMail(deps, tenant, { to: email, locale, template: 'change_email', facts });
  await deps.storage.tickets.issue(ticket, mail);
  return 'asked';
}

/** Makes the ticket's address the user's, and tells the old one. */
export async function finishEmailChange(
  deps: MailDeps,
  tenant: MailTenant,
  { ticket, user }: { readonly ticket: ReadyTicket['ticket']; readonly user: UserRecord },
  { locale, occasion }: { readonly locale: string; readonly occasion: MailOccasion },
): Promise<TicketOutcome> {
  const notice = composeMail(deps, tenant, { to: user.email, locale, template: 'email_changed', facts: occasion });
  const { tenant_id, ticket_hash, purpose, email_key } = ticket;
  const key = { tenant_id, ticket_hash, purpose };
  const result = await deps.storage.tickets.redeem(key, { kind: 'change_email' }, [notice], deps.clock());
  if (result.outcome === 'done') await forgetMails(deps, tenant, email_key);
  return result;
}

/** Mails the user's address a link that confirms it. False: too many mails; none was sent. */
export async function askToVerify(
  deps: MailDeps,
  tenant: MailTenant,
  user: UserRecord,
  { network, locale, onward }: Omit<MailRequest, 'email'>,
): Promise<boolean> {
  if (!(await countMail(deps, tenant, { email_key: user.email_key, network }))) return false;
  const { ticket, link } = ticketForUser(deps, tenant, user, { purpose: 'verify_email', data: onward });
  const facts = { link, expires_at: ticket.expires_at };
  const mail = composeMail(deps, tenant, { to: user.email, locale, template: 'verify_email', facts });
  await deps.storage.tickets.issue(ticket, mail);
  return true;
}

export async function finishVerification(
  deps: Pick<Deps, 'storage' | 'clock'>,
  tenant: MailTenant,
  { ticket }: Pick<ReadyTicket, 'ticket'>,
): Promise<TicketOutcome> {
  const { tenant_id, ticket_hash, purpose, email_key } = ticket;
  const key = { tenant_id, ticket_hash, purpose };
  const result = await deps.storage.tickets.redeem(key, { kind: 'verify_email' }, [], deps.clock());
  if (result.outcome === 'done') await forgetMails(deps, tenant, email_key);
  return result;
}
