import { type Parameters, parseParameters } from '@xenia/protocol/parameters';
import { readForm } from '../http/form.ts';
import { json } from '../http/responses.ts';
import type { WireRequest } from '../http/wire-request.ts';
import { readBasicCredentials } from './basic-credentials.ts';
import type { Dialect, WireRefusal } from './dialect.ts';

/** OIDC Core §3.1.2.1: both GET and form POST. */
export async function readQueryOrForm(request: WireRequest): Promise<Parameters> {
  return request.method === 'POST' ? readForm(request) : parseParameters(request.url.search.slice(1));
}

/** RFC 6749 §5.2 */
function oauthRefusal({ status, headers, error, error_description }: WireRefusal): Response {
  return json(status, { error, error_description }, headers);
}

/** Everything but its name and paths that a dialect needs which speaks OAuth 2.0 and OpenID Connect to the letter. */
export const OAUTH_WIRE: Omit<Dialect, 'name' | 'paths'> = {
  code: 'opaque',
  accessToken: { format: 'by_resource_server', opaque: 'prefixed', lifetime: 'by_resource_server', scope: 'string' },
  defaultScope: 'registered',
  tenantDefaults: {},
  clientDefaults: () => ({}),
  requests: { tokenRequest: 'form', authorizationNames: {}, scopes: 'space_separated', implied: [] },
  authorizationReader: () => 'person',
  renderAuthorization: (parameters) => json(200, parameters),
  readAuthorizationRequest: readQueryOrForm,
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
  renderRefusal: oauthRefusal,
};
