import type { ClaimsRequest } from '@xenia/protocol/claims';
import { idTokenClaims, leftHalfHash } from '@xenia/protocol/id-token';
import { type SigningAlgorithm, signJws } from '@xenia/protocol/jws';
import { accessTokenClaims } from '@xenia/protocol/jwt-access-token';
import { formatScope } from '@xenia/protocol/scope';
import { formatToken, hashToken } from '@xenia/protocol/token-format';
import { releasedClaims } from '../accounts/claims.ts';
import type { Exchange } from '../exchange.ts';
import type { AccessTokenRecord, RefreshTokenRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Authority } from './authority.ts';
import type { Issuance } from './issuance.ts';
import { signedLifetime, signingKey } from './signing-keys.ts';

/** Mints what the authority permits, then consumes its proof and stores the tokens in one commit. */
export async function issue(exchange: Exchange, authority: Authority): Promise<Issuance> {
  const now = exchange.deps.clock();
  const access = await mintAccessToken(exchange, authority, now);
  const refresh = mintRefreshToken(exchange, authority, now);
  const id_token = await mintIdToken(exchange, authority, { access_token: access.value, now });
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

interface MintedAccessToken {
  value: string;
  expires_in: number;
  /** null for a JWT, which is not stored. */
  record: AccessTokenRecord | null;
}

async function mintAccessToken(exchange: Exchange, authority: Authority, now: number): Promise<MintedAccessToken> {
  const { tenant } = exchange;
  const shape = accessTokenShape(tenant, authority.aud);
  if (shape.format === 'opaque')
    return mintOpaqueAccessToken(exchange, authority, { now, expires_in: shape.expires_in });
  const key = signingKey(tenant, shape.alg, now);
  const expires_in = signedLifetime(key, shape.expires_in, now);
  const family = authority.user?.family;
  const claims = accessTokenClaims({
    issuer: tenant.issuer,
    aud: [...authority.aud],
    sub: authority.sub,
    client_id: authority.client.client_id,
    scope: [...authority.scope],
    jti: exchange.deps.random(16).toString('base64url'),
    iat: now,
    exp: now + expires_in,
    ...(family === undefined
      ? {}
      : { auth_time: family.auth_time, acr: family.acr, amr: family.amr.split(' '), family_id: family.family_id }),
  });
  return { value: await signJws({ typ: 'at+jwt' }, claims, key), expires_in, record: null };
}

/** The strictest wishes of all resource servers in the audience: opaque wins, the shortest lifetime wins. */
function accessTokenShape(
  tenant: Tenant,
  aud: readonly string[],
): { format: 'jwt' | 'opaque'; expires_in: number; alg: SigningAlgorithm } {
  const fallback = tenant.settings.accessTokenTtl;
  const servers = aud.map((resource) => tenant.resourceServers.get(resource)).filter((server) => server !== undefined);
  return {
    format: servers.some((server) => server.access_token_format === 'opaque') ? 'opaque' : 'jwt',
    expires_in:
      servers.length === 0 ? fallback : Math.min(...servers.map((server) => server.access_token_ttl ?? fallback)),
    alg: (servers[0]?.access_token_signing_alg ?? 'ES256') as SigningAlgorithm,
  };
}

function mintOpaqueAccessToken(
  exchange: Exchange,
  authority: Authority,
  times: { now: number; expires_in: number },
): MintedAccessToken {
  const value = formatToken('access_token', exchange.deps.random(32));
  const record: AccessTokenRecord = {
    tenant_id: exchange.tenant.tenant_id,
    token_hash: hashToken(value),
    family_id: authority.user?.family.family_id ?? null,
    client_id: authority.client.client_id,
    sub: authority.user === null ? null : authority.sub,
    scope: formatScope(authority.scope),
    aud: JSON.stringify(authority.aud),
    created_at: times.now,
    expires_at: times.now + times.expires_in,
    revoked_at: null,
  };
  return { value, expires_in: times.expires_in, record };
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

/** OIDC Core §3.1.3.3 and §12.2: whenever the user allowed `openid`. */
async function mintIdToken(
  exchange: Exchange,
  authority: Authority,
  minted: { access_token: string; now: number },
): Promise<string | null> {
  if (authority.user === null || !authority.scope.includes('openid')) return null;
  const { tenant } = exchange;
  const { family, record } = authority.user;
  const alg = authority.client.metadata.id_token_signed_response_alg as SigningAlgorithm;
  const key = signingKey(tenant, alg, minted.now);
  const requested = family.claims === null ? null : (JSON.parse(family.claims) as ClaimsRequest);
  const claims = idTokenClaims({
    issuer: tenant.issuer,
    sub: authority.sub,
    client_id: authority.client.client_id,
    iat: minted.now,
    exp: minted.now + signedLifetime(key, tenant.settings.idTokenTtl, minted.now),
    auth_time: family.auth_time,
    acr: family.acr,
    amr: family.amr.split(' '),
    at_hash: leftHalfHash(alg, minted.access_token),
    claims: releasedClaims(record, authority.scope, requested, 'id_token'),
    ...(authority.nonce === null ? {} : { nonce: authority.nonce }),
    ...(family.sid === null ? {} : { sid: family.sid }),
  });
  return signJws({ typ: 'JWT' }, claims, key);
}
