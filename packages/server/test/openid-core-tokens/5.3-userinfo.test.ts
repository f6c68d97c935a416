import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { anInstalledApp, type InstalledApp, userinfo } from '../support/installed-app.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';
import { refresh } from '../support/user-agent.ts';

describe('OpenID Connect Core §5.3 UserInfo Endpoint', () => {
  let server: TestServer;
  let app: InstalledApp;
  beforeAll(async () => {
    server = await startServer();
    const user = await server.aUser({ claims: { name: 'Ada Lovelace', locale: 'en', birthdate: '1815-12-10' } });
    app = await anInstalledApp(server, { user, parameters: { scope: 'openid profile email' } });
  });
  afterAll(() => server.close());

  const bearer = () => ({ authorization: `Bearer ${app.access_token}` });
  const form = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    server.fetch('/userinfo', { method: 'POST', headers, body: new URLSearchParams(parameters) });

  test('§5.3.1 "MUST support the use of the HTTP GET and HTTP POST methods"', async () => {
    const answers = [
      await server.fetch('/userinfo', { headers: bearer() }),
      await server.fetch('/userinfo', { method: 'POST', headers: bearer() }),
      await form({ access_token: app.access_token }),
      await form({}, bearer()),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toEqual({
        sub: app.user.sub,
        name: 'Ada Lovelace',
        locale: 'en',
        birthdate: '1815-12-10',
        updated_at: server.clock(),
        email: app.user.email,
        email_verified: false,
      });
    }
    expect((await server.fetch('/userinfo', { method: 'PUT', headers: bearer() })).status).toBe(405);
  });

  test('§5.3.2 "The sub (subject) Claim MUST always be returned": with openid alone it is all there is', async () => {
    const bare = await anInstalledApp(server, { parameters: { scope: 'openid' } });
    expect((await userinfo(server, bare.access_token)).body).toEqual({ sub: bare.user.sub });
  });

  test('§5.5 "userinfo" of the claims parameter, within what the user shares', async () => {
    const claims = JSON.stringify({ userinfo: { email: null, phone_number: { essential: true } } });
    const some = await anInstalledApp(server, { user: app.user, parameters: { scope: 'openid email', claims } });
    expect((await userinfo(server, some.access_token)).body).toMatchObject({
      sub: app.user.sub,
      email: app.user.email,
    });
    const none = await anInstalledApp(server, { user: app.user, parameters: { scope: 'openid', claims } });
    expect((await userinfo(server, none.access_token)).body).not.toHaveProperty('phone_number');
  });

  test('§5.3.3 errors as in RFC 6750 §3.1: "if the request lacks any authentication information ... SHOULD NOT include an error code"', async () => {
    const response = await server.fetch('/userinfo');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(`Bearer realm="${server.issuer}"`);
    expect(await response.text()).not.toContain('error');
  });

  test('RFC 6750 §3.1 invalid_token: 401 with the error in the challenge', async () => {
    const { status, response, body } = await userinfo(server, 'x');
    expect(status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer realm="[^"]+", error="invalid_token", error_description="[^"]+"$/,
    );
    expect(body.error).toBe('invalid_token');
  });

  test('RFC 6750 §3.1 insufficient_scope: 403 and "the scope necessary to access the protected resource"', async () => {
    const scope = 'openid offline_access';
    const other = await anInstalledApp(server, { parameters: { scope } });
    const narrowed = await refresh(server, other.client, other.refresh_token, { scope: 'offline_access' });
    const { status, response } = await userinfo(server, narrowed.body.access_token);
    expect(status).toBe(403);
    expect(response.headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="openid"$/);
  });

  test('RFC 6750 §2 "Clients MUST NOT use more than one method to transmit the token"; §3.1 invalid_request', async () => {
    const twice = await form({ access_token: app.access_token }, bearer());
    expect(twice.status).toBe(400);
    expect(await twice.json()).toMatchObject({ error: 'invalid_request' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = `access_token=${app.access_token}&access_token=${app.access_token}`;
    expect((await server.fetch('/userinfo', { method: 'POST', headers, body })).status).toBe(400);
  });

  test('RFC 6750 §2.3 a token in the URI is not read: "SHOULD NOT be used"', async () => {
    expect((await server.fetch(`/userinfo?access_token=${app.access_token}`)).status).toBe(401);
  });

  test('RFC 6750 §2.2 a token in the body counts only for POST as a form', async () => {
    const json = JSON.stringify({ access_token: app.access_token });
    const headers = { 'content-type': 'application/json' };
    expect((await server.fetch('/userinfo', { method: 'POST', headers, body: json })).status).toBe(401);
  });

  test.each(['Basic eDp4', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearer "x"', 'Bearerx', 'DPoP x', 'Bearer \u00fc'])(
    'catalogue 44: Authorization: %j is 401',
    async (authorization) => {
      expect((await server.fetch('/userinfo', { headers: { authorization } })).status).toBe(401);
    },
  );

  test('a token for an API alone is not for userinfo (RFC 9068 §4 audience)', async () => {
    const api = await anInstalledApp(server, {
      parameters: { scope: 'openid invoices.read' },
      redemption: { resource: API },
    });
    expect((await userinfo(server, api.access_token)).status).toBe(401);
  });

  test('an opaque access token serves as well', async () => {
    const opaque = { resource: API, name: 'Invoices', access_token_format: 'opaque' } as const;
    await putResourceServer(server.deps, await server.tenant(), opaque);
    const other = await anInstalledApp(server, { user: app.user });
    expect(other.access_token).toMatch(/^xat_/);
    expect((await userinfo(server, other.access_token)).body).toMatchObject({ sub: app.user.sub });
  });

  test('§5.3 "SHOULD support the use of CORS": for origins of registered pages, never with credentials', async () => {
    await server.aClient({ token_endpoint_auth_method: 'none' });
    const headers = { ...bearer(), origin: 'https://app.example' };
    const allowed = await server.fetch('/userinfo', { headers });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    const foreign = await server.fetch('/userinfo', { headers: { ...headers, origin: 'https://evil.example' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});
