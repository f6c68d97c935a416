import { IDENTITY_SCOPES, type IdentityScope } from '@xenia/protocol/claims';
import { originalScopes } from '../interaction/pages/messages/index.ts';
import type { ScopeRecord } from '../storage/records.ts';

/** The scopes that every tenant has from its first day. */
export function identityScopes(tenant_id: string): ScopeRecord[] {
  return (Object.keys(IDENTITY_SCOPES) as IdentityScope[]).map((name) => ({
    tenant_id,
    name,
    resource: null,
    ...originalScopes[name],
    // Without openid there is no sign-in to allow (OIDC Core §3.1.2.1).
    required: name === 'openid' ? 1 : 0,
    emphasised: 0,
    needs_review: 0,
  }));
}
