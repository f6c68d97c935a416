import { formatToken, hashToken, isWellFormedToken } from '@xenia/protocol/token-format';
import { emailKey } from '../accounts/email.ts';
import { countMail, forgetMails } from '../accounts/mail-limits.ts';
import type { MailDeps } from '../accounts/mail-requests.ts';
import { newTicket, type TicketData, ticketUrl } from '../accounts/tickets.ts';
import type { Deps } from '../deps.ts';
import { composeMail } from '../mail/compose.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import { everyPage } from '../storage/every-page.ts';
import type { InvitationOutcome, OrganizationKey, OrganizationStore } from '../storage/organization-port.ts';
import type {
  OrganizationInvitationRecord,
  OrganizationRecord,
  OrganizationRole,
} from '../storage/organization-records.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { rolesToInvite } from './permissions.ts';

/** Seconds for which an invitation can be accepted. */
export const INVITATION_TTL = 7 * 86_400;

/** Somebody who may shall be a member. */
export interface NewInvitation {
  readonly organization: OrganizationRecord;
  readonly inviter: UserRecord;
  /** What the inviter is called in the mail. */
  readonly invited_by: string;
  /** As typed. */
  readonly email: string;
  readonly role: OrganizationRole;
  /** The inviter's network address. */
  readonly network: string;
  /** BCP 47 tag of the mail's language, unless whoever has the address has said theirs. */
  readonly locale: string;
}

export type Invited = 'invited' | 'already_member' | 'not_an_address' | 'too_many' | 'unknown';

/**
 * Mails the address a link that makes whoever has it a member, in place of one that was on its way. The same whether or not anybody
 * has an account with it.
 */
export async function inviteMember(deps: MailDeps, tenant: Tenant, given: NewInvitation): Promise<Invited> {
  const { organization, inviter, invited_by, role, network } = given;
  const { org_id } = organization;
  const email_key = emailKey(given.email);
  if (email_key === null) return 'not_an_address';
  if (!(await countMail(deps, tenant, { email_key, network }))) return 'too_many';
  const user = await deps.storage.users.findByEmailKey(tenant.tenant_id, email_key);
  const email = given.email.trim();
  const secret = formatToken('ticket', deps.random(32));
  const now = deps.clock();
  const expires_at = now + INVITATION_TTL;
  const mail = composeMail(deps, tenant, {
    to: email,
    locale: user === null ? given.locale : mailLocaleOf(tenant, user),
    template: 'organization_invitation',
    facts: { organization: organization.name, invited_by, link: ticketUrl(tenant, secret), expires_at },
  });
  const key = { tenant_id: tenant.tenant_id, org_id };
  const address = { email, email_key, role, invited_by: inviter.sub };
  const times = { created_at: now, expires_at, used_at: null };
  const outcome = await deps.storage.organizations.invite(
    { ...key, invitation_hash: hashToken(secret), ...address, ...times },
    mail,
  );
  if (outcome === 'invited') {
    const actor = `user:${inviter.sub}` as const;
    await recordEvent(deps, tenant, { actor, action: 'organization.invited', details: { org_id, email, role } });
  }
  return outcome;
}

/** What stands behind a link that was mailed. */
export type FoundInvitation =
  | {
      readonly outcome: 'ready';
      readonly invitation: OrganizationInvitationRecord;
      readonly organization: OrganizationRecord;
      /** Whoever has the address; null if nobody has an account with it. */
      readonly invited: UserRecord | null;
    }
  | { readonly outcome: 'used'; readonly organization: OrganizationRecord }
  | { readonly outcome: 'unknown' };

export async function findInvitation(
  deps: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  secret: string,
): Promise<FoundInvitation> {
  const { storage, clock } = deps;
  if (!isWellFormedToken('ticket', secret)) return { outcome: 'unknown' };
  const found = await storage.organizations.findInvitation(tenant_id, hashToken(secret), clock());
  if (found === null) return { outcome: 'unknown' };
  const { invitation, organization } = found;
  if (invitation.used_at !== null) return { outcome: 'used', organization };
  if (!(await isBacked(deps, invitation))) return { outcome: 'unknown' };
  const invited = await storage.users.findByEmailKey(tenant_id, invitation.email_key);
  return { outcome: 'ready', invitation, organization, invited };
}

