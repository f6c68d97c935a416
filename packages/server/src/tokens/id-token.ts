import type { ClaimsRequest } from '@xenia/protocol/claims';
import { idTokenClaims, leftHalfHash } from '@xenia/protocol/id-token';
import { type SigningAlgorithm, signJws } from '@xenia/protocol/jws';
import { releasedClaims } from '../accounts/claims.ts';
import type { Exchange } from '../exchange.ts';
import { authenticationOf } from './authentication.ts';
import type { Authority } from './authority.ts';
import { organizationClaim } from './organization-claim.ts';
import { signedLifetime, signingKey } from './signing-keys.ts';

/** What an ID token says about a sign-in. */
export type IdentityAuthority = Pick<Authority, 'client' | 'sub' | 'scope' | 'user' | 'nonce'>;

/** What comes with an ID token and is bound to it (OIDC Core §3.1.3.6, §3.2.2.10, §3.3.2.11). */
export interface Companions {
  readonly access_token: string | null;
  readonly code: string | null;
  /** Seconds. */
  readonly now: number;
}

/** OIDC Core §3.1.3.3 and §12.2: whenever the user allowed `openid`. */
export async function mintIdToken(
  exchange: Exchange,
  authority: IdentityAuthority,
  { access_token, code, now }: Companions,
): Promise<string | null> {
  if (authority.user === null || !authority.scope.includes('openid')) return null;
  const { tenant } = exchange;
  const { family } = authority.user;
  const alg = authority.client.metadata.id_token_signed_response_alg as SigningAlgorithm;
  const key = signingKey(tenant, alg, now);
  const claims = idTokenClaims({
    issuer: tenant.issuer,
    sub: authority.sub,
    client_id: authority.client.client_id,
    iat: now,
    exp: now + signedLifetime(key, tenant.settings.idTokenTtl, now),
    ...authenticationOf(family),
    at_hash: access_token === null ? null : leftHalfHash(alg, access_token),
    c_hash: code === null ? null : leftHalfHash(alg, code),
    claims: claimsFor(authority.user, authority.scope, { alone: access_token === null && code === null }),
    nonce: authority.nonce,
    sid: family.sid,
  });
  return signJws({ typ: 'JWT' }, claims, key);
}

/** OIDC Core §5.4: where no access token is ever given, the ID token carries what userinfo would have said. */
function claimsFor(
  user: NonNullable<Authority['user']>,
  scope: readonly string[],
  { alone }: { alone: boolean },
): Record<string, unknown> {
  const { record, family } = user;
  const requested = family.claims === null ? null : (JSON.parse(family.claims) as ClaimsRequest);
  return {
    ...(alone ? releasedClaims(record, scope, requested, 'userinfo') : {}),
    ...releasedClaims(record, scope, requested, 'id_token'),
    ...organizationClaim(user),
  };
}
