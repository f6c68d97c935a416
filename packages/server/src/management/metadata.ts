import { dialectsOf } from '../dialects/index.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ManagementDeps } from './management-deps.ts';
import { endpointsOf } from './quickstart/of-client.ts';

/** Where a tenant answers apps, and by what they know its signatures: what its public metadata and JWKS say, for the console alone. */
export interface TenantMetadata {
  issuer: string;
  /** By their keys in RFC 8414 §2, in the dialect that the tenant advertises. */
  endpoints: Record<string, string>;
  /** Public keys (RFC 7517 §5). */
  jwks: { keys: Record<string, unknown>[] };
}

export function tenantMetadata({ clock }: Pick<ManagementDeps, 'clock'>, tenant: Tenant): TenantMetadata {
  const now = clock();
  const [dialect] = dialectsOf(tenant.settings);
  const published = tenant.keys.filter(({ published_until }) => published_until === null || published_until > now);
  return {
    issuer: tenant.issuer,
    endpoints: { ...endpointsOf(tenant, dialect) },
    jwks: { keys: published.map(({ publicJwk }) => ({ ...publicJwk })) },
  };
}
