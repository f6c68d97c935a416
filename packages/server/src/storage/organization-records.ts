/** What storage keeps of the accounts that apps are installed on. Times are seconds since 1970. */

/** The account that an app is installed on: a company, a workspace. People belong to it; it never signs in. */
export interface OrganizationRecord {
  tenant_id: string;
  org_id: string;
  name: string;
  /** Lists are in its order: the name in lower case, then the org_id. */
  list_key: string;
  /** Nothing is installed on it and nobody acts for it while it is disabled. */
  disabled_at: number | null;
  created_at: number;
  updated_at: number;
}

/** What a member may do: everybody installs apps, an admin manages people and approves apps, an owner manages admins as well. */
export const ORGANIZATION_ROLES = ['owner', 'admin', 'member'] as const;
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

export interface MembershipRecord {
  tenant_id: string;
  org_id: string;
  sub: string;
  role: OrganizationRole;
  created_at: number;
  updated_at: number;
}

/** A link that was sent to an address and makes whoever has that address a member, once. */
export interface OrganizationInvitationRecord {
  tenant_id: string;
  /** SHA-256 of the secret in the link. */
  invitation_hash: string;
  org_id: string;
  /** The address that it was sent to, and to which it is bound. */
  email: string;
  email_key: string;
  role: OrganizationRole;
  /** The `sub` of who invited; they may be gone by now. */
  invited_by: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** What an organization's admins have said of an app, where members need their word (`appApproval: admin`). */
export interface AppApprovalRecord {
  tenant_id: string;
  org_id: string;
  client_id: string;
  status: 'requested' | 'approved' | 'refused';
  /** Space-separated: what members may allow the app. Empty unless approved. */
  scope: string;
  /** Space-separated: what a member has asked for and nobody has decided yet; null when nothing waits. */
  requested_scope: string | null;
  /** The `sub` of who asked; null when an admin approved unasked. */
  requested_by: string | null;
  /** The `sub` of who decided last; null before that. */
  decided_by: string | null;
  /** The words that the last of the two gave: who asked, or who decided. May be empty. */
  reason: string;
  created_at: number;
  decided_at: number | null;
}
