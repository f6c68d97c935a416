import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import type { Refusal } from '@xenia/protocol/errors';
import { decodeJws, JwsError } from '@xenia/protocol/jws';
import { type Parameters, withValues } from '@xenia/protocol/parameters';
import { readForm } from '../http/form.ts';
import { isJson, readJson } from '../http/json-body.ts';
import { json } from '../http/responses.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import type { Dialect } from './dialect.ts';
import { errorPageUrl } from './documented-error.ts';
import { OAUTH_WIRE, readQueryOrForm } from './oauth-wire.ts';
import { withoutPkce } from './without-pkce.ts';
import { XENDIT_ERRORS, xenditError } from './xendit-errors.ts';

/** The JSON wire of a payments API: `scopes` as a JSON array, codes that are JWTs, an error envelope whose links lead to its documentation. */
export const xendit: Dialect = {
  ...OAUTH_WIRE,
  name: 'xendit',
  paths: {
    authorization_endpoint: '/auth',
    token_endpoint: '/oauth/tokens',
    introspection_endpoint: '/oauth/tokens/introspect',
    revocation_endpoint: '/oauth/tokens/revoke',
    jwks_uri: '/oauth/jwks',
  },
  code: 'jwt',
  defaultScope: 'none',
  clientDefaults: (given) => ({ grant_types: promisedGrantTypes(given), ...withoutPkce(given) }),
  // Its integrators are promised a refresh token with every code and never ask for it.
  impliedScopes: ['offline_access'],
  errors: XENDIT_ERRORS,
  requests: {
    tokenRequest: 'json',
    authorizationNames: { response_type: 'grant_type', scope: 'scopes' },
    scopes: 'json_array',
    implied: ['authorization_code', 'refresh_token'],
  },
  authorizationReader: ({ headers }) => (asksForJson(headers.get('accept')) ? 'client' : 'person'),
  readAuthorizationRequest: async (request) => inRfcNames(await readQueryOrForm(request)),
  readClientRequest: async (request) => ({
    basic: readBasicCredentials(request.headers.get('authorization')),
    // Libraries for native apps, such as AppAuth, know only forms.
    parameters: completed(isJson(request) ? await readJson(request) : await readForm(request)),
  }),
  renderRefusal: (refusal) => {
    const { error_code, status, message, remedy } = xenditError(refusal);
    const links = { href: errorPageUrl(refusal.issuer, error_code), rel: 'docs' };
    return json(status, { error_code, message: `${message} ${remedy}`, links }, refusal.headers);
  },
};

function promisedGrantTypes({ offline_access }: Partial<ClientMetadata>): string[] {
  return offline_access === false ? ['authorization_code'] : ['authorization_code', 'refresh_token'];
}

/** A browser names text/html when it goes to a page; a program that wants data names JSON and no page (RFC 9110 §12.5.1). */
function asksForJson(accept: string | null): boolean {
  const ranges = (accept ?? '').split(',', 20).map((range) => range.split(';', 1)[0]?.trim().toLowerCase());
  return ranges.includes('application/json') && !ranges.includes('text/html');
}

/** `grant_type=code` is what everybody else calls response_type=code; `scopes` is a JSON array. */
function inRfcNames(parameters: Parameters): Parameters {
  const response_type = parameters.get('response_type') ?? parameters.get('grant_type') ?? 'code';
  return withScope(withValues(parameters, { response_type }));
}

/** What the token request leaves to be understood: what it is for, and whose it is. */
function completed(parameters: Parameters): Parameters {
  return withScope(
    withValues(parameters, {
      grant_type: parameters.get('grant_type') ?? impliedGrantType(parameters),
      client_id: parameters.get('client_id') ?? clientOf(parameters),
    }),
  );
}

function impliedGrantType(parameters: Parameters): string {
  if (parameters.has('code')) return 'authorization_code';
  return parameters.has('refresh_token') ? 'refresh_token' : '';
}

/**
 * Which client the code says that it belongs to, or nothing. Not verified, and no more than the client_id that anybody could send
 * instead: that client still has to authenticate, and the code must be its own.
 */
function clientOf(parameters: Parameters): string {
  const code = parameters.get('code');
  if (code === undefined) return '';
  try {
    const { client_id } = decodeJws(code).payload;
    return typeof client_id === 'string' ? client_id : '';
  } catch (error) {
    if (error instanceof JwsError) return '';
    throw error;
  }
}

/** `scopes` as scope. What it cannot be read from is a malformed request, refused like any other. */
function withScope(parameters: Parameters): Parameters {
  const sent = parameters.get('scopes');
  if (sent === undefined) return parameters;
  const names = parameters.has('scope') ? null : scopeNames(sent);
  if (names !== null) return withValues(parameters, { scope: names.join(' ') });
  const problem: Refusal = parameters.problem ?? { reason: 'scopes_malformed' };
  return { ...parameters, problem };
}

/** null unless it is a JSON array of at least one name. A name with a space in it would be two. */
function scopeNames(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || value.length === 0) return null;
    return value.every((name) => typeof name === 'string' && /^[^\s]+$/.test(name)) ? value : null;
  } catch {
    return null;
  }
}
