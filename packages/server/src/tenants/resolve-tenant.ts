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
  const host = requestedHost(deps, request);
  const ownHost = deps.config.publicUrl.split('/', 3)[2] === host;
  // A host issuer owns its whole origin; below the public URL a path issuer comes first.
  const byHost = ownHost ? null : await hostTenant(deps, host);
  if (byHost !== null) return { tenant: byHost, path };
  const byPath = await locateByPath(deps, path);
  if (byPath !== null || !ownHost) return byPath;
  const atRoot = await hostTenant(deps, host);
  return atRoot && { tenant: atRoot, path };
}

async function locateByPath(deps: Pick<Deps, 'tenants'>, path: string): Promise<Located | null> {
  const wellKnown = WELL_KNOWN.exec(path);
  if (wellKnown !== null) {
    const tenant = await pathTenant(deps, wellKnown[2] ?? '');
    return tenant && { tenant, path: wellKnown[1] ?? '' };
  }
  const end = path.indexOf('/', 1);
  const tenant = await pathTenant(deps, end === -1 ? path.slice(1) : path.slice(1, end));
  return tenant && { tenant, path: end === -1 ? '' : path.slice(end) };
}

async function pathTenant(deps: Pick<Deps, 'tenants'>, name: string): Promise<Tenant | null> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) return null;
  const tenant = await deps.tenants.byName(name);
  return tenant?.issuer.endsWith(`/${name}`) === true ? tenant : null;
}

async function hostTenant(deps: Pick<Deps, 'tenants'>, host: string): Promise<Tenant | null> {
  if (!/^[a-z0-9.-]+(:\d{1,5})?$/.test(host)) return null;
  return (await deps.tenants.byOrigin(`https://${host}`)) ?? deps.tenants.byOrigin(`http://${host}`);
}

function requestedHost(
  { config }: Pick<Deps, 'config'>,
  { headers, peer }: { headers: Headers; peer: string },
): string {
  const forwarded = isTrustedProxy(peer, config.trustedProxies) ? headers.get('x-forwarded-host') : null;
  return (forwarded ?? headers.get('host') ?? '').toLowerCase();
}
