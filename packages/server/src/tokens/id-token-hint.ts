import { OAuthError } from '@xenia/protocol/errors';
import { type IdTokenHint, validateIdTokenHint } from '@xenia/protocol/id-token';
import { JwsError, SIGNING_ALGORITHMS, verifyJws } from '@xenia/protocol/jws';
import { JwtClaimsError } from '@xenia/protocol/jwt-access-token';
import type { Tenant } from '../tenants/tenant.ts';

/** What an ID token of this tenant says; an expired one serves (OIDC RP-Initiated Logout §2). Throws invalid_request. */
export function readIdTokenHint(tenant: Tenant, hint: string, client_id?: string): IdTokenHint {
  try {
    const { header, payload } = verifyJws(hint, { keys: () => tenant.keys, algorithms: SIGNING_ALGORITHMS });
    return validateIdTokenHint(header, payload, { issuer: tenant.issuer, client_id });
  } catch (error) {
    if (!(error instanceof JwsError || error instanceof JwtClaimsError)) throw error;
    throw new OAuthError('invalid_request', 'id_token_hint is not an ID token of this issuer for this client', {
      reason: `id_token_hint_${error.reason}`,
    });
  }
}
