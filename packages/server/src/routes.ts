import { SETUP_PATH } from './accounts/setup.ts';
import { LINK_PATH } from './accounts/tickets.ts';
import { apiDocsRoute, consoleRoute } from './console/serve.ts';
import type { Dialect, EndpointName } from './dialects/dialect.ts';
import { ERROR_PAGES } from './dialects/documented-error.ts';
import { dialectsOf, spokenBy } from './dialects/index.ts';
import { authorizationEndpoint } from './endpoints/authorization/index.ts';
import { checkSessionEndpoint } from './endpoints/check-session.ts';
import { discoveryEndpoint } from './endpoints/discovery.ts';
import { endSessionEndpoint } from './endpoints/end-session.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import { introspectionEndpoint } from './endpoints/introspection.ts';
import { jwksEndpoint } from './endpoints/jwks.ts';
import { revocationEndpoint } from './endpoints/revocation.ts';
import { tokenEndpoint } from './endpoints/token.ts';
import { userinfoEndpoint } from './endpoints/userinfo.ts';
import { ACCOUNT_PATH, APPS_PATH, SIGN_OUT_PATH } from './interaction/account/paths.ts';
import { DIRECTORY_PATH } from './interaction/directory.ts';
import { errorPagesRoute } from './interaction/error-pages.ts';
import { RECOVERY_PATH } from './interaction/mail-occasion.ts';
import {
  accountRoute,
  appsRoute,
  directoryRoute,
  homeRoute,
  interactionRoute,
  linkRoute,
  recoveryRoute,
  setupRoute,
  signInByMailRoute,
  signInRoute,
  signUpRoute,
  themeRoute,
  upstreamRoute,
} from './interaction/routes.ts';
import { SIGN_IN_PATH } from './interaction/sign-in.ts';
import { SIGN_IN_BY_MAIL_PATH, SIGN_UP_PATH } from './interaction/ways-by-mail.ts';
import { managementEndpoint } from './management/api/endpoint.ts';
import { openApiEndpoint } from './management/api/openapi.ts';
import { CONSOLE_PATH } from './management/console-client.ts';
import { MANAGEMENT_PATH } from './tenants/management-scopes.ts';
import type { Tenant } from './tenants/tenant.ts';
import { SIGN_IN_WITH_PATH } from './upstream/provider.ts';

/** The endpoints by their metadata names; where they are is the dialect's say. */
const ENDPOINTS: Readonly<Partial<Record<EndpointName, Endpoint>>> = {
  authorization_endpoint: authorizationEndpoint,
  token_endpoint: tokenEndpoint,
  introspection_endpoint: introspectionEndpoint,
  revocation_endpoint: revocationEndpoint,
  userinfo_endpoint: userinfoEndpoint,
  end_session_endpoint: endSessionEndpoint,
  check_session_iframe: checkSessionEndpoint,
  jwks_uri: jwksEndpoint,
};

/** Paths, relative to the issuer, that no dialect moves. RFC 8414 §3.1 puts a path issuer's metadata elsewhere too (app.ts). */
const FIXED: Readonly<Record<string, Endpoint>> = {
  '/.well-known/openid-configuration': discoveryEndpoint,
  '/.well-known/oauth-authorization-server': discoveryEndpoint,
  [`${MANAGEMENT_PATH}/openapi.json`]: openApiEndpoint,
  [`${MANAGEMENT_PATH}/docs`]: apiDocsRoute,
  '/theme.css': themeRoute,
  [CONSOLE_PATH]: consoleRoute,
  [SIGN_IN_PATH]: signInRoute,
  [SIGN_IN_BY_MAIL_PATH]: signInByMailRoute,
  [SIGN_UP_PATH]: signUpRoute,
  [RECOVERY_PATH]: recoveryRoute,
  [SIGN_OUT_PATH]: endSessionEndpoint,
  [APPS_PATH]: appsRoute,
  [DIRECTORY_PATH]: directoryRoute,
  [ACCOUNT_PATH]: accountRoute,
  '/': homeRoute,
  '': homeRoute,
};

/** Those that stand for whatever begins with them. */
const FIXED_BELOW: readonly (readonly [prefix: string, endpoint: Endpoint])[] = [
  ['/interaction/', interactionRoute],
  [`${MANAGEMENT_PATH}/`, managementEndpoint],
  [`${CONSOLE_PATH}/`, consoleRoute],
  [`${LINK_PATH}/`, linkRoute],
  [`${SETUP_PATH}/`, setupRoute],
  [`${SIGN_IN_WITH_PATH}/`, upstreamRoute],
  [`${APPS_PATH}/`, appsRoute],
  [`${ACCOUNT_PATH}/`, accountRoute],
];

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
  const [, endpoint] = FIXED_BELOW.find(([prefix]) => path.startsWith(prefix)) ?? [];
  if (endpoint !== undefined) return { endpoint, dialect: dialectsOf(tenant.settings)[0] };
  return path.startsWith(ERROR_PAGES) ? errorPage(tenant, path.slice(ERROR_PAGES.length)) : null;
}

/** Of the first dialect that has an error of this name. */
function errorPage(tenant: Tenant, error_code: string): Route | null {
  const dialect = dialectsOf(tenant.settings).find(({ errors }) => errors?.has(error_code));
  return dialect === undefined ? null : { endpoint: errorPagesRoute, dialect };
}

function routeTable(tenant: Tenant): ReadonlyMap<string, Route> {
  const [first] = dialectsOf(tenant.settings);
  const table = new Map<string, Route>(
    Object.entries(FIXED).map(([path, endpoint]) => [path, { endpoint, dialect: first }]),
  );
  for (const dialect of spokenBy(tenant.settings)) {
    for (const [name, path] of Object.entries(dialect.paths)) {
      const endpoint = ENDPOINTS[name as EndpointName];
      if (endpoint !== undefined && !table.has(path)) table.set(path, { endpoint, dialect });
    }
  }
  return table;
}
