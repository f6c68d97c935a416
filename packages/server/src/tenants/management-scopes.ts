import type { ResourceServerRecord, ScopeRecord } from '../storage/records.ts';
import type { TenantSettings } from './settings.ts';
import type { Tenant } from './tenant.ts';

/** Below the issuer. */
export const MANAGEMENT_PATH = '/api/v1';

/** Keeps the scopes of the management API apart from those that a product gives its own. */
export const MANAGEMENT_SCOPE_PREFIX = 'xenia:';

/** The scopes of the management API, and what they permit in the words of a consent page. */
export const MANAGEMENT_SCOPES = {
  'xenia:apps:read': 'See apps, their clients and what they were sent',
  'xenia:apps:write': 'Register and change apps and their clients',
  'xenia:traces:read': 'See the requests of apps and why they failed',
  'xenia:users:read': 'See users, their sessions and what they allowed',
  'xenia:users:write': 'Create, change, disable and delete users',
  'xenia:organizations:read': 'See organizations and their members',
  'xenia:organizations:write': 'Create, change and delete organizations',
  'xenia:settings:read': 'See the settings of the tenant, its APIs, scopes, keys and providers',
  'xenia:settings:write': 'Change the settings of the tenant, its APIs, scopes, keys and providers',
  'xenia:audit:read': 'Read the audit log',
} as const;
export type ManagementScope = keyof typeof MANAGEMENT_SCOPES;

/** Seconds that access tokens for the management API live, unless all of the tenant's are shorter. */
const ACCESS_TOKEN_TTL = 600;

/** The identifier of the management API as a resource server (RFC 8707 §2). */
export function managementResource({ issuer }: Pick<Tenant, 'issuer'>): string {
  return `${issuer}${MANAGEMENT_PATH}`;
}

export function isManagementScope(scope: string): boolean {
  return scope.startsWith(MANAGEMENT_SCOPE_PREFIX);
}

/** The API that every tenant has without having registered it. */
export function managementResourceServer(
  tenant: Pick<Tenant, 'tenant_id' | 'issuer'>,
  { accessTokenTtl }: Pick<TenantSettings, 'accessTokenTtl'>,
  created_at: number,
): ResourceServerRecord {
  return {
    tenant_id: tenant.tenant_id,
    resource: managementResource(tenant),
    name: 'Xenia',
    access_token_format: 'jwt',
    access_token_ttl: Math.min(ACCESS_TOKEN_TTL, accessTokenTtl),
    access_token_signing_alg: 'ES256',
    created_at,
  };
}

export function managementScopeRecords(tenant: Pick<Tenant, 'tenant_id' | 'issuer'>): ScopeRecord[] {
  const resource = managementResource(tenant);
  return Object.entries(MANAGEMENT_SCOPES).map(([name, display_name]) => ({
    tenant_id: tenant.tenant_id,
    name,
    resource,
    display_name,
    description: '',
    required: 0,
    emphasised: name.endsWith(':write') ? 1 : 0,
    needs_review: 0,
  }));
}

/** The identifiers of the resource servers that were registered, without the management API itself. */
export function registeredResources(tenant: Pick<Tenant, 'issuer' | 'resourceServers'>): string[] {
  return [...tenant.resourceServers.keys()].filter((resource) => resource !== managementResource(tenant));
}
