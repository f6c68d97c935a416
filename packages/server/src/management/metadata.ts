import { endpointsOf } from '../dialects/dialect.ts';
import { dialectsOf } from '../dialects/index.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { publishedKeys } from '../tenants/tenant-keys.ts';
import type { ManagementDeps } from './management-deps.ts';

/** Where a tenant answers apps, and by what they know its signatures: what its public metadata and JWKS say, for the console alone. */
export interface TenantMetadata {
  issuer: string;
  /** By their keys in RFC 8414 §2, in the dialect that the tenant advertises. */
  endpoints: Record<string, string>;
  /** Public keys (RFC 7517 §5). */
  jwks: { keys: Record<string, unknown>[] };
}

export function tenantMetadata({ clock }: Pick<ManagementDeps, 'clock'>, tenant: Tenant): TenantMetadata {
  const [dialect] = dialectsOf(tenant.settings);
  return {
    issuer: tenant.issuer,
    endpoints: { ...endpointsOf(tenant.issuer, dialect) },
    jwks: { keys: publishedKeys(tenant, clock()).map(({ publicJwk }) => ({ ...publicJwk })) },
  };
}
