import { formatScope } from '@xenia/protocol/scope';
import { formatToken, hashToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { RefreshTokenRecord } from '../storage/records.ts';
import { mintAccessToken } from './access-token.ts';
import type { Authority } from './authority.ts';
import { mintIdToken } from './id-token.ts';
import type { Issuance } from './issuance.ts';

/** Mints what the authority permits, then consumes its proof and stores the tokens in one commit. */
export async function issue(exchange: Exchange, authority: Authority): Promise<Issuance> {
  const now = exchange.deps.clock();
  const access = await mintAccessToken(exchange, authority, now);
  const refresh = mintRefreshToken(exchange, authority, now);
  const id_token = await mintIdToken(exchange, authority, { access_token: access.value, code: null, now });
  const issuance: Issuance = {
    access_token: access.value,
    token_type: 'Bearer',
    expires_in: access.expires_in,
    refresh_token: refresh?.value ?? null,
    id_token,
    scope: formatScope(authority.scope),
  };
  return authority.commit({ access_token: access.record, refresh_token: refresh?.record ?? null }, issuance);
}

function mintRefreshToken(
  exchange: Exchange,
  authority: Authority,
  now: number,
): { value: string; record: RefreshTokenRecord } | null {
  if (authority.refresh === null || authority.user === null) return null;
  const value = formatToken('refresh_token', exchange.deps.random(32));
  const idle_end = now + exchange.tenant.settings.refreshTokenIdleTtl;
  return {
    value,
    record: {
      tenant_id: exchange.tenant.tenant_id,
      token_hash: hashToken(value),
      family_id: authority.user.family.family_id,
      client_id: authority.client.client_id,
      created_at: now,
      expires_at: Math.min(idle_end, authority.refresh.family_expires_at),
      rotated_at: null,
      successor_hash: null,
      sealed_response: null,
    },
  };
}
