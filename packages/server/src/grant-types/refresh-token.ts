import { OAuthError } from '@xenia/protocol/errors';
import { isSubset, parseScope, without } from '@xenia/protocol/scope';
import { hashToken, isWellFormedToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { FamilyStatus } from '../storage/grant-port.ts';
import type { RefreshTokenRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import { audience, grantedScope, scopeFor } from '../tokens/audience.ts';
import type { Authority } from '../tokens/authority.ts';
import type { Issuance } from '../tokens/issuance.ts';
import { noteUse } from '../tokens/note-use.ts';
import { openWithToken, sealWithToken } from '../tokens/sealer.ts';
import { belongsToDialect } from './dialect-binding.ts';
import type { GrantType } from './grant-type.ts';
import { liveUser } from './live-user.ts';

/** RFC 6749 §6, with rotation and reuse detection (RFC 9700 §4.14.2). */
export const refreshToken: GrantType = {
  grant_type: 'refresh_token',
  async redeem(exchange, client, parameters) {
    const presented = parameters.get('refresh_token');
    if (presented === undefined) {
      throw new OAuthError('invalid_request', 'refresh_token is missing', { reason: 'refresh_token_missing' });
    }
    if (client.metadata.offline_access === false) {
      throw new OAuthError('unauthorized_client', 'The client may not have offline access', {
        reason: 'offline_access_forbidden',
      });
    }
    const found = await findToken(exchange, client, presented);
    await noteUse(exchange, found);
    const { family } = found;
    const record = await liveUser(exchange, family.sub);
    const allowed = grantedScope(exchange.tenant, client, family);
    const narrowed = narrowScope(allowed, parameters.get('scope'));
    const aud = audience(
      exchange.tenant,
      narrowed,
      JSON.parse(family.resource) as string[],
      parameters.getAll('resource'),
    );
    return {
      client,
      sub: family.sub,
      scope: scopeFor(exchange.tenant, narrowed, aud),
      aud,
      user: { record, family, org_id: found.org_id },
      refresh: { family_expires_at: family.expires_at },
      nonce: null,
      commit: commitRotation(exchange, { client, presented, rotated_at: found.token.rotated_at }),
    };
  },
};

async function findToken(
  exchange: Exchange,
  client: Client,
  presented: string,
): Promise<{ token: RefreshTokenRecord } & FamilyStatus> {
  const { deps, tenant } = exchange;
  if (!isWellFormedToken('refresh_token', presented)) throw invalidToken({ reason: 'refresh_token_malformed' });
  const found = await deps.storage.refreshTokens.find(tenant.tenant_id, hashToken(presented), deps.clock());
  if (found === null) throw invalidToken({ reason: 'refresh_token_unknown' });
  if (found.token.client_id !== client.client_id) throw invalidToken({ reason: 'refresh_token_of_another_client' });
  if (!belongsToDialect(exchange, found.family)) {
    const [expected, received] = [found.family.dialect, exchange.dialect.name];
    throw invalidToken({ reason: 'refresh_token_of_another_dialect', expected, received });
  }
  if (found.ended !== null)
    throw invalidToken({ reason: found.ended, revocation_reason: found.family.revocation_reason });
  // A rotated token goes on to the commit, which alone decides between a retry and a replay.
  if (found.token.rotated_at === null && found.token.expires_at <= deps.clock()) {
    throw invalidToken({ reason: 'refresh_token_expired', expired_ago: deps.clock() - found.token.expires_at });
  }
  return found;
}

/** RFC 6749 §6: the requested scope must not include any scope not originally granted. */
function narrowScope(allowed: readonly string[], sent: string | undefined): readonly string[] {
  if (sent === undefined) return allowed;
  const requested = parseScope(sent);
  if (isSubset(requested, allowed)) return requested;
  throw new OAuthError('invalid_scope', 'The requested scope exceeds what was granted', {
    reason: 'scope_not_granted',
    refused: without(requested, allowed).slice(0, 20),
    granted: [...allowed],
  });
}

function commitRotation(
  exchange: Exchange,
  { client, presented, rotated_at }: { client: Client; presented: string; rotated_at: number | null },
): Authority['commit'] {
  const { deps, tenant } = exchange;
  const grace = tenant.settings.refreshTokenGrace;
  return async (issued, issuance) => {
    const rotation = {
      tenant_id: tenant.tenant_id,
      token_hash: hashToken(presented),
      client_id: client.client_id,
      sealed_response: grace > 0 ? sealWithToken(presented, JSON.stringify(issuance), deps.random) : null,
      grace,
    };
    const result = await deps.storage.refreshTokens.rotate(rotation, issued, deps.clock());
    if (result.outcome === 'rotated') return issuance;
    if (result.outcome === 'retried') {
      const first = openWithToken(presented, result.sealed_response);
      if (first !== null) return JSON.parse(first) as Issuance;
    }
    const rotated_ago = rotated_at === null ? null : deps.clock() - rotated_at;
    const reason = result.outcome === 'reused' ? 'refresh_token_reused' : 'refresh_token_unknown';
    throw invalidToken({ reason, rotated_ago });
  };
}

function invalidToken(refusal: { reason: string; [fact: string]: string | number | null }): OAuthError {
  return new OAuthError(
    'invalid_grant',
    'The refresh token is invalid, expired, revoked, or was issued to another client',
    refusal,
  );
}
