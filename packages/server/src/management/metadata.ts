import { type Dialect, endpointsOf, type RequestStyle } from '../dialects/dialect.ts';
import { dialectsOf } from '../dialects/index.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { publishedKeys } from '../tenants/tenant-keys.ts';
import type { ManagementDeps } from './management-deps.ts';

/** Where a tenant answers apps, and by what they know its signatures: what its public metadata and JWKS say, for the console alone. */
export interface TenantMetadata {
  issuer: string;
  /** By their keys in RFC 8414 §2, in the dialect that the tenant advertises. */
  endpoints: Record<string, string>;
  /** Every dialect that its apps may speak; the first one is advertised. */
  dialects: SpokenDialect[];
  /** Public keys (RFC 7517 §5). */
  jwks: { keys: Record<string, unknown>[] };
}

/** A dialect at one tenant: where it answers, and how requests are written (dialects/dialect.ts, RequestStyle). */
export interface SpokenDialect {
  name: string;
  endpoints: Record<string, string>;
  token_request: RequestStyle['tokenRequest'];
  authorization_names: Record<string, string>;
  scopes: RequestStyle['scopes'];
  implied: string[];
}

export function tenantMetadata({ clock }: Pick<ManagementDeps, 'clock'>, tenant: Tenant): TenantMetadata {
  const [first, ...others] = dialectsOf(tenant.settings);
  const advertised = spokenDialect(tenant, first);
  return {
    issuer: tenant.issuer,
    endpoints: advertised.endpoints,
    dialects: [advertised, ...others.map((dialect) => spokenDialect(tenant, dialect))],
    jwks: { keys: publishedKeys(tenant, clock()).map(({ publicJwk }) => ({ ...publicJwk })) },
  };
}

function spokenDialect({ issuer }: Tenant, dialect: Dialect): SpokenDialect {
  const { tokenRequest, authorizationNames, scopes, implied } = dialect.requests;
  return {
    name: dialect.name,
    endpoints: { ...endpointsOf(issuer, dialect) },
    token_request: tokenRequest,
    authorization_names: { ...authorizationNames },
    scopes,
    implied: [...implied],
  };
}

/** What the playground of the console calls in the place of an app: the token and userinfo endpoint of every dialect. */
export function playgroundEndpoints({ issuer, settings }: Pick<Tenant, 'issuer' | 'settings'>): string[] {
  const called = dialectsOf(settings).flatMap((dialect) => {
    const { token_endpoint, userinfo_endpoint } = endpointsOf(issuer, dialect);
    return [token_endpoint, userinfo_endpoint].filter((url) => url !== undefined);
  });
  return [...new Set(called)];
}
