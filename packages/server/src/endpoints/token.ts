import { OAuthError } from '@xenia/protocol/errors';
import { readAuthenticated } from '../client-auth/index.ts';
import type { Exchange } from '../exchange.ts';
import type { GrantType } from '../grant-types/grant-type.ts';
import { GRANT_TYPES } from '../grant-types/index.ts';
import type { Client } from '../tenants/client.ts';
import type { Authority } from '../tokens/authority.ts';
import type { Issuance } from '../tokens/issuance.ts';
import { issue } from '../tokens/issue.ts';
import type { TraceNotes } from '../traces/notes.ts';
import type { Endpoint } from './endpoint.ts';

/** RFC 6749 §3.2: parse → authenticate → validate → redeem → issue → render. */
export const tokenEndpoint: Endpoint = {
  methods: ['POST'],
  reader: 'client',
  cors: 'registered',
  trace: 'token',
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
    noteIssuance(exchange, authority, issuance);
    return exchange.dialect.renderTokens(issuance);
  },
};

function noteIssuance({ trace }: Exchange, { sub }: Authority, { scope, refresh_token, id_token }: Issuance): void {
  const others = { refresh_token, id_token };
  const gives = ['access_token', ...Object.entries(others).flatMap(([name, value]) => (value === null ? [] : [name]))];
  Object.assign(trace, { outcome: 'succeeded', sub, granted: { scope, gives } } satisfies Partial<TraceNotes>);
}

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
