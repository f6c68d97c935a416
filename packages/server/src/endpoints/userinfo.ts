import { bearerChallenge, readBearerToken } from '@xenia/protocol/bearer';
import type { ClaimsRequest } from '@xenia/protocol/claims';
import { OAuthError } from '@xenia/protocol/errors';
import { assertWellFormed, parseParameters } from '@xenia/protocol/parameters';
import { releasedClaims } from '../accounts/claims.ts';
import type { Exchange } from '../exchange.ts';
import { json } from '../http/responses.ts';
import { mediaType } from '../http/wire-request.ts';
import { organizationClaim } from '../tokens/organization-claim.ts';
import { resolveAccessToken } from '../tokens/resolve.ts';
import type { Endpoint } from './endpoint.ts';

/** OIDC Core §5.3. Refusals are those of a protected resource (RFC 6750 §3), which no dialect renders differently. */
export const userinfoEndpoint: Endpoint = {
  methods: ['GET', 'POST'],
  reader: 'client',
  cors: 'registered',
  async respond(exchange) {
    const value = await presentedToken(exchange);
    if (value === null) return challenge(exchange, 401, {});
    const resolved = await resolveAccessToken(exchange, value);
    if (!resolved.active) return refuseToken(exchange, resolved.reason);
    const { token } = resolved;
    if (token.family === null) return refuseToken(exchange, 'token_without_user');
    if (!token.aud.includes(exchange.tenant.issuer)) return refuseToken(exchange, 'token_for_another_resource');
    if (!token.scope.includes('openid')) {
      return challenge(exchange, 403, {
        error: 'insufficient_scope',
        error_description: 'openid is needed',
        scope: 'openid',
      });
    }
    const user = await exchange.deps.storage.users.find(exchange.tenant.tenant_id, token.sub);
    if (user === null) return refuseToken(exchange, 'user_deleted');
    const requested = token.family.claims === null ? null : (JSON.parse(token.family.claims) as ClaimsRequest);
    const claims = releasedClaims(user, token.scope, requested, 'userinfo');
    return json(200, { ...claims, ...organizationClaim(token), sub: user.sub });
  },
};

/** RFC 6750 §2.1 and §2.2; never from the query (§2.3 is a security risk). Throws invalid_request for more than one token (§3.1). */
async function presentedToken({ request }: Exchange): Promise<string | null> {
  const authorization = request.headers.get('authorization');
  const inHeader = readBearerToken(authorization);
  if (request.method !== 'POST' || mediaType(request.headers) !== 'application/x-www-form-urlencoded') return inHeader;
  const parameters = parseParameters(await request.body());
  assertWellFormed(parameters);
  const inBody = parameters.get('access_token');
  if (inBody === undefined) return inHeader;
  if (authorization === null) return inBody;
  throw new OAuthError('invalid_request', 'The access token was sent in more than one way', {
    reason: 'two_access_tokens',
  });
}

function refuseToken(exchange: Exchange, reason: string): Response {
  exchange.log.info({ event: 'refused', endpoint: 'userinfo', error: 'invalid_token', reason }, 'userinfo refused');
  return challenge(exchange, 401, {
    error: 'invalid_token',
    error_description: 'The access token is invalid, expired or revoked',
  });
}

function challenge(
  { tenant }: Exchange,
  status: 401 | 403,
  problem: { error?: string; error_description?: string; scope?: string },
): Response {
  const header = { 'www-authenticate': bearerChallenge({ realm: tenant.issuer, ...problem }) };
  return json(status, problem, header);
}
