import { type ClaimsRequest, readClaimsParameter } from './claims.ts';
import type { ClientMetadata } from './client-metadata.ts';
import { OAuthError } from './errors.ts';
import type { Parameters } from './parameters.ts';
import { readCodeChallenge } from './pkce.ts';
import { type Given, givenBy, readResponseType } from './response-type.ts';
import { parseScope, without } from './scope.ts';

/** An authorization request whose client and redirection URI are already resolved, validated; plain data. */
export interface AuthorizationRequest {
  readonly client_id: string;
  readonly response_type: string;
  readonly scope: readonly string[];
  /** RFC 8707 §2.1; empty when none was named. */
  readonly resource: readonly string[];
  readonly nonce: string | null;
  readonly code_challenge: string | null;
  readonly prompt: readonly Prompt[];
  /** Seconds. */
  readonly max_age: number | null;
  readonly login_hint: string | null;
  readonly ui_locales: readonly string[];
  readonly acr_values: readonly string[];
  readonly claims: ClaimsRequest | null;
}

export const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const;
export type Prompt = (typeof PROMPTS)[number];

/** What the tenant and the registered client permit. */
export interface AuthorizationRules {
  readonly client_id: string;
  readonly metadata: ClientMetadata;
  readonly responseTypes: readonly string[];
  readonly scopes: ReadonlySet<string>;
  /** RFC 6749 §3.3: what a request without scope asks for; `none` refuses it. */
  readonly defaultScope: 'registered' | 'none';
  /** Meant by every request without being named, as far as the client is registered for them. */
  readonly impliedScopes: readonly string[];
  readonly resources: ReadonlySet<string>;
}

/**
 * Validates everything about a request that may be answered to its client.
 * Throws OAuthError with the codes of RFC 6749 §4.1.2.1, RFC 8707 §2 and OIDC Core §3.1.2.6.
 */
export function readAuthorizationRequest(parameters: Parameters, rules: AuthorizationRules): AuthorizationRequest {
  refuseUnsupported(parameters);
  const { metadata } = rules;
  const response_type = readResponseType(parameters.get('response_type'), {
    supported: rules.responseTypes,
    registered: metadata.response_types,
  });
  const given = givenBy(response_type);
  refuseForbiddenGift(given, metadata);
  return {
    client_id: rules.client_id,
    response_type,
    scope: readScope(parameters, rules, given),
    resource: readResource(parameters.getAll('resource'), rules.resources),
    nonce: readNonce(parameters, given),
    code_challenge: readCodeChallenge(parameters, { required: metadata.require_pkce && given.code }),
    prompt: readPrompt(parameters),
    max_age: readMaxAge(parameters) ?? metadata.default_max_age ?? null,
    login_hint: parameters.get('login_hint') ?? null,
    ui_locales: words(parameters.get('ui_locales')),
    acr_values: words(parameters.get('acr_values')),
    claims: readClaimsParameter(parameters.get('claims')),
  };
}

/** RFC 8707 §2: each value an absolute URI without fragment that the server knows. Throws invalid_target. */
export function readResource(values: readonly string[], known: ReadonlySet<string>): string[] {
  for (const resource of values) {
    if (known.has(resource)) continue;
    throw new OAuthError('invalid_target', 'The requested resource is unknown', {
      reason: 'resource_unknown',
      received: resource.slice(0, 200),
      known: [...known],
    });
  }
  return [...new Set(values)];
}

function refuseUnsupported(parameters: Parameters): void {
  // OIDC Core §6 and §7.2.1: a server without these features says so instead of ignoring them.
  if (parameters.has('request')) throw new OAuthError('request_not_supported', 'Request objects are not supported');
  if (parameters.has('request_uri')) throw new OAuthError('request_uri_not_supported', 'request_uri is not supported');
  if (parameters.has('registration')) {
    throw new OAuthError('registration_not_supported', 'The registration parameter is not supported');
  }
}

/** Own: what the operator decided about this app beyond the flows it may use. */
function refuseForbiddenGift(given: Given, metadata: ClientMetadata): void {
  if (!given.access_token || metadata.browser_access === true) return;
  throw new OAuthError('unauthorized_client', 'The client may not receive access tokens through the browser', {
    reason: 'browser_access_missing',
  });
}

/** OIDC Core §3.2.2.1, §3.3.2.11: an ID token that comes through the browser is bound to the request by its nonce. */
function readNonce(parameters: Parameters, given: Given): string | null {
  const nonce = parameters.get('nonce');
  if (nonce !== undefined || !given.id_token) return nonce ?? null;
  throw new OAuthError('invalid_request', 'nonce is required where an ID token comes through the browser', {
    reason: 'nonce_missing',
  });
}

function readScope(parameters: Parameters, rules: AuthorizationRules, given: Given): string[] {
  const registered = parseScope(rules.metadata.scope);
  const sent = parameters.get('scope');
  if (sent === undefined && rules.defaultScope === 'none') {
    throw new OAuthError('invalid_scope', 'scope is missing', { reason: 'scope_missing', registered });
  }
  const requested = sent === undefined ? registered : parseScope(sent);
  const refused = requested.filter((scope) => !rules.scopes.has(scope) || !registered.includes(scope));
  if (refused.length > 0) {
    throw new OAuthError('invalid_scope', 'A requested scope is unknown or not registered for this client', {
      reason: 'scope_not_allowed',
      refused: refused.slice(0, 20),
      registered,
    });
  }
  if (given.id_token && !requested.includes('openid')) {
    // OIDC Core §3.1.2.1: without openid there is no authentication to attest.
    throw new OAuthError('invalid_scope', 'An ID token needs the scope openid', { reason: 'openid_missing' });
  }
  const forbidden = rules.metadata.offline_access === false;
  if (forbidden && sent !== undefined && requested.includes('offline_access')) {
    throw new OAuthError('invalid_scope', 'The client may not have offline access', {
      reason: 'offline_access_forbidden',
    });
  }
  // OIDC Core §11: offline_access is ignored where no code is given, and for a client that cannot hold a refresh token.
  const useful = given.code && !forbidden && rules.metadata.grant_types.includes('refresh_token');
  const implied = rules.impliedScopes.filter((scope) => rules.scopes.has(scope) && registered.includes(scope));
  const meant = [...new Set([...requested, ...implied])];
  return useful ? meant : without(meant, ['offline_access']);
}

function readPrompt(parameters: Parameters): Prompt[] {
  const values = words(parameters.get('prompt'));
  const unknown = values.find((value) => !PROMPTS.includes(value as Prompt));
  if (unknown !== undefined) {
    throw new OAuthError('invalid_request', 'prompt has an unknown value', {
      reason: 'prompt_unknown',
      supported: PROMPTS,
    });
  }
  // OIDC Core §3.1.2.1: none goes with no other value.
  if (values.includes('none') && values.length > 1) {
    throw new OAuthError('invalid_request', 'prompt none goes with no other value', {
      reason: 'prompt_none_with_others',
    });
  }
  return [...new Set(values)] as Prompt[];
}

function readMaxAge(parameters: Parameters): number | undefined {
  const value = parameters.get('max_age');
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) {
    throw new OAuthError('invalid_request', 'max_age must be a number of seconds', { reason: 'max_age_malformed' });
  }
  return Number(value);
}

function words(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(' ').filter((word) => word !== '');
}
