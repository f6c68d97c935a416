import { afterAll, beforeAll, expect, test } from 'vitest';
import { API, type TestServer, type TestUser } from '../../packages/server/test/support/start-server.ts';
import { anApplication, login, startPayments, tokens } from '../../packages/server/test/xendit/payments.ts';
import { openInvoices } from '../src/xendit/api/invoices.ts';
import { createXenditApi } from '../src/xendit/api/payments-api.ts';

let server: TestServer;
let api: ReturnType<typeof createXenditApi>;
const invoices = openInvoices(':memory:');

beforeAll(async () => {
  server = await startPayments();
  const { issuer, clock } = server;
  const fetch: typeof globalThis.fetch = (input, init) => Promise.resolve(server.fetch(String(input), init));
  api = createXenditApi({ issuer, api: API, invoices, clock, fetch });
});

afterAll(async () => {
  await server.close();
  invoices.close();
});

/** What an application gets from a merchant who allows these scopes. */
async function allowed(user: TestUser, allow: string[]): Promise<{ client_id: string; authorization: string }> {
  const client = await anApplication(server);
  const { code } = await login(server, client, user, { allow });
  const { body } = await tokens(server, { code, client_secret: client.client_secret });
  return { client_id: client.client_id, authorization: `Bearer ${body.access_token}` };
}

function call(path: string, init: { authorization?: string; body?: unknown } = {}): Response | Promise<Response> {
  const { authorization, body } = init;
  return api.fetch(
    new Request(new URL(path, API), {
      headers: authorization === undefined ? {} : { authorization },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }),
  );
}

const envelope = (error_code: string) => ({
  error_code,
  message: expect.stringMatching(/^[\x20-\x7e]{20,}$/),
  links: { href: `${server.issuer}/errors/${error_code}`, rel: 'docs' },
});

test('RFC 6750 §3: without a token 401 with WWW-Authenticate, in the envelope of the product, whose link leads to a page', async () => {
  for (const [path, body] of [
    ['/v2/invoices'],
    ['/v2/invoices/INV-0001'],
    ['/v2/balance'],
    ['/v2/invoices', {}],
  ] as const) {
    const response = await call(path, { body });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer scope="[A-Z.]+"/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual(envelope('INVALID_TOKEN_ERROR'));
  }
  expect((await server.fetch('/errors/INVALID_TOKEN_ERROR')).status).toBe(200);
});

test('RFC 6750 §3.1: a token without the scope is refused with 403 insufficient_scope, and nothing is written', async () => {
  const user = await server.aUser();
  const { authorization } = await allowed(user, ['INVOICE.READ']);
  const response = await call('/v2/invoices', { authorization, body: { amount: 1, description: 'x' } });
  expect(response.status).toBe(403);
  expect(response.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
  expect(await response.json()).toEqual(envelope('INVALID_SCOPE_ERROR'));
  expect(invoices.of(user.sub)).toEqual([]);
  expect((await call('/v2/invoices', { authorization })).status).toBe(200);
  expect((await call('/v2/balance', { authorization })).status).toBe(403);
});

test('a merchant’s invoice names the app that made it, and no other merchant finds it', async () => {
  const [merchant, stranger] = [await server.aUser(), await server.aUser()];
  const { client_id, authorization } = await allowed(merchant, ['INVOICE.READ', 'INVOICE.WRITE']);
  const response = await call('/v2/invoices', { authorization, body: { amount: 45_000, description: ' Honey ' } });
  expect(response.status).toBe(201);
  const invoice = (await response.json()) as { id: string };
  expect(invoice).toEqual({
    id: expect.stringMatching(/^INV-\d{4}$/),
    description: 'Honey',
    amount: 45_000,
    currency: 'IDR',
    status: 'PENDING',
    created_at: server.clock(),
    created_by: client_id,
  });
  expect(await (await call('/v2/invoices', { authorization })).json()).toEqual({ invoices: [invoice] });
  expect(await (await call(`/v2/invoices/${invoice.id}`, { authorization })).json()).toEqual(invoice);

  const other = await allowed(stranger, ['INVOICE.READ']);
  const hidden = await call(`/v2/invoices/${invoice.id}`, other);
  expect({ status: hidden.status, body: await hidden.json() }).toEqual({
    status: 404,
    body: envelope('NOT_FOUND_ERROR'),
  });
  expect(await (await call('/v2/invoices', other)).json()).toEqual({ invoices: [] });
});

test('what is no invoice is refused with what to send', async () => {
  const user = await server.aUser();
  const { authorization } = await allowed(user, ['INVOICE.WRITE']);
  const description = 'x';
  for (const body of [
    null,
    [],
    { amount: 1 },
    { description },
    { amount: '1', description },
    { amount: 0, description },
    { amount: 1.5, description },
    { amount: 1e10, description },
    { amount: 1, description: ' ' },
    { amount: 1, description: 'x'.repeat(141) },
    { amount: 1, description: 7 },
  ]) {
    const response = await call('/v2/invoices', { authorization, body });
    expect({ body, status: response.status }).toEqual({ body, status: 400 });
    expect(await response.json()).toEqual(envelope('INVALID_REQUEST_ERROR'));
  }
  const long = await call('/v2/invoices', { authorization, body: { amount: 1, description: 'x'.repeat(20_000) } });
  expect({ status: long.status, body: await long.json() }).toEqual({
    status: 413,
    body: envelope('REQUEST_TOO_LARGE_ERROR'),
  });
  expect(invoices.of(user.sub)).toEqual([]);
});

test('while the issuer is down nothing is let through, and the caller is told to come back', async () => {
  const { authorization } = await allowed(await server.aUser(), ['INVOICE.READ']);
  const { issuer, clock } = server;
  const fetch = () => Promise.reject(new TypeError('fetch failed'));
  const alone = createXenditApi({ issuer, api: API, invoices, clock, fetch });
  const response = await alone.fetch(new Request(new URL('/v2/invoices', API), { headers: { authorization } }));
  expect(response.status).toBe(503);
  expect(response.headers.has('retry-after')).toBe(true);
  expect(await response.json()).toEqual(envelope('SERVICE_UNAVAILABLE_ERROR'));
});

test('every error that this API can answer has its page at the issuer', async () => {
  for (const code of ['INVALID_REQUEST', 'INVALID_SCOPE', 'NOT_FOUND', 'REQUEST_TOO_LARGE', 'SERVICE_UNAVAILABLE']) {
    expect((await server.fetch(`/errors/${code}_ERROR`)).status).toBe(200);
  }
});

test('the index says what there is; RFC 9728 §3 metadata says who issues the tokens', async () => {
  expect(await (await call('/')).json()).toMatchObject({ name: 'Payments API', issuer: server.issuer });
  const metadata = await call(`/.well-known/oauth-protected-resource${new URL(API).pathname}`);
  expect(await metadata.json()).toMatchObject({ resource: API, authorization_servers: [server.issuer] });
  const nothing = await call('/v2/payouts');
  expect({ status: nothing.status, body: await nothing.json() }).toEqual({
    status: 404,
    body: envelope('NOT_FOUND_ERROR'),
  });
});
