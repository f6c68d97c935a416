import type { CredentialStore, MailStore, TicketStore } from './account-port.ts';
import type { MailRecord } from './account-records.ts';
import type { AdministratorStore } from './administrator-port.ts';
import type { AppClosed } from './app-access.ts';
import type { AppStore } from './app-port.ts';
import type { AppRecord } from './app-records.ts';
import type { AuditStore } from './audit-port.ts';
import type { IdempotencyStore } from './idempotency-port.ts';
import type { OrganizationStore } from './organization-port.ts';
import type { OrganizationRecord } from './organization-records.ts';
import type {
  AccessTokenRecord,
  AuthorizationCodeRecord,
  ClientRecord,
  ClientSecretRecord,
  DeliveryRecord,
  GrantRecord,
  InteractionRecord,
  RefreshTokenRecord,
  ResourceServerRecord,
  ScopeRecord,
  SessionRecord,
  SigningKeyRecord,
  TenantRecord,
  TokenFamilyRecord,
  UserRecord,
} from './records.ts';
import type { ServiceAccountStore } from './service-account-port.ts';
import type { TraceStore } from './trace-port.ts';
import type { UpstreamStore } from './upstream-port.ts';

/**
 * The storage port. Each operation is named by its intention and is atomic: it happens as a whole or not at all, also
 * between processes, and a write has reached the disk before its promise resolves. There is no transaction to hold open;
 * a new need is a new operation. `now` is always the caller's clock, in seconds.
 *
 * Any operation may reject with StorageUnavailableError (locked, full, disconnected): nothing happened, try again later. One that adds
 * a row to what somebody has just removed rejects with OwnerGoneError.
 */
export interface Storage {
  readonly tenants: TenantStore;
  readonly signingKeys: SigningKeyStore;
  readonly scopes: ScopeStore;
  readonly resourceServers: ResourceServerStore;
  readonly clients: ClientStore;
  readonly users: UserStore;
  readonly administrators: AdministratorStore;
  readonly sessions: SessionStore;
  readonly interactions: InteractionStore;
  readonly grants: GrantStore;
  readonly authorizationCodes: AuthorizationCodeStore;
  readonly refreshTokens: RefreshTokenStore;
  readonly accessTokens: AccessTokenStore;
  readonly tickets: TicketStore;
  readonly mails: MailStore;
  readonly credentials: CredentialStore;
  readonly organizations: OrganizationStore;
  readonly apps: AppStore;
  readonly upstream: UpstreamStore;
  readonly deliveries: DeliveryStore;
  readonly audit: AuditStore;
  readonly idempotency: IdempotencyStore;
  readonly serviceAccounts: ServiceAccountStore;
  readonly traces: TraceStore;
  readonly replay: ReplayStore;
  readonly throttle: ThrottleStore;
  readonly maintenance: MaintenanceStore;
  /** Seconds for which a cached tenant may be used unchecked: 0 where a read costs next to nothing. */
  readonly tenantStaleness: number;
  /** The newest migration that this program knows: `ready` tells whether the database has it. */
  readonly migration: string;
  /** Resolves when a read and the migration level are fine; rejects with the reason otherwise. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** Storage cannot serve now: locked, full, or out of reach. Nothing was changed. */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageUnavailableError';
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
  }
}

/**
 * What the write belongs to (a user, a client, a grant ...) was there when the caller looked and is gone: deleted at the same time.
 * Nothing was changed, and trying again is of no use.
 */
export class OwnerGoneError extends Error {
  override readonly name = 'OwnerGoneError';
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
  }
}

/** Keyset page: rows after `after` (exclusive) in ascending key order, at most `limit`. */
export interface Page {
  after: string | null;
  limit: number;
}

export interface TenantStore {
  create(tenant: TenantRecord, keys: SigningKeyRecord[], scopes: ScopeRecord[]): Promise<'created' | 'exists'>;
  find(tenant_id: string): Promise<TenantRecord | null>;
  findByName(name: string): Promise<TenantRecord | null>;
  findByIssuer(issuer: string): Promise<TenantRecord | null>;
  /** In order of name. */
  list(page: Page): Promise<TenantRecord[]>;
  /** null when there is no such tenant. */
  revision(tenant_id: string): Promise<number | null>;
  /** 'changed': it is not at the `expected` revision any more; nothing was changed. */
  update(
    tenant_id: string,
    change: Partial<Pick<TenantRecord, 'issuer' | 'display_name' | 'settings' | 'disabled_at'>>,
    expected?: number | null,
  ): Promise<TenantRecord | 'changed' | null>;
}

