import { parseParameters } from '@xenia/protocol/parameters';
import { readForm } from '../http/form.ts';
import { json } from '../http/responses.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import type { Dialect } from './dialect.ts';

/** OAuth 2.0 and OpenID Connect to the letter. */
export const standard: Dialect = {
  name: 'standard',
  paths: {
    authorization_endpoint: '/authorize',
    token_endpoint: '/token',
    introspection_endpoint: '/introspect',
    revocation_endpoint: '/revoke',
    userinfo_endpoint: '/userinfo',
    end_session_endpoint: '/logout',
    jwks_uri: '/jwks',
  },
  code: 'opaque',
  accessToken: { format: 'by_resource_server', opaque: 'prefixed', lifetime: 'by_resource_server', scope: 'string' },
  authorizationReader: () => 'person',
  renderAuthorization: (parameters) => json(200, parameters),
  // OIDC Core §3.1.2.1: both GET and form POST.
  readAuthorizationRequest: async (request) =>
    request.method === 'POST' ? readForm(request) : parseParameters(request.url.search.slice(1)),
  readClientRequest: async (request) => ({
    basic: readBasicCredentials(request.headers.get('authorization')),
    parameters: await readForm(request),
  }),
  // RFC 6749 §5.1
  renderTokens: (issuance) =>
    json(200, {
      access_token: issuance.access_token,
      token_type: issuance.token_type,
      expires_in: issuance.expires_in,
      ...(issuance.refresh_token === null ? {} : { refresh_token: issuance.refresh_token }),
      ...(issuance.id_token === null ? {} : { id_token: issuance.id_token }),
      ...(issuance.scope === '' ? {} : { scope: issuance.scope }),
    }),
  // RFC 6749 §5.2
  renderRefusal: ({ status, headers, error, error_description }) => json(status, { error, error_description }, headers),
};
