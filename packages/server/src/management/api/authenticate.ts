import { bearerChallenge, readBearerToken } from '@xenia/protocol/bearer';
import type { Exchange } from '../../exchange.ts';
import { managementResource } from '../../tenants/management-scopes.ts';
import { resolveAccessToken } from '../../tokens/resolve.ts';
import type { Caller } from '../actor.ts';
import type { Problem } from './problem.ts';

export interface Authenticated {
  readonly caller: Caller;
  readonly scope: readonly string[];
}

/**
 * Who asks, by an access token of this tenant that is in force and for this API. What a user may is read from their record at each
 * request, so that a role that was taken away is gone at once.
 */
export async function authenticate(exchange: Exchange): Promise<Authenticated | Problem> {
  const { deps, tenant, request } = exchange;
  const value = readBearerToken(request.headers.get('authorization'));
  if (value === null) return unauthorized(exchange, {});
  const resolved = await resolveAccessToken(exchange, value);
  const from = { address: request.address, request_id: request.id };
  if (!resolved.active) return refuseToken(exchange, resolved.reason);
  const { token } = resolved;
  if (!token.aud.includes(managementResource(tenant))) return refuseToken(exchange, 'token_for_another_resource');
  if (token.family === null) {
    // Only an administrator can register a client for these scopes; it acts within them.
    const actor = `client:${token.client_id}` as const;
    return { scope: token.scope, caller: { actor, role: 'admin', sub: null, ...from } };
  }
  const user = await deps.storage.users.find(tenant.tenant_id, token.sub);
  if (user === null) return refuseToken(exchange, 'user_deleted');
  return { scope: token.scope, caller: { actor: `user:${user.sub}`, role: user.role, sub: user.sub, ...from } };
}

function refuseToken(exchange: Exchange, reason: string): Problem {
  exchange.log.info({ event: 'refused', endpoint: 'management', error: 'invalid_token', reason }, 'management refused');
  return unauthorized(exchange, {
    error: 'invalid_token',
    error_description: 'The access token is invalid, expired or revoked, or not for this API',
  });
}

/** RFC 6750 §3. */
function unauthorized({ tenant }: Exchange, problem: { error?: string; error_description?: string }): Problem {
  return {
    status: 401,
    title: 'Not authenticated',
    detail:
      problem.error_description ?? 'Send an access token for this API in the Authorization header (RFC 6750 §2.1).',
    headers: { 'www-authenticate': bearerChallenge({ realm: managementResource(tenant), ...problem }) },
  };
}
