import { JwsError, type JwsHeader, SIGNING_ALGORITHMS, verifyJws } from '@xenia/protocol/jws';
import { JwtClaimsError, validateAccessTokenClaims } from '@xenia/protocol/jwt-access-token';
import {
  hashToken,
  isOpaqueAccessToken,
  isWellFormedToken,
  TOKEN_PREFIXES,
  type TokenKind,
} from '@xenia/protocol/token-format';
import type { FamilyStatus } from '../storage/grant-port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { publishedKeys } from '../tenants/tenant-keys.ts';
import type { ManagementDeps } from './management-deps.ts';

/** What an operator is told about any string that might be a token of the tenant. Never contains the token itself. */
export interface TokenDescription {
  kind: TokenKind | 'jwt_access_token' | 'id_token' | 'jwt' | 'unknown';
  /** 'unknown': it cannot be looked up by itself. */
  state: 'active' | 'inactive' | 'unknown';
  /** Why, in a word: expired, revoked, family_revoked, malformed ... null while active. */
  reason: string | null;
  client_id?: string | null;
  sub?: string | null;
  scope?: string;
  aud?: string[];
  iat?: number;
  exp?: number | null;
  grant_id?: string;
  revocation_reason?: string | null;
}

type TokenDeps = Pick<ManagementDeps, 'storage' | 'clock'>;

/** Explains a token to an operator, whoever it belongs to. Never throws for a bad token. */
export async function describeToken(deps: TokenDeps, tenant: Tenant, value: string): Promise<TokenDescription> {
  // Without a prefix only the look into storage can tell whether it is ours.
  if (isOpaqueAccessToken(value)) return describeAccessToken(deps, tenant, value);
  const kind = (Object.keys(TOKEN_PREFIXES) as TokenKind[]).find((name) => value.startsWith(TOKEN_PREFIXES[name]));
  if (kind === undefined)
    return value.startsWith('eyJ')
      ? describeJwt(deps, tenant, value)
      : { kind: 'unknown', state: 'unknown', reason: 'not_ours' };
  // The checksum shows a token that was cut off or mistyped on its way here.
  if (!isWellFormedToken(kind, value)) return { kind, state: 'inactive', reason: 'malformed' };
  switch (kind) {
    case 'access_token':
      return describeAccessToken(deps, tenant, value);
    case 'refresh_token':
      return describeRefreshToken(deps, tenant, value);
    case 'authorization_code':
      return describeCode(deps, tenant, value);
    case 'client_secret':
    case 'session':
    case 'ticket':
      return { kind, state: 'unknown', reason: 'well_formed' };
  }
}

async function describeAccessToken(deps: TokenDeps, { tenant_id }: Tenant, value: string): Promise<TokenDescription> {
  const kind = 'access_token';
  const record = await deps.storage.accessTokens.find(tenant_id, hashToken(value));
  if (record === null) return { kind, state: 'inactive', reason: 'not_found' };
  const now = deps.clock();
  const status =
    record.family_id === null ? null : await deps.storage.grants.familyStatus(tenant_id, record.family_id, now);
  const own = record.revoked_at !== null ? 'revoked' : isPast(record.expires_at, now) ? 'expired' : null;
  return {
    kind,
    ...stateOf(own ?? (record.family_id === null ? null : endOf(status))),
    client_id: record.client_id,
    sub: record.sub,
    scope: record.scope,
    aud: JSON.parse(record.aud) as string[],
    iat: record.created_at,
    exp: record.expires_at,
    ...familyFacts(status),
  };
}

async function describeRefreshToken(deps: TokenDeps, { tenant_id }: Tenant, value: string): Promise<TokenDescription> {
  const kind = 'refresh_token';
  const now = deps.clock();
  const found = await deps.storage.refreshTokens.find(tenant_id, hashToken(value), now);
  if (found === null) return { kind, state: 'inactive', reason: 'not_found' };
  const { token, family } = found;
  const own = token.rotated_at !== null ? 'rotated' : isPast(token.expires_at, now) ? 'expired' : null;
  return {
    kind,
    ...stateOf(endOf(found) ?? own),
    client_id: token.client_id,
    sub: family.sub,
    scope: family.scope,
    iat: token.created_at,
    exp: token.expires_at,
    ...familyFacts(found),
  };
}

