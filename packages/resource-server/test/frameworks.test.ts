import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { getRequestListener } from '@hono/node-server';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as forExpress from '../src/express.ts';
import * as forFastify from '../src/fastify.ts';
import * as forHono from '../src/hono.ts';
import { createGuard, type Guard, tokenOf } from '../src/index.ts';
import * as forNodeHttp from '../src/node-http.ts';
import { close, fakeClock, listen, resource, startIssuer, startOfTime, type TestIssuer } from './test-issuer.ts';

type Middleware = (request: never, response: never, next: () => void) => unknown;
interface ExpressApp {
  (...request: Parameters<RequestListener>): void;
  use(middleware: Middleware): void;
  get(path: string, guard: Middleware, route: (request: object, response: { json(body: unknown): void }) => void): void;
}
// Express brings no types of its own.
const express = createRequire(import.meta.url)('express') as () => ExpressApp;

/** Each framework with GET /orders behind scope `read`, and the metadata document. */
const listeners: Record<string, (guard: Guard) => Promise<RequestListener>> = {
  async express(guard) {
    const app = express();
    app.use(forExpress.metadataRoute(guard));
    app.get('/orders', forExpress.protect(guard, { scope: 'read' }), (request, response) => {
      response.json({ sub: tokenOf(request).sub });
    });
    return app;
  },
  async fastify(guard) {
    const app = fastify();
    await app.register(forFastify.metadataRoute(guard));
    app.get('/orders', { onRequest: forFastify.protect(guard, { scope: 'read' }) }, async (request) => ({
      sub: tokenOf(request).sub,
    }));
    await app.ready();
    return (request, response) => app.routing(request, response);
  },
  async hono(guard) {
    const app = new Hono();
    app.use(forHono.metadataRoute(guard));
    app.get('/orders', forHono.protect(guard, { scope: 'read' }), (c) => c.json({ sub: tokenOf(c).sub }));
    return getRequestListener(app.fetch);
  },
  async 'node:http'(guard) {
    const metadata = forNodeHttp.metadataRoute(guard);
    const protect = forNodeHttp.protect(guard, { scope: 'read' });
    return async (request, response) => {
      if (metadata(request, response)) return;
      const token = await protect(request, response);
      if (token)
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ sub: tokenOf(request).sub }));
    };
  },
};

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

describe.each(Object.keys(listeners))('%s', (framework) => {
  const servers: ReturnType<typeof createServer>[] = [];
  let api: string;

  async function start(issuerUrl: string): Promise<string> {
    const guard = createGuard({ issuer: issuerUrl, resource, clock: fakeClock(), scopes_supported: ['read'] });
    const server = createServer(await listeners[framework]!(guard));
    servers.push(server);
    return listen(server);
  }

  beforeAll(async () => {
    api = await start(issuer.url);
  });
  afterAll(() => Promise.all(servers.map(close)));

  const get = (token?: string) =>
    fetch(`${api}/orders`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

  test('a good token reaches the route, which reads it', async () => {
    const response = await get(await issuer.token());
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ sub: 'alice' });
  });

  test('RFC 6750 §3.1: no token, 401 and a bare challenge', async () => {
    const response = await get();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer scope="read", resource_metadata="https://api.example/.well-known/oauth-protected-resource/v1"',
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('');
  });

  test('RFC 6750 §3.1: a bad token, 401 invalid_token', async () => {
    const response = await get(await issuer.token({ exp: startOfTime }));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual({ error: 'invalid_token', error_description: expect.any(String) });
  });

  test('RFC 6750 §3.1: too little scope, 403 insufficient_scope; a malformed header, 400', async () => {
    expect((await get(await issuer.token({ scope: 'other' }))).status).toBe(403);
    expect((await get('a b')).status).toBe(400);
  });

  test('an unreachable issuer: 503 with Retry-After and no stack trace', async () => {
    const lonely = await start('http://127.0.0.1:9');
    const token = await issuer.token({ iss: 'http://127.0.0.1:9' });
    const response = await fetch(`${lonely}/orders`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toEqual({ error: 'temporarily_unavailable', error_description: expect.any(String) });
  });

  test('RFC 9728 §3: the metadata document is served at the well-known path, to any origin', async () => {
    const response = await fetch(`${api}/.well-known/oauth-protected-resource/v1`);
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({
      resource,
      authorization_servers: [issuer.url],
      scopes_supported: ['read'],
      bearer_methods_supported: ['header'],
    });
    expect((await fetch(`${api}/.well-known/oauth-protected-resource`)).status).not.toBe(200);
  });
});

test('a route that is not protected has no token', () => {
  expect(() => tokenOf({})).toThrow(TypeError);
});
