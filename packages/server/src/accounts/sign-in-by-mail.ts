import { timingSafeEqual } from 'node:crypto';
import { formatToken, hashToken } from '@xenia/protocol/token-format';
import type { Deps } from '../deps.ts';
import { composeMail } from '../mail/compose.ts';
import type { TicketOutcome } from '../storage/account-port.ts';
import type { UserRecord } from '../storage/records.ts';
import { emailKey } from './email.ts';
import { needsSecondFactor } from './factors.ts';
import { attemptCode, type Refused } from './factors-attempt.ts';
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
import { findTicket } from './tickets.ts';

const PURPOSE = 'sign_in';

/**
 * Mails a link and a code, if anybody has the address. `secret` is what the code is tried against, in the browser that asked; it is
 * there whether or not a mail was sent.
 */
export async function askToSignIn(
  deps: MailDeps,
  tenant: MailTenant,
  request: MailRequest,
): Promise<{ readonly outcome: Asked; readonly secret: string }> {
  const nothing = formatToken('ticket', deps.random(32));
  const found = await findAddressee(deps, tenant, request);
  if (typeof found === 'string') return { outcome: found, secret: nothing };
  const { email, email_key, user } = found;
  const letter = (to: string, link: string, code: string, expires_at: number) =>
    composeMail(deps, tenant, {
      to,
      locale: request.locale,
      template: 'sign_in_link',
      facts: { link, code, expires_at },
    });
  if (user === null || user.disabled_at !== null) {
    await issueDecoy(deps, tenant, { purpose: PURPOSE, email, email_key }, ({ expires_at }, link) =>
      letter(email, link, codeOf(deps, nothing), expires_at),
    );
    return { outcome: 'asked', secret: nothing };
  }
  const { ticket, secret, link } = ticketForUser(deps, tenant, user, { purpose: PURPOSE, data: request.onward });
  const mail = letter(user.email, link, codeOf(deps, secret), ticket.expires_at);
  await deps.storage.tickets.issue(ticket, mail);
  return { outcome: 'asked', secret };
}

/** Six digits that only this server can make of the secret, which is nowhere in the browser but sealed. */
function codeOf({ sealer }: Pick<Deps, 'sealer'>, secret: string): string {
  const digest = Buffer.from(sealer.mac('sign-in-code', secret), 'base64url');
  // 48 bits: the remainder prefers no code by more than one in 10^8.
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

export interface CodeAttempt {
  /** As typed. */
  readonly code: string;
  readonly secret: string;
  /** As typed when the code was asked for. */
  readonly email: string;
  readonly network: string;
}

/**
 * One try at the code; counts with the tries at the password and whatever else could be guessed. Where a second factor is still needed,
 * the right code leaves the count as it is: reading the mail must give nobody new tries at the other.
 */
export async function signInByCode(
  deps: Pick<Deps, 'storage' | 'clock' | 'sealer'>,
  tenant: MailTenant,
  { code, secret, email, network }: CodeAttempt,
): Promise<{ readonly outcome: 'accepted'; readonly value: UserRecord } | Refused> {
  const attempted = { email_key: emailKey(email) ?? '', network };
  const { credentials } = deps.storage;
  let half: UserRecord | null = null;
  const result = await attemptCode(deps, tenant, attempted, async () => {
    const expected = Buffer.from(codeOf(deps, secret));
    const typed = Buffer.from(code.replaceAll(/\s/g, ''));
    if (typed.length !== expected.length || !timingSafeEqual(typed, expected)) return null;
    const redeemed = await signInByLink(deps, tenant, secret);
    if (redeemed.outcome !== 'done') return null;
    const { user } = redeemed;
    if (!needsSecondFactor(await credentials.factors(tenant.tenant_id, user.sub))) return user;
    half = user;
    return null;
  });
  return half === null ? result : { outcome: 'accepted', value: half };
}

/** Uses the ticket up; whoever has its secret reads the mail of the address. */
export async function signInByLink(
  deps: Pick<Deps, 'storage' | 'clock'>,
  tenant: MailTenant,
  secret: string,
): Promise<TicketOutcome> {
  const found = await findTicket(deps, tenant, secret);
  if (found.outcome !== 'ready') return { outcome: found.outcome };
  const key = { tenant_id: tenant.tenant_id, ticket_hash: hashToken(secret), purpose: PURPOSE } as const;
  const result = await deps.storage.tickets.redeem(key, { kind: 'sign_in' }, [], deps.clock());
  if (result.outcome === 'done') await forgetMails(deps, tenant, result.user.email_key);
  return result;
}
