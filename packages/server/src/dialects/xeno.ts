import { type Parameters, withValues } from '@xenia/protocol/parameters';
import { readForm } from '../http/form.ts';
import { isJson, readJson } from '../http/json-body.ts';
import { json } from '../http/responses.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import type { Dialect } from './dialect.ts';
import { OAUTH_WIRE, readQueryOrForm } from './oauth-wire.ts';
import { withoutPkce } from './without-pkce.ts';

/** Scopes that apps also know by another name. */
const SCOPE_ALIASES: ReadonlyMap<string, string> = new Map([['brands', 'widgets']]);

/** Apps that are installed on an account: one opaque bearer token each, which lasts until the app is uninstalled. */
export const xeno: Dialect = {
  ...OAUTH_WIRE,
  name: 'xeno',
  paths: {
    authorization_endpoint: '/oauth/authorize',
    token_endpoint: '/oauth/token',
    introspection_endpoint: '/oauth/introspect',
    revocation_endpoint: '/oauth/revoke',
    jwks_uri: '/oauth/keys',
  },
  accessToken: { format: 'opaque', opaque: 'hex', lifetime: 'never', scope: 'string' },
  defaultScope: 'none',
  clientDefaults: withoutPkce,
  requests: { ...OAUTH_WIRE.requests, implied: ['code', 'authorization_code', 'refresh_token'] },
  readAuthorizationRequest: async (request) => {
    const parameters = await readQueryOrForm(request);
    return withValues(parameters, {
      response_type: parameters.get('response_type') ?? 'code',
      ...canonicalScope(parameters),
    });
  },
  readClientRequest: async (request) => {
    const parameters = isJson(request) ? await readJson(request) : await readForm(request);
    const usual = parameters.has('refresh_token') ? 'refresh_token' : 'authorization_code';
    return {
      basic: readBasicCredentials(request.headers.get('authorization')),
      parameters: withValues(parameters, {
        grant_type: parameters.get('grant_type') ?? usual,
        ...canonicalScope(parameters),
      }),
    };
  },
  // An access token without an end is all there is to say; one that expires says so and comes with what renews it.
  renderTokens: ({ access_token, scope, expires_in, refresh_token }) =>
    json(200, {
      access_token,
      scope,
      ...(expires_in === null ? {} : { expires_in }),
      ...(refresh_token === null ? {} : { refresh_token }),
    }),
};

function canonicalScope(parameters: Parameters): { scope?: string } {
  const scope = parameters.get('scope');
  if (scope === undefined) return {};
  return {
    scope: scope
      .split(' ')
      .map((name) => SCOPE_ALIASES.get(name) ?? name)
      .join(' '),
  };
}
