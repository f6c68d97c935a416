import { OAuthError } from '@xenia/protocol/errors';
import { hashToken, isWellFormedToken, TOKEN_PREFIXES } from '@xenia/protocol/token-format';
import { readAuthenticated } from '../client-auth/index.ts';
import type { Exchange } from '../exchange.ts';
import { json } from '../http/responses.ts';
import type { Client } from '../tenants/client.ts';
import { resolveAccessToken } from '../tokens/resolve.ts';
import type { Endpoint } from './endpoint.ts';

/** RFC 7009. A refresh token takes its whole family with it; an access token only itself. */
export const revocationEndpoint: Endpoint = {
  methods: ['POST'],
  reader: 'client',
  cors: 'registered',
  trace: 'revocation',
  async respond(exchange) {
    const { client, parameters } = await readAuthenticated(exchange);
    const token = parameters.get('token');
    if (token === undefined) throw new OAuthError('invalid_request', 'token is missing', { reason: 'token_missing' });
    const revoked = token.startsWith(TOKEN_PREFIXES.refresh_token)
      ? await revokeRefreshToken(exchange, client, token)
      : await revokeAccessToken(exchange, client, token);
    exchange.log.info({ event: 'token_revocation', client_id: client.client_id, revoked }, 'token revocation');
    // RFC 7009 §2.2: also for a token that is unknown or another client's, whose holder must learn nothing. The body means
    // nothing, but some clients read every answer of a token server as JSON and would take an empty one for a failure.
    return json(200, {});
  },
};

async function revokeRefreshToken({ deps, tenant }: Exchange, client: Client, value: string): Promise<boolean> {
  if (!isWellFormedToken('refresh_token', value)) return false;
  const now = deps.clock();
  const found = await deps.storage.refreshTokens.find(tenant.tenant_id, hashToken(value), now);
  if (found === null || found.token.client_id !== client.client_id) return false;
  return deps.storage.grants.revokeFamily(tenant.tenant_id, found.family.family_id, 'revoked_by_client', null, now);
}

async function revokeAccessToken(exchange: Exchange, client: Client, value: string): Promise<boolean> {
  const { deps, tenant } = exchange;
  const resolved = await resolveAccessToken(exchange, value);
  if (!resolved.active || resolved.token.client_id !== client.client_id) return false;
  const { jti, exp, family } = resolved.token;
  // All that its family ever gave: what it was given for ends with it.
  if (exp === null && family !== null) {
    return deps.storage.grants.revokeFamily(
      tenant.tenant_id,
      family.family_id,
      'revoked_by_client',
      null,
      deps.clock(),
    );
  }
  if (jti === null) return deps.storage.accessTokens.revoke(tenant.tenant_id, hashToken(value), deps.clock());
  await deps.storage.accessTokens.revokeJwt(tenant.tenant_id, jti, exp ?? deps.clock());
  return true;
}
