import { OAuthError } from '@xenia/protocol/errors';
import { readAuthenticated } from '../client-auth/index.ts';
import type { GrantType } from '../grant-types/grant-type.ts';
import { GRANT_TYPES } from '../grant-types/index.ts';
import type { Client } from '../tenants/client.ts';
import { issue } from '../tokens/issue.ts';
import type { Endpoint } from './endpoint.ts';

/** RFC 6749 §3.2: parse → authenticate → validate → redeem → issue → render. */
export const tokenEndpoint: Endpoint = {
  methods: ['POST'],
  reader: 'client',
  cors: 'registered',
  async respond(exchange) {
    const { client, parameters } = await readAuthenticated(exchange);
    const grantType = selectGrantType(client, parameters.get('grant_type'));
    const authority = await grantType.redeem(exchange, client, parameters);
    const issuance = await issue(exchange, authority);
    exchange.log.info(
      {
        event: 'tokens_issued',
        client_id: client.client_id,
        grant_type: grantType.grant_type,
        sub: authority.sub,
        scope: issuance.scope,
      },
      'tokens issued',
    );
    return exchange.dialect.renderTokens(issuance);
  },
};

function selectGrantType(client: Client, grant_type: string | undefined): GrantType {
  if (grant_type === undefined) {
    throw new OAuthError('invalid_request', 'grant_type is missing', { reason: 'grant_type_missing' });
  }
  const grantType = GRANT_TYPES.get(grant_type);
  if (grantType === undefined) {
    throw new OAuthError('unsupported_grant_type', 'This grant_type is not supported', {
      reason: 'grant_type_unsupported',
      received: grant_type.slice(0, 100),
    });
  }
  if (!client.metadata.grant_types.includes(grant_type)) {
    throw new OAuthError('unauthorized_client', 'The client is not registered for this grant_type', {
      reason: 'grant_type_unregistered',
      client_id: client.client_id,
      received: grant_type,
      registered: client.metadata.grant_types,
    });
  }
  return grantType;
}
