/**
 * What storage keeps. Columns carry the same snake_case names, so a row and a record never need translation.
 * Every time is a NumericDate: whole seconds since 1970 (RFC 7519 §2). Secrets, codes and tokens are present only as
 * SHA-256 hashes (base64url); the two exceptions (signing keys, secrets of `client_secret_jwt` clients) are sealed with
 * the installation's master key.
 */

/** The end of what has none: 9999-12-31T23:59:59Z. A time like any other, so that every comparison holds as it stands. */
export const FOREVER = 253_402_300_799;

/** One issuer with its own users, clients, scopes, keys and settings. */
export interface TenantRecord {
  tenant_id: string;
  /** URL-safe name; the path segment of a path issuer. */
  name: string;
  /** The exact issuer identifier; the origin of every link and of `iss`. */
  issuer: string;
  display_name: string;
  /** JSON of TenantSettings (config/tenant-settings.ts): only what deviates from the defaults. */
  settings: string;
  /** Grows with every change of the tenant, its scopes, resource servers or keys, so that a cached copy can be checked cheaply. */
  revision: number;
  created_at: number;
  disabled_at: number | null;
}

export interface SigningKeyRecord {
  tenant_id: string;
  kid: string;
  alg: string;
  /** JSON of the public JWK, as published. */
  public_jwk: string;
  /** PKCS#8 of the private key, sealed with the master key. */
  sealed_private_key: string;
  /** Published from here on. */
  created_at: number;
  /** Signs from here on: later than created_at by the time that caches of the JWKS may live. */
  signs_from: number;
  /** Signs no more from here on; null while no successor is scheduled. */
  signs_until: number | null;
  /** Published until here: nothing that it signed can be valid any more; null while no successor is scheduled. */
  published_until: number | null;
}

export interface ScopeRecord {
  tenant_id: string;
  name: string;
  /** The resource server that the scope belongs to; null for an identity scope. */
  resource: string | null;
  display_name: string;
  description: string;
  /** 0 or 1: the user cannot untick it. */
  required: number;
  /** 0 or 1: shown with emphasis on the consent page. */
  emphasised: number;
  /** 0 or 1: an app gets it for users at large only after a review. */
  needs_review: number;
}

export interface ResourceServerRecord {
  tenant_id: string;
  /** The resource identifier (RFC 8707 §2), which becomes `aud`. */
  resource: string;
  name: string;
  access_token_format: 'jwt' | 'opaque';
  /** Seconds; null for the tenant's default. */
  access_token_ttl: number | null;
  access_token_signing_alg: string;
  created_at: number;
}

export interface ClientRecord {
  tenant_id: string;
  client_id: string;
  /** The app that it belongs to; null: none, it is the administrators'. */
  app_id: string | null;
  /** Who disabled it: an administrator's word stands against its developers'. */
  disabled_by: 'admin' | 'developer' | null;
  /** Lists are in its order: the name in lower case, then the client_id. */
  list_key: string;
  /** JSON of ClientMetadata (protocol/client-metadata.ts). */
  metadata: string;
  /** 0 or 1 each: which notices its metadata asks for, where statements can see it. */
  backchannel_logout: number;
  frontchannel_logout: number;
  webhook: number;
  /** Grows with every change of the client or of its secrets. */
  revision: number;
  created_at: number;
  updated_at: number;
  disabled_at: number | null;
}

export interface ClientSecretRecord {
  tenant_id: string;
  client_id: string;
  secret_id: string;
  secret_hash: string;
  /** The secret itself, sealed; only for `client_secret_jwt`, whose HMAC needs it (OIDC Core §9). */
  sealed_secret: string | null;
  description: string;
  /** The last four characters, so that a person can tell secrets apart. */
  hint: string;
  created_at: number;
  /** null: does not expire. */
  expires_at: number | null;
}

/** What a user may in the consoles, from the least to the most (management/actor.ts). */
export type UserRole = 'developer' | 'admin' | 'operator';

export interface UserRecord {
  tenant_id: string;
  sub: string;
  /** As typed; shown and released as the `email` claim. */
  email: string;
  /** Normalised (accounts/email.ts); unique in the tenant. */
  email_key: string;
  /** 0 or 1 */
  email_verified: number;
  /** null: an ordinary user. Never part of what apps get, and of no token: it is read from here at each request. */
  role: UserRole | null;
  /** PHC string of argon2id; null: no password. */
  password_hash: string | null;
  /** JSON of the standard claims of OIDC Core §5.1 other than sub and email. */
  claims: string;
  created_at: number;
  updated_at: number;
  disabled_at: number | null;
}

