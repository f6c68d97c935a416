import type { MailRecord } from './account-records.ts';
import type { Notice } from './grant-port.ts';
import type {
  AppApprovalRecord,
  MembershipRecord,
  OrganizationInvitationRecord,
  OrganizationRecord,
  OrganizationRole,
} from './organization-records.ts';
import type { Page } from './port.ts';
import type { UserRecord } from './records.ts';

/** The part of the storage port that organizations stand on; the rules of port.ts hold. Another tenant's are as unknown. */

export type OrganizationKey = Pick<OrganizationRecord, 'tenant_id' | 'org_id'>;
export type MembershipKey = Pick<MembershipRecord, 'tenant_id' | 'org_id' | 'sub'>;
export type AppApprovalKey = Pick<AppApprovalRecord, 'tenant_id' | 'org_id' | 'client_id'>;

/** An organization as one of its members sees it. */
export interface OrganizationOfUser {
  organization: OrganizationRecord;
  role: OrganizationRole;
  /** When an app last used what the user has installed there; null if none did. */
  last_used_at: number | null;
}

export type Member = MembershipRecord & Pick<UserRecord, 'email' | 'claims' | 'disabled_at'>;

/** What a member asks the admins for. */
export type AppRequest = AppApprovalKey & { scope: string; requested_by: string; reason: string };

/** `scope` is all that members may allow from now on, in place of what they could before. */
export type AppDecision = { decided_by: string; reason: string } & (
  | { status: 'approved'; scope: string }
  | { status: 'refused' }
);

export interface OrganizationStore {
  /**
   * Makes it with `owner` (a `sub`) as its first owner. 'exists': the org_id is taken, or was and is never given out again. 'too_many':
   * they own `most` already (null: no limit).
   */
  create(
    organization: OrganizationRecord,
    owner: string,
    most: number | null,
  ): Promise<'created' | 'exists' | 'unknown_user' | 'too_many'>;
  /** How many the user owns, disabled ones too. */
  countOwned(tenant_id: string, sub: string): Promise<number>;
  find(tenant_id: string, org_id: string): Promise<OrganizationRecord | null>;
  /** In order of list_key. `search`: those whose name begins with it, in lower case. */
  list(tenant_id: string, filter: { search?: string }, page: Page): Promise<OrganizationRecord[]>;
  /** Those that the user belongs to, disabled ones too, in order of org_id. */
  listOfUser(tenant_id: string, sub: string, page: Page): Promise<OrganizationOfUser[]>;
  rename(
    organization: OrganizationKey,
    names: Pick<OrganizationRecord, 'name' | 'list_key'>,
    now: number,
  ): Promise<OrganizationRecord | null>;
  /** Disabling revokes every grant on it, as GrantStore.revoke, in the same commit. Enabling: `disabled_at` null. */
  setDisabled(organization: OrganizationKey, disabled_at: number | null, notice: Notice, now: number): Promise<boolean>;
  /** Removes it, its memberships, invitations and approvals, and revokes every grant on it. Its org_id is never given out again. */
  delete(organization: OrganizationKey, notice: Notice, now: number): Promise<boolean>;

  /** The organization with the user's role there; null when there is no such organization or they do not belong to it. */
  findMembership(
    membership: MembershipKey,
  ): Promise<{ organization: OrganizationRecord; role: OrganizationRole } | null>;
  /** In order of `sub`; only those of the given roles, or all. */
  members(organization: OrganizationKey, roles: OrganizationRole[] | null, page: Page): Promise<Member[]>;
  addMember(membership: MembershipRecord): Promise<'added' | 'already_member' | 'unknown'>;
  /** 'last_owner': somebody has to own it; nothing was changed. */
  setRole(
    membership: MembershipKey,
    role: OrganizationRole,
    now: number,
  ): Promise<'changed' | 'last_owner' | 'unknown'>;
  /** Ends the membership and revokes the member's grants on the organization, as GrantStore.revoke. */
  removeMember(membership: MembershipKey, notice: Notice, now: number): Promise<'removed' | 'last_owner' | 'unknown'>;

  /**
   * Stores the invitation, takes back unused ones of the same organization for the same address, and queues the mail that carries it.
   * 'already_member': whoever has that address belongs to it.
   */
  invite(invitation: OrganizationInvitationRecord, mail: MailRecord): Promise<'invited' | 'already_member' | 'unknown'>;
  /** Those that can still be used, in order of invitation_hash. */
  listInvitations(organization: OrganizationKey, now: number, page: Page): Promise<OrganizationInvitationRecord[]>;
  /** Those for that address that can still be used, of organizations that are not disabled, in order of invitation_hash. */
  listInvitationsFor(
    tenant_id: string,
    email_key: string,
    now: number,
    page: Page,
  ): Promise<{ invitation: OrganizationInvitationRecord; organization: OrganizationRecord }[]>;
  /** Also one that was used; null once it has expired, was withdrawn, or the organization is disabled. */
  findInvitation(
    tenant_id: string,
    invitation_hash: string,
    now: number,
  ): Promise<{ invitation: OrganizationInvitationRecord; organization: OrganizationRecord } | null>;
  /** False if there is no unused one. */
  withdrawInvitation(organization: OrganizationKey, invitation_hash: string): Promise<boolean>;
  acceptInvitation(
    invitation: { tenant_id: string; invitation_hash: string },
    sub: string,
    now: number,
  ): Promise<InvitationOutcome>;

  /**
   * Remembers that a member asks for the app, and queues the mails that tell so: 'requested'. In all other outcomes nothing is written:
   * 'waiting' (it was asked for all of that before), 'approved' (members may allow all of that), 'refused' (an admin said no),
   * 'unknown' (no such member, organization or client).
   */
  requestApp(
    request: AppRequest,
    mails: MailRecord[],
    now: number,
  ): Promise<'requested' | 'waiting' | 'approved' | 'refused' | 'unknown'>;
  /**
   * Writes what an admin decided, whether it was asked for or not; what waited is decided with it. Refusing revokes every grant of that
   * client on the organization, as GrantStore.revoke. False when there is no such organization or client.
   */
  decideApp(app: AppApprovalKey, decision: AppDecision, notice: Notice, now: number): Promise<boolean>;
  findApproval(app: AppApprovalKey): Promise<AppApprovalRecord | null>;
  /** In order of client_id. */
  listApprovals(organization: OrganizationKey, page: Page): Promise<AppApprovalRecord[]>;
}

export type InvitationOutcome =
  | { outcome: 'joined'; organization: OrganizationRecord; role: OrganizationRole }
  /** They belong to it with the role they have; the invitation is used up. */
  | { outcome: 'already_member'; organization: OrganizationRecord }
  /** Somebody used it before. */
  | { outcome: 'used' }
  /** The user's address is not the one that was invited; it can still be used. */
  | { outcome: 'other_address' }
  /** No such invitation, expired, or withdrawn; no such user; or the organization is disabled. */
  | { outcome: 'unknown' };
