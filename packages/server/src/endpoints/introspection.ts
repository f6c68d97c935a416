import { isPublicClient } from '@xenia/protocol/client-metadata';
import { OAuthError } from '@xenia/protocol/errors';
import { formatScope } from '@xenia/protocol/scope';
import { readAuthenticated } from '../client-auth/index.ts';
import type { Exchange } from '../exchange.ts';
import { json } from '../http/responses.ts';
import type { Client } from '../tenants/client.ts';
import { authenticationOf } from '../tokens/authentication.ts';
import { organizationClaim } from '../tokens/organization-claim.ts';
import { type ActiveAccessToken, resolveAccessToken } from '../tokens/resolve.ts';
import type { Endpoint } from './endpoint.ts';

/** RFC 7662. A token is active only for the resource server that it is for, and for the client that holds it. */
export const introspectionEndpoint: Endpoint = {
  methods: ['POST'],
  reader: 'client',
  cors: 'none',
  trace: 'introspection',
  async respond(exchange) {
    const { client, parameters } = await readAuthenticated(exchange);
    if (isPublicClient(client.metadata)) {
      throw new OAuthError('invalid_client', 'Client authentication failed', {
        reason: 'introspection_by_public_client',
      });
    }
    const token = parameters.get('token');
    if (token === undefined) throw new OAuthError('invalid_request', 'token is missing', { reason: 'token_missing' });
    return json(200, await introspect(exchange, client, token));
  },
};

async function introspect(exchange: Exchange, client: Client, value: string): Promise<object> {
  const resolved = await resolveAccessToken(exchange, value);
  const reason = !resolved.active
    ? resolved.reason
    : mayKnow(client, resolved.token)
      ? null
      : 'token_for_another_resource';
  exchange.log.debug(
    { event: 'introspected', client_id: client.client_id, active: reason === null, reason },
    'introspected',
  );
  // RFC 7662 §2.2: nothing else about a token that is not active here, also not why.
  if (!resolved.active || reason !== null) return { active: false };
  return activeResponse(exchange, resolved.token);
}

function mayKnow(client: Client, token: ActiveAccessToken): boolean {
  return (
    token.client_id === client.client_id || token.aud.some((resource) => client.metadata.resource.includes(resource))
  );
}

function activeResponse({ tenant }: Exchange, token: ActiveAccessToken): object {
  return {
    active: true,
    iss: tenant.issuer,
    sub: token.sub,
    aud: token.aud.length === 1 ? token.aud[0] : token.aud,
    client_id: token.client_id,
    ...(token.scope.length === 0 ? {} : { scope: formatScope(token.scope) }),
    token_type: 'Bearer',
    iat: token.iat,
    ...(token.exp === null ? {} : { exp: token.exp }),
    ...(token.jti === null ? {} : { jti: token.jti }),
    ...(token.family === null ? {} : authenticationOf(token.family)),
    ...organizationClaim(token),
  };
}