/** An invitation is worth what its sender's word is worth at the moment: nothing once they may not invite any more. */
async function isBacked(
  { storage }: Pick<Deps, 'storage'>,
  { tenant_id, org_id, invited_by, role }: OrganizationInvitationRecord,
): Promise<boolean> {
  const inviter = await storage.organizations.findMembership({ tenant_id, org_id, sub: invited_by });
  return inviter !== null && rolesToInvite(inviter.role).includes(role);
}

/** An invitation as whoever it is for sees it. */
export type PendingInvitation = Awaited<ReturnType<OrganizationStore['listInvitationsFor']>>[number];

/**
 * The invitations that wait for the user. That they have verified the address stands for the link that was mailed there; who has not
 * sees none.
 */
export async function pendingInvitations(
  deps: Pick<Deps, 'storage' | 'clock'>,
  { tenant_id, email_key, email_verified }: UserRecord,
): Promise<PendingInvitation[]> {
  if (email_verified === 0) return [];
  const { organizations } = deps.storage;
  const now = deps.clock();
  const backed: PendingInvitation[] = [];
  const all = everyPage(
    (page) => organizations.listInvitationsFor(tenant_id, email_key, now, page),
    ({ invitation }) => invitation.invitation_hash,
  );
  for await (const one of all) if (await isBacked(deps, one.invitation)) backed.push(one);
  return backed;
}

/** Takes one that waits for the user off the list, so that nobody can accept it any more. False if it is over. */
export async function declineInvitation(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  { tenant_id, org_id, invitation_hash }: OrganizationInvitationRecord,
  { sub }: Pick<UserRecord, 'sub'>,
): Promise<boolean> {
  if (!(await deps.storage.organizations.withdrawInvitation({ tenant_id, org_id }, invitation_hash))) return false;
  const details = { org_id };
  await recordEvent(deps, tenant, {
    actor: `user:${sub}`,
    action: 'organization.invitation_declined',
    sub,
    details,
  });
  return true;
}

/** For an invitation that findInvitation or pendingInvitations gave. */
export async function acceptInvitation(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Pick<Tenant, 'tenant_id'>,
  { invitation_hash, email_key }: OrganizationInvitationRecord,
  { sub }: Pick<UserRecord, 'sub'>,
): Promise<InvitationOutcome> {
  const { tenant_id } = tenant;
  const accepted = await deps.storage.organizations.acceptInvitation({ tenant_id, invitation_hash }, sub, deps.clock());
  if (accepted.outcome === 'joined') {
    const details = { org_id: accepted.organization.org_id, role: accepted.role };
    await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'organization.joined', sub, details });
    await forgetMails(deps, tenant, email_key);
  }
  return accepted;
}

/** Takes back what somebody has sent out, once they may not invite any more. */
export async function withdrawInvitationsOf(
  { storage, clock }: Pick<Deps, 'storage' | 'clock'>,
  organization: OrganizationKey,
  sub: string,
): Promise<void> {
  const open = everyPage(
    (page) => storage.organizations.listInvitations(organization, clock(), page),
    ({ invitation_hash }) => invitation_hash,
  );
  for await (const { invited_by, invitation_hash } of open) {
    if (invited_by === sub) await storage.organizations.withdrawInvitation(organization, invitation_hash);
  }
}

/**
 * What makes the account of an invited person who has none. They have just shown that the address is theirs by opening the link that
 * was mailed there; so this secret is not mailed, and the mail that goes with a ticket is one that is never sent and
 * that nobody can read, as accounts/mail-requests.ts has it.
 */
export async function ticketForInvited(
  deps: MailDeps,
  tenant: Tenant,
  { email, email_key }: Pick<OrganizationInvitationRecord, 'email' | 'email_key'>,
  data: TicketData,
): Promise<string> {
  const { secret, ticket } = newTicket(deps, tenant, { purpose: 'invitation', sub: null, email, email_key, data });
  const facts = { link: ticketUrl(tenant, ticket.ticket_hash), expires_at: ticket.expires_at };
  const locale = tenant.settings.defaultLocale;
  const mail = composeMail(deps, tenant, { to: email, locale, template: 'invitation', facts });
  const mail_id = deps.random(16).toString('base64url');
  await deps.storage.tickets.issue(ticket, { ...mail, mail_id, next_attempt_at: null, expires_at: mail.created_at });
  return secret;
}
