import type { OAuthErrorCode } from '@xenia/protocol/errors';
import type { Parameters } from '@xenia/protocol/parameters';
import type { WireRequest } from '../http/wire-request.ts';
import type { Issuance } from '../tokens/issuance.ts';

/** The endpoints that a dialect gives a path to, by their metadata names (RFC 8414 §2, OIDC Discovery §3). */
export const ENDPOINT_NAMES = [
  'authorization_endpoint',
  'token_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'userinfo_endpoint',
  'end_session_endpoint',
  'jwks_uri',
] as const;
export type EndpointName = (typeof ENDPOINT_NAMES)[number];

/** What a client presented to prove who it is, and the parameters of its request, whatever wire format they came in. */
export interface ClientRequest {
  readonly parameters: Parameters;
  /** From `Authorization: Basic`, decoded (RFC 6749 §2.3.1); null without that header. */
  readonly basic: { readonly client_id: string; readonly client_secret: string } | null;
}

/** A refusal ready to be put on a particular wire. */
export interface WireRefusal {
  readonly status: number;
  readonly error: OAuthErrorCode;
  readonly error_description: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A wire format over the one engine: where the endpoints are, how their requests are read and how their answers look.
 * A dialect describes; it never decides whether something is allowed.
 */
export interface Dialect {
  readonly name: string;
  /** Relative to the issuer. */
  readonly paths: Readonly<Record<EndpointName, string>>;
  readAuthorizationRequest(request: WireRequest): Promise<Parameters>;
  /** Requests that clients make themselves: token, introspection, revocation. */
  readClientRequest(request: WireRequest): Promise<ClientRequest>;
  renderTokens(issuance: Issuance): Response;
  renderRefusal(refusal: WireRefusal): Response;
}
