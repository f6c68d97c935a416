import { formatToken, hashToken, isWellFormedToken } from '@xenia/protocol/token-format';
import type { Deps } from '../deps.ts';
import type { TicketPurpose, TicketRecord } from '../storage/account-records.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Where the links in mails lead, relative to the issuer; the secret follows. */
export const LINK_PATH = '/link';

const hour = 3600;
const day = 24 * hour;

/** Seconds for which a link works. */
export const TICKET_TTL: Readonly<Record<TicketPurpose, number>> = {
  sign_up: day,
  invitation: 7 * day,
  verify_email: day,
  reset_password: hour / 2,
  change_email: hour,
  sign_in: 600,
};

/** What a ticket remembers besides whom it is for. */
export interface TicketData {
  /** Where the user wanted to go, relative to the issuer. */
  readonly continue?: string | undefined;
  /** Of the browser that asked for the mail (interaction/browser.ts): only there can what was begun go on. */
  readonly browser_hash?: string | undefined;
  /** What the account was when the mail was asked for; the ticket is worthless once that has changed. */
  readonly account?: string | undefined;
  /** The claims that an invitation gives the account. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}

export interface NewTicket {
  readonly purpose: TicketPurpose;
  readonly sub: string | null;
  readonly email: string;
  readonly email_key: string;
  readonly data: TicketData;
}

/** A ticket that can still be redeemed, or the reason why not. */
export type FoundTicket =
  | {
      readonly outcome: 'ready';
      readonly ticket: TicketRecord;
      readonly data: TicketData;
      readonly user: UserRecord | null;
    }
  | { readonly outcome: 'used'; readonly ticket: TicketRecord }
  | { readonly outcome: 'unknown' };

/** `secret` goes into the mail and nowhere else. */
export function newTicket(
  deps: Pick<Deps, 'random' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  { data, ...given }: NewTicket,
): { readonly secret: string; readonly ticket: TicketRecord } {
  const secret = formatToken('ticket', deps.random(32));
  const now = deps.clock();
  const ticket_hash = hashToken(secret);
  const times = { created_at: now, expires_at: now + TICKET_TTL[given.purpose], used_at: null };
  return { secret, ticket: { tenant_id, ticket_hash, ...given, data: JSON.stringify(data), ...times } };
}

/** A ticket whose secret nobody learns: where the answer must take as long as one that sends a link. */
export function decoyTicket(
  deps: Pick<Deps, 'random' | 'clock'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  given: Pick<NewTicket, 'purpose' | 'email' | 'email_key'>,
): TicketRecord {
  return newTicket(deps, tenant, { ...given, sub: 'usr_none', data: {} }).ticket;
}

export function ticketUrl({ issuer }: Pick<Tenant, 'issuer'>, secret: string): string {
  return `${issuer}${LINK_PATH}/${secret}`;
}

/**
 * What stands behind a secret. A ticket for an account counts only while that is what it was when the mail was asked for: whoever has
 * changed the password or the address has made every link worthless that was on its way.
 */
export async function findTicket(
  deps: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  secret: string,
): Promise<FoundTicket> {
  if (!isWellFormedToken('ticket', secret)) return { outcome: 'unknown' };
  const ticket = await deps.storage.tickets.find(tenant_id, hashToken(secret), deps.clock());
  if (ticket === null) return { outcome: 'unknown' };
  if (ticket.used_at !== null) return { outcome: 'used', ticket };
  const data = JSON.parse(ticket.data) as TicketData;
  if (ticket.sub === null) return { outcome: 'ready', ticket, data, user: null };
  const user = await deps.storage.users.find(tenant_id, ticket.sub);
  if (user === null || user.disabled_at !== null || accountState(user) !== data.account) return { outcome: 'unknown' };
  return { outcome: 'ready', ticket, data, user };
}

/** Changes whenever the address or the password does; tells nothing about either. */
export function accountState({ sub, email_key, password_hash }: UserRecord): string {
  return hashToken([sub, email_key, password_hash ?? ''].join('\0'));
}
