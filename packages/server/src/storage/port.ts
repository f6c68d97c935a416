import type { CredentialStore, MailStore, TicketStore } from './account-port.ts';
import type { AdministratorStore } from './administrator-port.ts';
import type { AppStore } from './app-port.ts';
import type { AppRecord } from './app-records.ts';
import type { AuditStore } from './audit-port.ts';
import type { FamilyStatus, GrantStore } from './grant-port.ts';
import type { IdempotencyStore } from './idempotency-port.ts';
import type { OrganizationStore } from './organization-port.ts';
import type {
  AccessTokenRecord,
  AuthorizationCodeRecord,
  ClientRecord,
  ClientSecretRecord,
  DeliveryRecord,
  InteractionRecord,
  RefreshTokenRecord,
  ResourceServerRecord,
  ScopeRecord,
  SigningKeyRecord,
  TenantRecord,
} from './records.ts';
import type { ServiceAccountStore } from './service-account-port.ts';
import type { SessionStore } from './session-port.ts';
import type { TraceStore } from './trace-port.ts';
import type { UpstreamStore } from './upstream-port.ts';
import type { UserStore } from './user-port.ts';

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

export interface InteractionStore {
  create(interaction: InteractionRecord): Promise<void>;
  find(tenant_id: string, interaction_id: string, now: number): Promise<InteractionRecord | null>;
  update(tenant_id: string, interaction_id: string, request: string): Promise<boolean>;
  /** Consumes it: exactly one of many callers gets true. */
  finish(tenant_id: string, interaction_id: string): Promise<boolean>;
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