export interface SigningKeyStore {
  /** Every key that is still published at `now`, oldest first. */
  listPublished(tenant_id: string, now: number): Promise<SigningKeyRecord[]>;
  /**
   * Adds `key` and ends, at key.signs_from, every other key of its alg that has no signs_until yet; those stay published until
   * `retire_at`. 'exists' if a key of that alg is already waiting to sign (signs_from > now), so that two
   * processes that rotate at once add one key.
   */
  rotate(key: SigningKeyRecord, retire_at: number, now: number): Promise<'rotated' | 'exists'>;
}

export interface ScopeStore {
  /** Creates or replaces. */
  put(scope: ScopeRecord): Promise<void>;
  list(tenant_id: string): Promise<ScopeRecord[]>;
  /** How many clients are registered for it. */
  countClients(tenant_id: string, name: string): Promise<number>;
  /** Unless clients are registered for it: then it tells how many, and nothing was changed. */
  delete(tenant_id: string, name: string): Promise<'deleted' | 'unknown' | { clients: number }>;
}

export interface ResourceServerStore {
  /** Creates or replaces. */
  put(resource_server: ResourceServerRecord): Promise<void>;
  list(tenant_id: string): Promise<ResourceServerRecord[]>;
  countNaming(tenant_id: string, resource: string): Promise<ResourceServerUse>;
  /** Unless something names it: then it tells what, and nothing was changed. */
  delete(tenant_id: string, resource: string): Promise<'deleted' | 'unknown' | ResourceServerUse>;
}

/** What names a resource server. */
export interface ResourceServerUse {
  scopes: number;
  /** Clients that are this resource server (`resource` of their metadata). */
  clients: number;
}

export interface ClientStore {
  /** `origins`: the web origins from which the client's pages may call the tenant's endpoints (CORS). */
  create(client: ClientRecord, secrets: ClientSecretRecord[], origins: string[]): Promise<'created' | 'exists'>;
  /** With the app that it belongs to, if it does; whatever changes that lets the client's revision grow. */
  find(
    tenant_id: string,
    client_id: string,
  ): Promise<{ client: ClientRecord; secrets: ClientSecretRecord[]; app: AppRecord | null } | null>;
  /** null when there is no such client. */
  revision(tenant_id: string, client_id: string): Promise<number | null>;
  /** In order of list_key. `search`: those whose name or client_id begins with it. */
  list(tenant_id: string, filter: { search?: string }, page: Page): Promise<ClientRecord[]>;
  /** 'changed': it is not at the `expected` revision any more; nothing was changed. */
  update(
    tenant_id: string,
    client_id: string,
    change: Partial<
      Omit<ClientRecord, 'tenant_id' | 'client_id' | 'app_id' | 'revision' | 'created_at' | 'updated_at'>
    > & {
      origins?: string[];
    },
    now: number,
    expected?: number | null,
  ): Promise<ClientRecord | 'changed' | null>;
  /** Removes the client, its secrets, grants, families and tokens. Its client_id is never given out again. */
  delete(tenant_id: string, client_id: string, now: number): Promise<boolean>;
  /** Whether any enabled client of the tenant named this web origin. */
  allowsOrigin(tenant_id: string, origin: string): Promise<boolean>;
  addSecret(secret: ClientSecretRecord): Promise<'created' | 'unknown_client'>;
  removeSecret(tenant_id: string, client_id: string, secret_id: string): Promise<boolean>;
}

export interface UserStore {
  create(user: UserRecord): Promise<'created' | 'exists'>;
  find(tenant_id: string, sub: string): Promise<UserRecord | null>;
  findByEmailKey(tenant_id: string, email_key: string): Promise<UserRecord | null>;
  /** In order of email_key. `search`: those whose address begins with it, in lower case; or the one whose `sub` it is. */
  list(tenant_id: string, filter: { search?: string }, page: Page): Promise<UserRecord[]>;
  /** 'email_taken': another user of the tenant has that email_key; nothing was changed. */
  update(
    tenant_id: string,
    sub: string,
    change: Partial<Pick<UserRecord, 'email' | 'email_key' | 'email_verified' | 'password_hash' | 'claims'>>,
    now: number,
  ): Promise<UserRecord | 'email_taken' | null>;
  /**
   * Sets the password, ends the user's sessions as SessionStore.endOthers does, and queues the mails, in one commit. Returns how many
   * sessions ended; null, and nothing was changed: there is no such user, or their password is not what it was to replace any more.
   */
  setPassword(tenant_id: string, sub: string, change: PasswordChange, now: number): Promise<number | null>;
  /**
   * Disabling ends every session of the user, as SessionStore.end, in the same commit; `event_id` is fresh. Enabling: disabled_at
   * null. 'last_operator': the installation would be left without one; nothing was changed.
   */
  setDisabled(
    tenant_id: string,
    sub: string,
    disabled_at: number | null,
    event_id: string,
    now: number,
  ): Promise<'done' | 'last_operator' | 'unknown'>;
  /**
   * Removes the user and all that is theirs, in one commit: every session ends as SessionStore.end, every grant as GrantStore.revoke.
   * Their sub is never given out again. An organization that they were the last owner of passes to its oldest admin, else to its oldest
   * member; one that nobody is left in is deleted. The mails are queued in the same commit. Returns the sessions that ended; null: there is
   * no such user; 'last_operator': as in setDisabled.
   */
  delete(
    tenant_id: string,
    sub: string,
    notice: Notice & { mails?: MailRecord[] },
    now: number,
  ): Promise<EndedSession[] | 'last_operator' | null>;
}

