import type { AppClosed } from './app-access.ts';
import type { OrganizationRecord } from './organization-records.ts';
import type { Page } from './port.ts';
import type { AccessTokenRecord, AuthorizationCodeRecord, GrantRecord, TokenFamilyRecord } from './records.ts';

/** The part of the storage port that installations and what they gave stand on; the rules of port.ts hold. */

/** What the user's approval writes at once. */
export interface Approval {
  /** Consumed in the same commit; null when the request needed no page. */
  interaction_id: string | null;
  /** A fresh grant_id, used if the user has no live grant for this client (and organization) yet. */
  grant_id: string;
  /** null where apps are installed on the user alone. */
  organization: ApprovalOrganization | null;
  /** The scopes the user has just allowed; added to those remembered. Null when nothing new was allowed. */
  allow_scope: string | null;
  family: Omit<TokenFamilyRecord, 'grant_id' | 'revoked_at' | 'revocation_reason'>;
  /** null where the authorization gives tokens only, or nothing at all (a service account). */
  code: AuthorizationCodeRecord | null;
  /** An opaque access token that the authorization endpoint itself gives. */
  access_token: AccessTokenRecord | null;
}

/** The organization that an approval is for; that the user belongs to it is proved in the same commit. */
export interface ApprovalOrganization {
  org_id: string;
  /** To be made in the same commit, with the user as its owner; null: it exists. */
  create: OrganizationRecord | null;
  /** How many the user may own and still make one; null: no limit. */
  most: number | null;
  /**
   * Whether members need an admin's word for this app: 'free' no; 'needed' yes, it must have been given for the family's scope; 'given':
   * the user is an admin or owner, and this approval gives it.
   */
  app: 'free' | 'needed' | 'given';
}

export interface GrantStore {
  /** The live grant of this user for this client on this organization ('' for none). */
  find(tenant_id: string, client_id: string, sub: string, org_id: string): Promise<GrantRecord | null>;
  /** Live grants, in order of grant_id. */
  list(
    tenant_id: string,
    filter: { client_id?: string; sub?: string; org_id?: string },
    page: Page,
  ): Promise<GrantRecord[]>;
  /**
   * Remembers what was allowed, starts a token family under the grant and stores its code, in one commit. A client that has a
   * logout URI takes part in the family's session from here on.
   * 'session_ended': the family's session was signed out of meanwhile; nothing was written.
   * 'interaction_finished': somebody finished that interaction before; nothing was written.
   * 'grant_missing': nothing new was allowed and no live grant exists (it was revoked meanwhile); nothing was written.
   * 'not_member': the user does not belong to that organization, or it is disabled or unknown; nothing was written.
   * 'too_many_organizations': one was to be made, and the user owns too many already; nothing was written.
   * 'app_not_approved': the organization's admins have not allowed its members this app with this scope; nothing was written.
   */
  approve(
    approval: Approval,
    now: number,
  ): Promise<
    | { outcome: 'approved'; grant_id: string }
    | {
        outcome:
          | 'session_ended'
          | 'interaction_finished'
          | 'grant_missing'
          | 'not_member'
          | 'too_many_organizations'
          | 'app_not_approved';
      }
  >;
  /** How many live grants the client has. Counts them one by one in an index: for who is about to end them, not for every page. */
  count(tenant_id: string, client_id: string): Promise<number>;
  /** Moves the grant's last_used_at forward, never back. */
  touch(tenant_id: string, grant_id: string, now: number): Promise<void>;
  /**
   * Takes back every scope but these: of the grant, and of each of its families, whose tokens have them no longer. False if there is no
   * such live grant.
   */
  narrow(tenant_id: string, grant_id: string, scope: string, now: number): Promise<boolean>;
  /** Whether anything that this grant gave is in force: a code that waits, or a family of tokens. */
  hasLiveFamily(tenant_id: string, grant_id: string, now: number): Promise<boolean>;
  /** Those in force that the grant gave, in order of family_id. */
  listFamilies(tenant_id: string, grant_id: string, now: number, page: Page): Promise<TokenFamilyRecord[]>;
  /**
   * Uninstalls: the grant and everything beneath it. The client is told in the same commit, if it has a webhook. null: there is no such
   * live grant.
   */
  revoke(
    tenant_id: string,
    grant_id: string,
    notice: Notice,
    now: number,
  ): Promise<Pick<GrantRecord, 'client_id' | 'sub'> | null>;
  /** One family: what one authorization gave. With a notice the client is told in the same commit, if it has a webhook. */
  revokeFamily(
    tenant_id: string,
    family_id: string,
    reason: string,
    notice: Notice | null,
    now: number,
  ): Promise<boolean>;
  /** null if unknown. Live means: family, grant, user and client are all in force. */
  familyStatus(tenant_id: string, family_id: string, now: number): Promise<FamilyStatus | null>;
}

/** What a client's webhook is told about something that was revoked. */
export interface Notice {
  /** Fresh. */
  event_id: string;
  /** RISC/CAEP `initiating_entity`. */
  initiating_entity: 'user' | 'admin';
}

/** A family with whatever might have ended it. */
export interface FamilyStatus {
  family: TokenFamilyRecord;
  /** Of its grant: the organization that it is for, '' for none. */
  org_id: string;
  /** As in its grant. */
  last_used_at: number | null;
  /** null while in force. */
  ended: 'family_revoked' | 'family_expired' | 'grant_revoked' | 'user_disabled' | 'client_disabled' | AppClosed | null;
}
