import { JwsError, SIGNING_ALGORITHMS, verifyJws } from '@xenia/protocol/jws';
import { type AccessTokenClaims, JwtClaimsError, validateAccessTokenClaims } from '@xenia/protocol/jwt-access-token';
import { parseScope } from '@xenia/protocol/scope';
import { hashToken, isOpaqueAccessToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { TokenFamilyRecord } from '../storage/records.ts';
import { findClient } from '../tenants/client.ts';
import { noteUse } from './note-use.ts';

/** An access token of this tenant that is in force. */
export interface ActiveAccessToken {
  readonly format: 'jwt' | 'opaque';
  readonly client_id: string;
  readonly sub: string;
  readonly scope: readonly string[];
  readonly aud: readonly string[];
  readonly iat: number;
  readonly exp: number | null;
  /** A JWT's identifier. */
  readonly jti: string | null;
  /** null for client credentials. */
  readonly family: TokenFamilyRecord | null;
  /** The organization that the app is installed on; '' for none. */
  readonly org_id: string;
}

export type ResolvedAccessToken =
  | { readonly active: true; readonly token: ActiveAccessToken }
  | { readonly active: false; readonly reason: string };

type Facts = Omit<ActiveAccessToken, 'family' | 'org_id'> & { readonly family_id: string | null };

/** What an access token says and whether it is in force, whatever its format. Never throws for a bad token. */
export async function resolveAccessToken(exchange: Exchange, value: string): Promise<ResolvedAccessToken> {
  // A JWT has dots (RFC 7515 §7.1), an opaque token of ours never.
  const facts = value.includes('.') ? await readJwt(exchange, value) : await readOpaque(exchange, value);
  if (typeof facts === 'string') return { active: false, reason: facts };
  const { family_id, ...token } = facts;
  const { deps, tenant } = exchange;
  if (family_id === null) {
    const client = await findClient(deps, tenant, token.client_id);
    const reason = client === null ? 'client_disabled' : client.disabled_because;
    if (reason !== null) return { active: false, reason };
    return { active: true, token: { ...token, family: null, org_id: '' } };
  }
  const status = await deps.storage.grants.familyStatus(tenant.tenant_id, family_id, deps.clock());
  if (status === null || status.ended !== null) return { active: false, reason: status?.ended ?? 'family_unknown' };
  await noteUse(exchange, status);
  // What the user has taken back since.
  const allowed = parseScope(status.family.scope);
  const scope = token.scope.filter((name) => allowed.includes(name));
  const { family, org_id } = status;
  return { active: true, token: { ...token, scope, family, org_id } };
}

async function readOpaque({ deps, tenant }: Exchange, value: string): Promise<Facts | string> {
  if (!isOpaqueAccessToken(value)) return 'token_malformed';
  const record = await deps.storage.accessTokens.find(tenant.tenant_id, hashToken(value));
  if (record === null) return 'token_unknown';
  if (record.revoked_at !== null) return 'token_revoked';
  if (record.expires_at !== null && record.expires_at <= deps.clock()) return 'token_expired';
  return {
    format: 'opaque',
    client_id: record.client_id,
    sub: record.sub ?? record.client_id,
    scope: parseScope(record.scope),
    aud: JSON.parse(record.aud) as string[],
    iat: record.created_at,
    exp: record.expires_at,
    jti: null,
    family_id: record.family_id,
  };
}

async function readJwt(exchange: Exchange, value: string): Promise<Facts | string> {
  const { deps, tenant } = exchange;
  const claims = verifyOwnAccessToken(exchange, value);
  if (typeof claims === 'string') return claims;
  if (await deps.storage.accessTokens.isJwtRevoked(tenant.tenant_id, claims.jti)) return 'token_revoked';
  return {
    format: 'jwt',
    client_id: claims.client_id,
    sub: claims.sub,
    scope: claims.scope,
    aud: claims.aud,
    iat: claims.iat,
    exp: claims.exp,
    jti: claims.jti,
    family_id: claims.family_id ?? null,
  };
}

/** The claims of a JWT access token that this tenant signed and that has not expired, or why not. */
function verifyOwnAccessToken({ deps, tenant }: Exchange, value: string): AccessTokenClaims | string {
  try {
    const { header, payload } = verifyJws(value, { keys: () => tenant.keys, algorithms: SIGNING_ALGORITHMS });
    return validateAccessTokenClaims(header, payload, { issuer: tenant.issuer, audience: null, now: deps.clock() });
  } catch (error) {
    if (error instanceof JwsError || error instanceof JwtClaimsError) return error.reason;
    throw error;
  }
}