/** A user signed in on one browser. */
export interface SessionRecord {
  tenant_id: string;
  session_hash: string;
  /** Public identifier (`sid` of OIDC Front-Channel Logout §3). */
  sid: string;
  sub: string;
  auth_time: number;
  /** Space-separated Authentication Method References (RFC 8176). */
  amr: string;
  acr: string;
  created_at: number;
  /** The browser's own words for itself, shortened; for its user, among their devices. */
  user_agent: string | null;
  /** Where the sign-in came from. */
  address: string | null;
  /** Refreshed at most once a minute. */
  last_seen_at: number;
  /** Absolute end. */
  expires_at: number;
}

/** A client that took part in a session and wants to know when it ends. */
export interface SessionClientRecord {
  tenant_id: string;
  sid: string;
  client_id: string;
  /** That of the session. */
  expires_at: number;
}

/** An authorization request that waits for its user. */
export interface InteractionRecord {
  tenant_id: string;
  interaction_id: string;
  /** Hash of the cookie of the browser that started it; no other browser may continue it. */
  browser_hash: string;
  /** JSON of PendingAuthorization (interaction/pending.ts). */
  request: string;
  created_at: number;
  expires_at: number;
}

/** An app's installation on a user's account: what the user allowed, remembered until it is revoked. */
export interface GrantRecord {
  tenant_id: string;
  grant_id: string;
  client_id: string;
  sub: string;
  /** The organization that it is installed on; '' for none: on the user alone. */
  org_id: string;
  /** Space-separated, everything that the user has allowed so far. */
  scope: string;
  created_at: number;
  updated_at: number;
  /** Noted at most once an hour: when the app redeemed or renewed something, or an API asked about its token. */
  last_used_at: number | null;
  revoked_at: number | null;
}

/** What one authorization gave: the code, and every token that descends from it. Dies as a whole when one is replayed. */
export interface TokenFamilyRecord {
  tenant_id: string;
  family_id: string;
  grant_id: string;
  client_id: string;
  sub: string;
  /** Space-separated. */
  scope: string;
  /** JSON array of resource identifiers that the authorization named or implied. */
  resource: string;
  /** JSON of the `claims` request parameter (OIDC Core §5.5), or null. */
  claims: string | null;
  nonce: string | null;
  /** The dialect that the authorization was asked for in, which alone redeems and refreshes it; null: any. */
  dialect: string | null;
  /** The browser session it came from; null once that was signed out of, or if offline. */
  sid: string | null;
  auth_time: number;
  /** Empty where nobody signed in: a service account. */
  amr: string;
  acr: string;
  created_at: number;
  /** No token of the family is valid after this; FOREVER until it is revoked. */
  expires_at: number;
  revoked_at: number | null;
  revocation_reason: string | null;
}

export interface AuthorizationCodeRecord {
  tenant_id: string;
  code_hash: string;
  family_id: string;
  client_id: string;
  /** As sent in the authorization request; null if it was left out there. */
  redirect_uri: string | null;
  code_challenge: string | null;
  created_at: number;
  expires_at: number;
  redeemed_at: number | null;
}

export interface RefreshTokenRecord {
  tenant_id: string;
  token_hash: string;
  family_id: string;
  client_id: string;
  created_at: number;
  /** Idle end. */
  expires_at: number;
  rotated_at: number | null;
  successor_hash: string | null;
  /** The token response that the rotation gave, sealed with a key that only the presented token yields; answers a retry. */
  sealed_response: string | null;
}

/** An opaque access token. JWTs are not stored. */
export interface AccessTokenRecord {
  tenant_id: string;
  token_hash: string;
  /** null for client credentials. */
  family_id: string | null;
  client_id: string;
  /** null for client credentials. */
  sub: string | null;
  scope: string;
  /** JSON array. */
  aud: string;
  created_at: number;
  /** null: does not expire. */
  expires_at: number | null;
  revoked_at: number | null;
}

/** Something that a client is to be told, written in the commit that made it true and kept until it was told or given up. */
export interface DeliveryRecord {
  tenant_id: string;
  event_id: string;
  client_id: string;
  kind: 'backchannel_logout' | 'webhook';
  /** JSON of what happened (notices/event.ts); it is signed when it is sent. */
  event: string;
  created_at: number;
  /** How often it was sent. */
  attempts: number;
  /** null: delivered or given up. */
  next_attempt_at: number | null;
  delivered_at: number | null;
  /** Of the last answer; null if there was none. */
  last_status: number | null;
  /** Why the last attempt failed; null if it did not. */
  last_error: string | null;
  /** Kept until here, so that an app's owner can see it. */
  expires_at: number;
}
