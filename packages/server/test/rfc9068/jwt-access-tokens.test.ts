import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import { createGuard } from '@xenia/resource-server';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { anInstalledApp, aResourceServerClient, aService, revoke, serviceToken } from '../support/installed-app.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';

describe('RFC 9068 JWT access tokens, read by jose', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function verify(token: string, audience = API) {
    const jwks = (await (await server.fetch('/jwks')).json()) as JSONWebKeySet;
    const currentDate = new Date(server.clock() * 1000);
    return jwtVerify(token, createLocalJWKSet(jwks), { issuer: server.issuer, audience, typ: 'at+jwt', currentDate });
  }

  const sign = async (access_token_signing_alg: (typeof SIGNING_ALGORITHMS)[number]) =>
    putResourceServer(server.deps, await server.tenant(), {
      resource: API,
      name: 'Invoices',
      access_token_signing_alg,
    });

  test.each(SIGNING_ALGORITHMS)(
    '§2.1 "MUST be signed", with %s, and §4 verified with the published keys',
    async (alg) => {
      await sign(alg);
      const { access_token } = (await serviceToken(server, await aService(server))).body;
      const { protectedHeader } = await verify(access_token);
      expect(protectedHeader).toEqual({ alg, typ: 'at+jwt', kid: expect.any(String) });
    },
  );

  test('§2.2 the claims: iss, exp, aud, sub, client_id, iat, jti; §2.2.1 auth_time, acr, amr; §2.2.3 scope', async () => {
    await sign('ES256');
    const app = await anInstalledApp(server);
    const now = server.clock();
    const { payload } = await verify(app.access_token);
    expect(payload).toEqual({
      iss: server.issuer,
      aud: [API, server.issuer],
      sub: app.user.sub,
      client_id: app.client.client_id,
      scope: 'openid offline_access invoices.read',
      jti: expect.stringMatching(/^[\w-]{22}$/),
      iat: now,
      exp: now + 3600,
      auth_time: now,
      acr: 'urn:xenia:acr:password',
      amr: ['pwd'],
      family_id: expect.any(String),
    });
  });

  test('§2.2 without a user, "sub SHOULD correspond to an identifier the server uses to indicate the client application"', async () => {
    const service = await aService(server);
    const { payload } = await verify((await serviceToken(server, service)).body.access_token);
    expect(payload).toMatchObject({ sub: service.client_id, client_id: service.client_id, aud: API });
    expect(payload).not.toHaveProperty('auth_time');
    expect(payload).not.toHaveProperty('family_id');
  });

  test('§2.2 jti: no two tokens share one', async () => {
    const service = await aService(server);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => serviceToken(server, service)));
    const payloads = await Promise.all(tokens.map(async ({ body }) => (await verify(body.access_token)).payload));
    expect(new Set(payloads.map(({ jti }) => jti)).size).toBe(20);
  });

  test('§6 personal data stays out of the token: no claim about the user', async () => {
    const app = await anInstalledApp(server, { parameters: { scope: 'openid profile email invoices.read' } });
    const { payload } = await verify(app.access_token);
    expect(JSON.stringify(payload)).not.toContain(app.user.email);
    expect(payload).not.toHaveProperty('name');
  });
});

describe('RFC 9068 §4 and RFC 7662, read by @xenia/resource-server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { accessTokenTtl: 600 } });
  });
  afterAll(() => server.close());

  async function aGuard(resource = API) {
    const { client_id, client_secret = '' } = await aResourceServerClient(server, API);
    return createGuard({
      issuer: server.issuer,
      resource,
      introspection: { client_id, client_secret },
      fetch: async (input, init) => server.fetch(String(input), init),
      clock: server.clock,
      cache: { introspectionMaxAge: 0 },
    });
  }

  test.each(['jwt', 'opaque'] as const)(
    'a token in format %s opens the API until it ends',
    async (access_token_format) => {
      await putResourceServer(server.deps, await server.tenant(), {
        resource: API,
        name: 'Invoices',
        access_token_format,
      });
      const guard = await aGuard();
      const app = await anInstalledApp(server);
      const check = (scope: string) => guard.check({ authorization: `Bearer ${app.access_token}` }, { scope });
      expect(await check('invoices.read')).toMatchObject({
        outcome: 'allowed',
        token: { format: access_token_format, sub: app.user.sub, client_id: app.client.client_id },
      });
      expect(await check('invoices.write')).toMatchObject({ outcome: 'refused', status: 403 });
      server.clock.advance(600);
      expect(await check('invoices.read')).toMatchObject({ outcome: 'refused', status: 401 });
    },
  );

  test('an opaque token is dead at the API once it was revoked', async () => {
    const opaque = { resource: API, name: 'Invoices', access_token_format: 'opaque' } as const;
    await putResourceServer(server.deps, await server.tenant(), opaque);
    const guard = await aGuard();
    const app = await anInstalledApp(server);
    const check = () => guard.check({ authorization: `Bearer ${app.access_token}` });
    expect(await check()).toMatchObject({ outcome: 'allowed' });
    expect(await revoke(server, app.client, app.refresh_token)).toBe(200);
    expect(await check()).toMatchObject({ outcome: 'refused', status: 401 });
  });

  test('catalogue 54: a token for this API opens no other', async () => {
    await putResourceServer(server.deps, await server.tenant(), { resource: API, name: 'Invoices' });
    const elsewhere = await aGuard('https://other.example');
    const app = await anInstalledApp(server);
    const refused = await elsewhere.check({ authorization: `Bearer ${app.access_token}` });
    expect(refused).toMatchObject({ outcome: 'refused', status: 401, reason: 'audience_mismatch' });
  });
});
