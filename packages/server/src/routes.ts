import type { Dialect, EndpointName } from './dialects/dialect.ts';
import { ERROR_PAGES } from './dialects/documented-error.ts';
import { DIALECTS } from './dialects/index.ts';
import { authorizationEndpoint } from './endpoints/authorization/index.ts';
import { discoveryEndpoint } from './endpoints/discovery.ts';
import { endSessionEndpoint } from './endpoints/end-session.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { introspectionEndpoint } from './endpoints/introspection.ts';
import { jwksEndpoint } from './endpoints/jwks.ts';
import { revocationEndpoint } from './endpoints/revocation.ts';
import { tokenEndpoint } from './endpoints/token.ts';
import { userinfoEndpoint } from './endpoints/userinfo.ts';
import { errorPagesRoute } from './interaction/error-pages.ts';
import { SIGN_OUT_PATH } from './interaction/home.ts';
import { homeRoute, interactionRoute, themeRoute } from './interaction/routes.ts';
import type { Tenant } from './tenants/tenant.ts';

/** The endpoints by their metadata names; where they are is the dialect's say. */
const ENDPOINTS: Readonly<Partial<Record<EndpointName, Endpoint>>> = {
  authorization_endpoint: authorizationEndpoint,
  token_endpoint: tokenEndpoint,
  introspection_endpoint: introspectionEndpoint,
  revocation_endpoint: revocationEndpoint,
  userinfo_endpoint: userinfoEndpoint,
  end_session_endpoint: endSessionEndpoint,
  jwks_uri: jwksEndpoint,
};

/** Paths, relative to the issuer, that no dialect moves. RFC 8414 §3.1 puts a path issuer's metadata elsewhere too (app.ts). */
const FIXED: Readonly<Record<string, Endpoint>> = {
  '/.well-known/openid-configuration': discoveryEndpoint,
  '/.well-known/oauth-authorization-server': discoveryEndpoint,
  '/theme.css': themeRoute,
  [SIGN_OUT_PATH]: endSessionEndpoint,
  '/': homeRoute,
  '': homeRoute,
};

export interface Route {
  readonly endpoint: Endpoint;
  readonly dialect: Dialect;
}

const tables = new WeakMap<Tenant, ReadonlyMap<string, Route>>();

/** The route for a path relative to the issuer; null if there is none. */
export function findRoute(tenant: Tenant, path: string): Route | null {
  let table = tables.get(tenant);
  if (table === undefined) {
    table = routeTable(tenant);
    tables.set(tenant, table);
  }
  const route = table.get(path);
  if (route !== undefined) return route;
  if (path.startsWith('/interaction/')) return { endpoint: interactionRoute, dialect: firstDialect(tenant) };
  return path.startsWith(ERROR_PAGES) ? errorPage(tenant, path.slice(ERROR_PAGES.length)) : null;
}

/** Of the first dialect that has an error of this name. */
function errorPage(tenant: Tenant, error_code: string): Route | null {
  const dialect = tenant.settings.dialects.map(dialectNamed).find(({ errors }) => errors?.has(error_code));
  return dialect === undefined ? null : { endpoint: errorPagesRoute, dialect };
}

function routeTable(tenant: Tenant): ReadonlyMap<string, Route> {
  const first = firstDialect(tenant);
  const table = new Map<string, Route>(
    Object.entries(FIXED).map(([path, endpoint]) => [path, { endpoint, dialect: first }]),
  );
  for (const dialect of tenant.settings.dialects.map(dialectNamed)) {
    for (const [name, path] of Object.entries(dialect.paths)) {
      const endpoint = ENDPOINTS[name as EndpointName];
      if (endpoint !== undefined && !table.has(path)) table.set(path, { endpoint, dialect });
    }
  }
  return table;
}

function firstDialect(tenant: Tenant): Dialect {
  return dialectNamed(tenant.settings.dialects[0] ?? 'standard');
}

function dialectNamed(name: string): Dialect {
  const dialect = DIALECTS.get(name);
  if (dialect === undefined)
    throw new Error(`There is no dialect named ${name}; known are ${[...DIALECTS.keys()].join(', ')}.`);
  return dialect;
}
