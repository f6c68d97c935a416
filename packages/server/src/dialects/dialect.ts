import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import type { OAuthErrorCode } from '@xenia/protocol/errors';
import type { Parameters } from '@xenia/protocol/parameters';
import type { WireRequest } from '../http/wire-request.ts';
import type { TenantSettingsInput } from '../tenants/settings.ts';
import type { Issuance } from '../tokens/issuance.ts';
import type { DocumentedError } from './documented-error.ts';

/** The endpoints that a dialect gives a path to, by their metadata names (RFC 8414 §2, OIDC Discovery §3). */
export const ENDPOINT_NAMES = [
  'authorization_endpoint',
  'token_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'userinfo_endpoint',
  'end_session_endpoint',
  'check_session_iframe',
  'jwks_uri',
] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];

/** What a client presented to prove who it is, and the parameters of its request, whatever wire format they came in. */
export interface ClientRequest {
  readonly parameters: Parameters;
  /** From `Authorization: Basic`, decoded (RFC 6749 §2.3.1); null without that header. */
  readonly basic: { readonly client_id: string; readonly client_secret: string } | null;
}

/** The URLs of what the dialect offers at this issuer, by their metadata names. */
export function endpointsOf(issuer: string, { paths }: Pick<Dialect, 'paths'>): Partial<Record<EndpointName, string>> {
  const offered = ENDPOINT_NAMES.flatMap((name) => {
    const path = paths[name];
    return path === undefined ? [] : [[name, `${issuer}${path}`] as const];
  });
  return Object.fromEntries(offered);
}

/** Whether this client may be served in the dialect. */
export function mayUseDialect({ dialect }: { readonly dialect: Pick<Dialect, 'onlyFor'> }, client_id: string): boolean {
  return dialect.onlyFor === undefined || dialect.onlyFor === client_id;
}

/** A refusal ready to be put on a particular wire. */
export interface WireRefusal {
  readonly status: number;
  readonly error: OAuthErrorCode;
  readonly error_description: string;
  /** Tagged reason (protocol/errors.ts, Refusal), for a dialect whose own codes are finer than the registered ones. Never rendered itself. */
  readonly reason: string;
  /** The issuer, for links to its pages. */
  readonly issuer: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How clients write their requests where the RFCs have them written otherwise. What is read is more than that. */
export interface RequestStyle {
  /** The body of a token request. */
  readonly tokenRequest: 'form' | 'json';
  /** What parameters of an authorization request are called here, by the names that the RFCs give them. */
  readonly authorizationNames: Readonly<Record<string, string>>;
  /** How an authorization request lists its scopes. */
  readonly scopes: 'space_separated' | 'json_array';
  /** Response types that an authorization request leaves to be understood, and grant types that a token request does. */
  readonly implied: readonly string[];
}

/** How access tokens look that are given through a dialect. */
export interface AccessTokenShape {
  /** `by_resource_server`: as each resource server wants it. `opaque`: always opaque. */
  readonly format: 'by_resource_server' | 'opaque';
  /** Opaque tokens: our own form with prefix and checksum, or plain lower-case hexadecimal digits of 32 random bytes. */
  readonly opaque: 'prefixed' | 'hex';
  /**
   * `by_resource_server`: its lifetime or the tenant's. `never`: what a user allows a client that authenticates does not expire until
   * it is revoked, unless the client has a refresh token to renew with.
   */
  readonly lifetime: 'by_resource_server' | 'never';
  /** How a JWT says its scope: a space-separated string (RFC 9068 §2.2.3) or, as some servers always did, a JSON array. */
  readonly scope: 'string' | 'array';
}

/**
 * A wire format over the one engine: where the endpoints are, how their requests are read and how their answers look.
 * A dialect describes; it never decides whether something is allowed.
 */
export interface Dialect {
  readonly name: string;
  /** The one client that it is for; absent: for all. */
  readonly onlyFor?: string;
  /** Relative to the issuer; an endpoint without a path is not offered and not in discovery. */
  readonly paths: Readonly<Partial<Record<EndpointName, string>>>;
  /** Authorization codes: opaque, or a signed JWT (sub, name, client_id, jti, iat, exp) that is redeemed just as once. */
  readonly code: 'opaque' | 'jwt';
  readonly accessToken: AccessTokenShape;
  /** RFC 6749 §3.3: a request without scope asks for all that the client is registered for, or is refused. */
  readonly defaultScope: 'registered' | 'none';
  /**
   * Scopes that every authorization request means without saying so, as far as the client is registered for them; the user is asked.
   * A new client is registered for them, where its grant types can give what they mean.
   */
  readonly impliedScopes?: readonly string[];
  /** What a tenant starts with that is made for this dialect (`--preset`); `dialects` is the dialect itself unless named here. */
  readonly tenantDefaults: Partial<TenantSettingsInput>;
  /** What a client of such a tenant is registered with where it says nothing itself. `given`: what it says, which always wins. */
  clientDefaults(given: Partial<ClientMetadata>): Partial<ClientMetadata>;
  /** The errors that have pages of their own, by their code on the wire. */
  readonly errors?: ReadonlyMap<string, DocumentedError>;
  /** How its documentation has requests written: for whoever shows or makes one in the place of an app. */
  readonly requests: RequestStyle;
  /** In RFC names, whatever the wire calls them; defaults of the wire are filled in. */
  readAuthorizationRequest(request: WireRequest): Promise<Parameters>;
  /**
   * Who reads the answer to an authorization request: a person in a browser (pages, redirects), or a program that asked for data and
   * gets `renderAuthorization` or `renderRefusal`.
   */
  authorizationReader(request: WireRequest): 'person' | 'client';
  /** The successful authorization response for a program. */
  renderAuthorization(parameters: Readonly<Record<string, string>>): Response;
  /** Requests that clients make themselves: token, introspection, revocation. */
  readClientRequest(request: WireRequest): Promise<ClientRequest>;
  renderTokens(issuance: Issuance): Response;
  renderRefusal(refusal: WireRefusal): Response;
}