export interface PasswordChange {
  password_hash: string;
  /** The hash of the password that was proved, null where there was none; undefined: whichever it is. */
  replaces: string | null | undefined;
  /** The session that goes on; null: none does. */
  keep_sid: string | null;
  /** Fresh. */
  event_id: string;
  mails: MailRecord[];
}

export interface SessionStore {
  /**
   * Starts a session and, in the same commit, ends the one it replaces (a new identifier at every sign-in). If that had another
   * `sid`, those who took part in it are told, as by `end`.
   */
  start(session: SessionRecord, replaces_session_hash: string | null, event_id: string): Promise<void>;
  /** The session with its user; null if unknown, expired, idle for longer than `idle_ttl` or the user is disabled. */
  find(
    tenant_id: string,
    session_hash: string,
    now: number,
    idle_ttl: number,
  ): Promise<{ session: SessionRecord; user: UserRecord } | null>;
  /** Moves last_seen_at forward, never back. */
  touch(tenant_id: string, session_hash: string, now: number): Promise<void>;
  /**
   * Ends the session. In the same commit a delivery with the fresh `event_id` is written for each client that took part in it and
   * has a back-channel logout URI; those with a front-channel one are returned. null: there is no such session.
   */
  end(tenant_id: string, session_hash: string, event_id: string, now: number): Promise<EndedSession | null>;
  /** The user's sessions that are in force, newest first. */
  listOfUser(tenant_id: string, sub: string, now: number, idle_ttl: number): Promise<SessionOverview[]>;
  /** Ends one of the user's sessions by its `sid`, as `end` does. */
  endOne(tenant_id: string, sub: string, sid: string, event_id: string, now: number): Promise<boolean>;
  /** Ends all of the user's sessions but the one with this `sid` (null: all), as `end` does; returns how many. */
  endOthers(tenant_id: string, sub: string, keep_sid: string | null, event_id: string, now: number): Promise<number>;
}

export interface InteractionStore {
  create(interaction: InteractionRecord): Promise<void>;
  find(tenant_id: string, interaction_id: string, now: number): Promise<InteractionRecord | null>;
  update(tenant_id: string, interaction_id: string, request: string): Promise<boolean>;
  /** Consumes it: exactly one of many callers gets true. */
  finish(tenant_id: string, interaction_id: string): Promise<boolean>;
}

/** A session as its user sees it among their devices. */
export type SessionOverview = Omit<SessionRecord, 'session_hash'>;

export interface EndedSession {
  sid: string;
  sub: string;
  /** Clients that take part and want to be told by the browser (OIDC Front-Channel Logout 1.0). */
  frontchannel_client_ids: string[];
}

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
   * 'interaction_finished': somebody finished that interaction before; nothing was written.
   * 'grant_missing': nothing new was allowed and no live grant exists (it was revoked meanwhile); nothing was written.
   * 'not_member': the user does not belong to that organization, or it is disabled or unknown; nothing was written.
   * 'app_not_approved': the organization's admins have not allowed its members this app with this scope; nothing was written.
   */
  approve(
    approval: Approval,
    now: number,
  ): Promise<
    | { outcome: 'approved'; grant_id: string }
    | { outcome: 'interaction_finished' | 'grant_missing' | 'not_member' | 'app_not_approved' }
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

/** Tokens to store in the commit that consumes what they are given for. */
export interface IssuedTokens {
  refresh_token: RefreshTokenRecord | null;
  access_token: AccessTokenRecord | null;
}

export interface AuthorizationCodeStore {
  find(
    tenant_id: string,
    code_hash: string,
    now: number,
  ): Promise<({ code: AuthorizationCodeRecord } & FamilyStatus) | null>;
  /**
   * Consumes the code and stores what it gave. Only the client that the code was issued to can consume it or trigger a
   * revocation: for any other `client_id` the answer is 'unknown'. A second use answers 'reused' and has revoked the family
   * in the same commit; no rollback can undo that. `family_expires_at` becomes the family's end.
   */
  redeem(
    redemption: { tenant_id: string; code_hash: string; client_id: string; family_expires_at: number },
    issued: IssuedTokens,
    now: number,
  ): Promise<{ outcome: 'redeemed' } | { outcome: 'reused'; family_id: string } | { outcome: 'unknown' }>;
}

