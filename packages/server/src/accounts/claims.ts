import { type ClaimsRequest, IDENTITY_SCOPES, isIdentityScope, selectClaims } from '@xenia/protocol/claims';
import type { UserRecord } from '../storage/records.ts';

/**
 * What an app is told about a user. The `claims` parameter (OIDC Core §5.5) decides where a claim goes, never whether the user
 * shares it: only claims of scopes that the user allowed are released.
 */
export function releasedClaims(
  user: UserRecord,
  scope: readonly string[],
  requested: ClaimsRequest | null,
  target: 'id_token' | 'userinfo',
): Record<string, unknown> {
  const allowed = new Set<string>(scope.filter(isIdentityScope).flatMap((name) => [...IDENTITY_SCOPES[name].claims]));
  const entries = Object.entries(userClaims(user)).filter(([claim]) => allowed.has(claim));
  return selectClaims(Object.fromEntries(entries), scope, requested, target);
}

/** Everything that could be said about a user (OIDC Core §5.1). */
function userClaims(user: UserRecord): Readonly<Record<string, unknown>> {
  return {
    ...(JSON.parse(user.claims) as Record<string, unknown>),
    sub: user.sub,
    email: user.email,
    email_verified: user.email_verified === 1,
    updated_at: user.updated_at,
  };
}