async function describeCode(deps: TokenDeps, { tenant_id }: Tenant, value: string): Promise<TokenDescription> {
  const kind = 'authorization_code';
  const now = deps.clock();
  const found = await deps.storage.authorizationCodes.find(tenant_id, hashToken(value), now);
  if (found === null) return { kind, state: 'inactive', reason: 'not_found' };
  const { code, family } = found;
  const own = code.redeemed_at !== null ? 'redeemed' : isPast(code.expires_at, now) ? 'expired' : null;
  return {
    kind,
    ...stateOf(endOf(found) ?? own),
    client_id: code.client_id,
    sub: family.sub,
    scope: family.scope,
    iat: code.created_at,
    exp: code.expires_at,
    ...familyFacts(found),
  };
}

async function describeJwt(deps: TokenDeps, tenant: Tenant, value: string): Promise<TokenDescription> {
  let verified: { header: JwsHeader; payload: Record<string, unknown> };
  try {
    verified = verifyJws(value, { keys: () => publishedKeys(tenant, deps.clock()), algorithms: SIGNING_ALGORITHMS });
  } catch (error) {
    if (error instanceof JwsError) return { kind: 'jwt', state: 'inactive', reason: error.reason };
    throw error;
  }
  const { header, payload } = verified;
  const facts = jwtFacts(payload);
  if (!/^(application\/)?at\+jwt$/i.test(header.typ ?? '')) {
    return { kind: 'id_token', ...stateOf(isPast(facts.exp ?? null, deps.clock()) ? 'expired' : null), ...facts };
  }
  const kind = 'jwt_access_token';
  try {
    const claims = validateAccessTokenClaims(header, payload, {
      issuer: tenant.issuer,
      audience: null,
      now: deps.clock(),
    });
    const revoked = await deps.storage.accessTokens.isJwtRevoked(tenant.tenant_id, claims.jti);
    const family_id = claims.family_id ?? null;
    const status =
      family_id === null ? null : await deps.storage.grants.familyStatus(tenant.tenant_id, family_id, deps.clock());
    return {
      kind,
      ...stateOf(revoked ? 'revoked' : family_id === null ? null : endOf(status)),
      ...facts,
      ...familyFacts(status),
    };
  } catch (error) {
    if (error instanceof JwtClaimsError) return { kind, state: 'inactive', reason: error.reason, ...facts };
    throw error;
  }
}

function jwtFacts({ client_id, azp, sub, scope, aud, iat, exp }: Record<string, unknown>): Partial<TokenDescription> {
  const audience = [aud].flat().filter((one) => typeof one === 'string');
  const client = [client_id, azp, audience[0]].find((one) => typeof one === 'string');
  return {
    ...(client === undefined ? {} : { client_id: client }),
    ...(typeof sub === 'string' ? { sub } : {}),
    ...(typeof scope === 'string' ? { scope } : {}),
    aud: audience,
    ...(typeof iat === 'number' ? { iat } : {}),
    ...(typeof exp === 'number' ? { exp } : {}),
  };
}

function stateOf(reason: string | null): Pick<TokenDescription, 'state' | 'reason'> {
  return { state: reason === null ? 'active' : 'inactive', reason };
}

function endOf(status: FamilyStatus | null): string | null {
  return status === null ? 'family_not_found' : status.ended;
}

function familyFacts(status: FamilyStatus | null): Partial<TokenDescription> {
  if (status === null) return {};
  const { grant_id, revocation_reason } = status.family;
  return { grant_id, ...(revocation_reason === null ? {} : { revocation_reason }) };
}

function isPast(time: number | null, now: number): boolean {
  return time !== null && time <= now;
}