export interface RefreshTokenStore {
  find(
    tenant_id: string,
    token_hash: string,
    now: number,
  ): Promise<({ token: RefreshTokenRecord } & FamilyStatus) | null>;
  /**
   * Replaces the presented token by `issued.refresh_token` and keeps `sealed_response` for a retry.
   * 'retried': it was rotated no more than `grace` seconds ago and its successor has not been used: the stored response is returned,
   * nothing changes. 'reused': it was rotated before that; the family has been revoked in the same commit.
   * 'unknown': no such token for this client, expired, or its family is no longer in force.
   */
  rotate(
    rotation: {
      tenant_id: string;
      token_hash: string;
      client_id: string;
      sealed_response: string | null;
      grace: number;
    },
    issued: IssuedTokens,
    now: number,
  ): Promise<
    | { outcome: 'rotated' }
    | { outcome: 'retried'; sealed_response: string }
    | { outcome: 'reused'; family_id: string }
    | { outcome: 'unknown' }
  >;
}

export interface AccessTokenStore {
  /** For grants without a family (client credentials). */
  create(token: AccessTokenRecord): Promise<void>;
  find(tenant_id: string, token_hash: string): Promise<AccessTokenRecord | null>;
  revoke(tenant_id: string, token_hash: string, now: number): Promise<boolean>;
  /** A JWT leaves no row; what is kept is that it was revoked, until it would have expired anyway. */
  revokeJwt(tenant_id: string, jti: string, expires_at: number): Promise<void>;
  isJwtRevoked(tenant_id: string, jti: string): Promise<boolean>;
}

export type DeliveryKey = Pick<DeliveryRecord, 'tenant_id' | 'client_id' | 'event_id'>;
export type DeliveryOutcome = Pick<
  DeliveryRecord,
  'attempts' | 'next_attempt_at' | 'delivered_at' | 'last_status' | 'last_error'
>;

export interface DeliveryStore {
  /**
   * Takes at most `limit` deliveries that are due, counts an attempt for each and keeps other callers away from them until
   * `retry_at`, when they are due again unless settled meanwhile. Those for the clients `except` are passed over.
   */
  claim(
    retry_at: number,
    limit: number,
    except: Pick<ClientRecord, 'tenant_id' | 'client_id'>[],
    now: number,
  ): Promise<DeliveryRecord[]>;
  /** What came of an attempt, or that there was none. */
  settle(delivery: DeliveryKey, outcome: DeliveryOutcome): Promise<void>;
  find(delivery: DeliveryKey): Promise<DeliveryRecord | null>;
  /** Newest first, of one client or of all (null); the key of a row is its deliveryPlace. */
  list(tenant_id: string, client_id: string | null, page: Page): Promise<DeliveryRecord[]>;
}

/** Where a delivery stands in lists. Twelve digits hold every time that there is, so that places sort by it. */
export function deliveryPlace({
  created_at,
  event_id,
  client_id,
}: Pick<DeliveryRecord, 'created_at' | 'event_id' | 'client_id'>): string {
  return [String(created_at).padStart(12, '0'), event_id, client_id].join(' ');
}

export interface ReplayStore {
  /** True for exactly one of all callers that claim the same (tenant_id, purpose, id) before `expires_at`. */
  claim(tenant_id: string, purpose: string, id: string, expires_at: number, now: number): Promise<boolean>;
}

export interface ThrottleStore {
  /** Counts one failure in `bucket`; a count is forgotten `window` seconds after the last failure. Returns the new count. */
  fail(tenant_id: string, bucket: string, window: number, now: number): Promise<number>;
  /** Current count and time of the last failure. */
  read(tenant_id: string, bucket: string, now: number): Promise<{ failures: number; last_failed_at: number }>;
  clear(tenant_id: string, bucket: string): Promise<void>;
}

/** The lease of whoever keeps house, and the seconds for which a round takes it. */
export const MAINTENANCE_LEASE = { name: 'maintenance', ttl: 60 } as const;

export interface MaintenanceStore {
  /** True if `holder` now holds the lease until now + ttl (also when it held it before). */
  acquireLease(name: string, holder: string, ttl: number, now: number): Promise<boolean>;
  /** Until when somebody holds it; it may be over. null: nobody ever did. */
  leaseEnd(name: string): Promise<number | null>;
  /** Removes at most `limit` rows that can no longer matter, of any kind; returns how many. */
  removeExpired(now: number, limit: number): Promise<number>;
}
