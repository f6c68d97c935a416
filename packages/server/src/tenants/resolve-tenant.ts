import type { Deps } from '../deps.ts';
import { isTrustedProxy } from '../http/network.ts';
import type { Tenant } from './tenant.ts';

export interface Located {
  readonly tenant: Tenant;
  /** Relative to the issuer, starting with a slash, or empty for the issuer itself. */
  readonly path: string;
}

/** RFC 8414 §3.1 and OIDC Discovery put the metadata of a path issuer before its path as well. */
const WELL_KNOWN = /^(\/\.well-known\/(?:oauth-authorization-server|openid-configuration))\/([^/]+)$/;

/**
 * Which tenant a request is for. The host only selects among configured issuers; no link is ever made from it. A forwarded host
 * counts only from a trusted proxy.
 */
export async function resolveTenant(
  deps: Pick<Deps, 'tenants' | 'config'>,
  request: { readonly path: string; readonly headers: Headers; readonly peer: string },
): Promise<Located | null> {
  const { path } = request;
  const wellKnown = WELL_KNOWN.exec(path);
  if (wellKnown !== null) {
    const tenant = await pathTenant(deps, wellKnown[2] ?? '');
    return tenant && { tenant, path: wellKnown[1] ?? '' };
  }
  const end = path.indexOf('/', 1);
  const segment = end === -1 ? path.slice(1) : path.slice(1, end);
  const tenant = await pathTenant(deps, segment);
  if (tenant !== null) return { tenant, path: end === -1 ? '' : path.slice(end) };
  return hostTenant(deps, request);
}

async function pathTenant(deps: Pick<Deps, 'tenants'>, name: string): Promise<Tenant | null> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) return null;
  const tenant = await deps.tenants.byName(name);
  return tenant?.issuer.endsWith(`/${name}`) === true ? tenant : null;
}

async function hostTenant(
  deps: Pick<Deps, 'tenants' | 'config'>,
  { path, headers, peer }: { path: string; headers: Headers; peer: string },
): Promise<Located | null> {
  const forwarded = isTrustedProxy(peer, deps.config.trustedProxies) ? headers.get('x-forwarded-host') : null;
  const host = (forwarded ?? headers.get('host') ?? '').toLowerCase();
  if (!/^[a-z0-9.-]+(:\d{1,5})?$/.test(host)) return null;
  const tenant = (await deps.tenants.byOrigin(`https://${host}`)) ?? (await deps.tenants.byOrigin(`http://${host}`));
  return tenant && { tenant, path };
}
