import { Hono } from 'hono';
import type { Deps } from './deps.ts';
import type { Endpoint } from './endpoints/endpoint.ts';
import type { Exchange } from './exchange.ts';
import { allowOrigin, preflight } from './http/cors.ts';
import { HttpError } from './http/http-error.ts';
import { clientAddress } from './http/network.ts';
import { json } from './http/responses.ts';
import { boundedBody, MAX_URL_LENGTH } from './http/wire-request.ts';
import { serveAsset } from './interaction/assets/serve-asset.ts';
import { INBOX_PATH, showInbox } from './mail/dev-inbox.ts';
import { newRequestId } from './observability/request-id.ts';
import { RETRY_LATER, refuse } from './refuse.ts';
import { findRoute } from './routes.ts';
import { StorageUnavailableError } from './storage/port.ts';
import { resolveTenant } from './tenants/resolve-tenant.ts';
import { newNotes } from './traces/notes.ts';

/** What the transport knows about a request besides the request. */
export interface Connection {
  /** The peer's IP address. */
  readonly remoteAddress?: string | undefined;
}

export interface App {
  fetch(request: Request, connection?: Connection): Promise<Response>;
}

export interface AppOptions {
  /** What `/` shows where no tenant lives at the root; a bare 404 without it. */
  readonly startPage?: (() => Response) | undefined;
}

/** The whole server as one function from request to response. */
export function createApp(deps: Deps, options: AppOptions = {}): App {
  const app = new Hono<{ Bindings: Connection; Variables: { id: string } }>();
  app.get('/healthz', () => json(200, { status: 'ok' }));
  app.get('/readyz', async () => {
    try {
      await deps.storage.ready();
      return json(200, { status: 'ready' });
    } catch (error) {
      deps.log.warn({ err: error }, 'not ready');
      return json(503, { status: 'unavailable' }, RETRY_LATER);
    }
  });
  app.get('/assets/*', (c) => serveAsset(new URL(c.req.url).pathname, c.req.header('if-none-match')) ?? c.notFound());
  if (deps.config.mode === 'development') {
    app.get(`${INBOX_PATH}/*`, async (c) => (await showInbox(deps, c.req.raw)) ?? c.notFound());
  }
  app.all('*', async (c) => {
    const id = newRequestId(deps.random);
    c.set('id', id);
    const response = await respond(deps, options, { request: c.req.raw, connection: c.env ?? {}, id });
    response.headers.set('x-request-id', id);
    return response;
  });
  app.notFound(() => json(404, { error: 'not_found' }));
  // What fails before there is a tenant whose format or page could say so.
  app.onError((error, c) => {
    const id = c.get('id') as string | undefined;
    const headers: Record<string, string> = id === undefined ? {} : { 'x-request-id': id };
    if (error instanceof StorageUnavailableError) {
      deps.log.warn({ err: error, request_id: id }, 'unavailable');
      return json(503, { error: 'temporarily_unavailable' }, { ...headers, ...RETRY_LATER });
    }
    deps.log.error({ err: error, request_id: id }, 'failed');
    return json(500, { error: 'server_error' }, headers);
  });
  return { fetch: async (request, connection = {}) => app.fetch(request, connection) };
}

interface Incoming {
  readonly request: Request;
  readonly connection: Connection;
  readonly id: string;
}

async function respond(deps: Deps, options: AppOptions, { request, connection, id }: Incoming): Promise<Response> {
  const url = new URL(request.url);
  const peer = connection.remoteAddress ?? '127.0.0.1';
  const resolved = await resolveTenant(deps, { path: url.pathname, headers: request.headers, peer });
  if (resolved === null) {
    if (url.pathname === '/' && options.startPage !== undefined) return options.startPage();
    return json(404, { error: 'not_found', error_description: 'There is no tenant here' });
  }
  const { tenant, path } = resolved;
  const route = findRoute(tenant, path);
  const endpoint = route?.endpoint ?? noSuchPage;
  const address = clientAddress(peer, request.headers, deps.config.trustedProxies);
  const exchange: Exchange = {
    deps: { ...deps, origin: { address, request_id: id } },
    tenant,
    dialect: (route ?? findRoute(tenant, '/'))?.dialect ?? neverWithoutDialect(),
    path,
    request: {
      method: request.method,
      url,
      headers: request.headers,
      id,
      address,
      body: boundedBody(request),
    },
    log: deps.log.child({ request_id: id, tenant: tenant.name }),
    trace: newNotes(endpoint.trace ?? null),
  };
  const response = await answer(exchange, endpoint);
  deps.traces.record(exchange, endpoint, response);
  response.headers.set('x-content-type-options', 'nosniff');
  if (tenant.issuer.startsWith('https:')) {
    response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
  }
  return response;
}

async function answer(exchange: Exchange, endpoint: Endpoint): Promise<Response> {
  try {
    const { method, url } = exchange.request;
    if (method === 'OPTIONS') return await preflight(exchange, endpoint);
    if (!endpoint.methods.includes(method)) {
      throw new HttpError(405, 'This method is not allowed here', { allow: endpoint.methods.join(', ') });
    }
    if (url.href.length > MAX_URL_LENGTH) throw new HttpError(414, 'The request URL is too long');
    return await allowOrigin(exchange, endpoint, await endpoint.respond(exchange));
  } catch (error) {
    // A page on a registered origin must be able to read why it was refused.
    const refusal = await refuse(exchange, endpoint, error);
    return allowOrigin(exchange, endpoint, refusal).catch(() => refusal);
  }
}

const noSuchPage: Endpoint = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  reader: 'person',
  cors: 'none',
  respond: async () => {
    throw new HttpError(404, 'There is no such page');
  },
};

function neverWithoutDialect(): never {
  throw new Error('a tenant speaks at least one dialect');
}
