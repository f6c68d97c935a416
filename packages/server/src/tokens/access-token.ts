import { type SigningAlgorithm, signJws } from '@xenia/protocol/jws';
import { accessTokenClaims } from '@xenia/protocol/jwt-access-token';
import { formatScope } from '@xenia/protocol/scope';
import { formatHexToken, formatToken, hashToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { AccessTokenRecord } from '../storage/records.ts';
import { resourcesOf } from './audience.ts';
import { authenticationOf } from './authentication.ts';
import type { Authority } from './authority.ts';
import { organizationClaim } from './organization-claim.ts';
import { signedLifetime, signingKey } from './signing-keys.ts';

/** What an access token says about who may do what. */
export type AccessAuthority = Pick<Authority, 'client' | 'sub' | 'scope' | 'aud' | 'user' | 'lasting'>;

export interface MintedAccessToken {
  value: string;
  /** Seconds; null: does not expire. */
  expires_in: number | null;
  /** null for a JWT, which is not stored. */
  record: AccessTokenRecord | null;
}

/** An access token for what the authority permits, not stored yet. */
export async function mintAccessToken(
  exchange: Exchange,
  authority: AccessAuthority,
  now: number,
): Promise<MintedAccessToken> {
  const { tenant } = exchange;
  const shape = accessTokenShape(exchange, authority.aud);
  if (authority.lasting === true) return mintOpaqueAccessToken(exchange, authority, { now, expires_in: null });
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
    scope_as: exchange.dialect.accessToken.scope,
    jti: exchange.deps.random(16).toString('base64url'),
    iat: now,
    exp: now + expires_in,
    ...(family === undefined
      ? {}
      : { ...authenticationOf(family), family_id: family.family_id, ...organizationClaim(authority.user) }),
  });
  return { value: await signJws({ typ: 'at+jwt' }, claims, key), expires_in, record: null };
}

/** Seconds that an access token for these scopes lives, if it is given one at all. */
export function accessTokenTtl(exchange: Exchange, scope: readonly string[]): number {
  return accessTokenShape(exchange, resourcesOf(exchange.tenant, scope)).expires_in;
}

/** The strictest wishes of the dialect and all resource servers in the audience: opaque wins, the shortest lifetime wins. */
function accessTokenShape(
  { tenant, dialect }: Exchange,
  aud: readonly string[],
): { format: 'jwt' | 'opaque'; expires_in: number; alg: SigningAlgorithm } {
  const fallback = tenant.settings.accessTokenTtl;
  const servers = aud.map((resource) => tenant.resourceServers.get(resource)).filter((server) => server !== undefined);
  return {
    format:
      dialect.accessToken.format === 'opaque' || servers.some((server) => server.access_token_format === 'opaque')
        ? 'opaque'
        : 'jwt',
    expires_in:
      servers.length === 0 ? fallback : Math.min(...servers.map((server) => server.access_token_ttl ?? fallback)),
    alg: (servers[0]?.access_token_signing_alg ?? 'ES256') as SigningAlgorithm,
  };
}

function mintOpaqueAccessToken(
  exchange: Exchange,
  authority: AccessAuthority,
  times: { now: number; expires_in: number | null },
): MintedAccessToken {
  const random = exchange.deps.random(32);
  const value =
    exchange.dialect.accessToken.opaque === 'hex' ? formatHexToken(random) : formatToken('access_token', random);
  const record: AccessTokenRecord = {
    tenant_id: exchange.tenant.tenant_id,
    token_hash: hashToken(value),
    family_id: authority.user?.family.family_id ?? null,
    client_id: authority.client.client_id,
    sub: authority.user === null ? null : authority.sub,
    scope: formatScope(authority.scope),
    aud: JSON.stringify(authority.aud),
    created_at: times.now,
    expires_at: times.expires_in === null ? null : times.now + times.expires_in,
    revoked_at: null,
  };
  return { value, expires_in: times.expires_in, record };
}
