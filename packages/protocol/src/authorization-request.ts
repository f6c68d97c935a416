import { type ClaimsRequest, readClaimsParameter } from './claims.ts';
import type { ClientMetadata } from './client-metadata.ts';
import { OAuthError } from './errors.ts';
import type { Parameters } from './parameters.ts';
import { readCodeChallenge } from './pkce.ts';
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
  readonly resources: ReadonlySet<string>;
}

/**
 * Validates everything about a request that may be answered to its client.
 * Throws OAuthError with the codes of RFC 6749 §4.1.2.1, RFC 8707 §2 and OIDC Core §3.1.2.6.
 */
export function readAuthorizationRequest(parameters: Parameters, rules: AuthorizationRules): AuthorizationRequest {
  refuseUnsupported(parameters);
  const { metadata } = rules;
  const response_type = readResponseType(parameters, rules);
  return {
    client_id: rules.client_id,
    response_type,
    scope: readScope(parameters, rules),
    resource: readResource(parameters.getAll('resource'), rules.resources),
    nonce: parameters.get('nonce') ?? null,
    code_challenge: readCodeChallenge(parameters, { required: metadata.require_pkce }),
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

function readResponseType(parameters: Parameters, rules: AuthorizationRules): string {
  const sent = parameters.get('response_type');
  if (sent === undefined) {
    throw new OAuthError('invalid_request', 'response_type is missing', { reason: 'response_type_missing' });
  }
  // OAuth 2.0 Multiple Response Types §3: the order of values does not matter.
  const response_type = words(sent).sort().join(' ');
  if (!rules.responseTypes.includes(response_type)) {
    throw new OAuthError('unsupported_response_type', 'This response_type is not supported', {
      reason: 'response_type_unsupported',
      received: sent.slice(0, 100),
      supported: rules.responseTypes,
    });
  }
  if (!rules.metadata.response_types.includes(response_type)) {
    throw new OAuthError('unauthorized_client', 'The client is not registered for this response_type', {
      reason: 'response_type_unregistered',
      received: response_type,
      registered: rules.metadata.response_types,
    });
  }
  return response_type;
}

function readScope(parameters: Parameters, rules: AuthorizationRules): string[] {
  const registered = parseScope(rules.metadata.scope);
  const sent = parameters.get('scope');
  // RFC 6749 §3.3: a request without scope gets the default, which is what the client is registered for.
  const requested = sent === undefined ? registered : parseScope(sent);
  const refused = requested.filter((scope) => !rules.scopes.has(scope) || !registered.includes(scope));
  if (refused.length > 0) {
    throw new OAuthError('invalid_scope', 'A requested scope is unknown or not registered for this client', {
      reason: 'scope_not_allowed',
      refused: refused.slice(0, 20),
      registered,
    });
  }
  // OIDC Core §11: offline_access is ignored for a client that cannot hold a refresh token.
  return rules.metadata.grant_types.includes('refresh_token') ? requested : without(requested, ['offline_access']);
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
