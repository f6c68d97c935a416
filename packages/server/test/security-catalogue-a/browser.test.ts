import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkBucket } from '../../src/http/network.ts';
import { errorPage, fieldOf, withoutOwnScript } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, UserAgent } from '../support/user-agent.ts';

describe('what a hostile page or app can make a browser do', () => {
  let server: TestServer;
  let visitor: UserAgent;
  beforeAll(async () => {
    server = await startServer();
    visitor = await signedInAgent(server, await server.aUser());
  });
  afterAll(() => server.close());

  test.each(['/\\evil.example', '//evil.example', '/%09/evil.example', 'https://evil.example', '/..//evil.example'])(
    'catalogue 63: %s as a return target is ignored',
    async (target) => {
      const names = ['return_to', 'returnUrl', 'next', 'redirect', 'continue', 'goto', 'r'];
      const query = new URLSearchParams(Object.fromEntries(names.map((name) => [name, target])));
      for (const path of ['/', '/logout', '/authorize', '/interaction/x']) {
        const response = await visitor.send(`${path}?${query}`);
        expect(response.headers.get('location')).toBeNull();
        expect(await response.text()).not.toContain('evil.example');
      }
      const page = await (await visitor.send('/logout')).text();
      const stay = await visitor.send('/logout', {
        method: 'POST',
        body: new URLSearchParams([...query, ['csrf', fieldOf(page, 'csrf') ?? ''], ['decision', 'stay']]),
      });
      expect(stay.headers.get('location')).toBe(`${server.issuer}/`);
    },
  );

  test('catalogue 63: a path that begins with two slashes leads nowhere', async () => {
    for (const path of [
      '//evil.example',
      '//evil.example/authorize',
      '/\\evil.example',
      '/%5cevil.example',
      '/%2f%2fevil.example',
    ]) {
      const response = await server.fetch(`http://localhost:3000${path}`);
      expect([path, response.status, response.headers.get('location')]).toEqual([path, 404, null]);
    }
  });

  test('catalogue 64: Referer leads nowhere', async () => {
    const client = await server.aClient();
    const headers = { referer: 'https://evil.example/' };
    const agent = new UserAgent(server);
    await errorPage(await agent.send(requestUrl(client, { redirect_uri: 'https://evil.example/' }), { headers }));
    const login = await agent.send((await agent.send(requestUrl(client), { headers })).headers.get('location') ?? '', {
      headers,
    });
    expect(await login.text()).not.toContain('evil.example');
    const logout = await agent.send('/logout', { headers });
    expect(logout.headers.get('location')).toBeNull();
    expect(await logout.text()).not.toContain('evil.example');
  });

  test('catalogue 65: markup in any parameter never reaches a page as markup', async () => {
    const client = await server.aClient();
    const markup = '"\'><script>alert(1)</script><img src=x onerror=alert(1)>';
    const names = [
      'client_id',
      'redirect_uri',
      'response_mode',
      'state',
      'error',
      'error_description',
      'login_hint',
      'ui_locales',
      'display',
    ];
    for (const name of names) {
      const response = await new UserAgent(server).visit(requestUrl(client, { [name]: markup }));
      const page = await response.text();
      expect(withoutOwnScript(page)).not.toContain('<script');
      expect(page).not.toContain('<img');
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    }
  });

  test("catalogue 66: script in an app's or a user's name is text on every page", async () => {
    const name = '<script>alert(1)</script>';
    const client = await server.aClient({ client_name: name });
    const agent = new UserAgent(server);
    const login = await (await agent.visit(requestUrl(client))).text();
    const user = await server.aUser({ claims: { name: `Ada ${name}` } });
    const consent = await (await agent.signIn(login, user)).text();
    const select = await (await agent.visit(requestUrl(client, { prompt: 'select_account' }))).text();
    const logout = await (await agent.visit(`/logout?client_id=${client.client_id}`)).text();
    for (const page of [login, consent, select, logout]) {
      expect(withoutOwnScript(page)).not.toContain('<script');
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
  });

  test('catalogue 85: a page of another origin can read nothing that depends on the user', async () => {
    const client = await server.aClient({ allowed_cors_origins: ['https://spa.example'] });
    const { agent } = await authorize(server, client, await server.aUser(), { scope: 'openid' });
    for (const origin of ['https://evil.example', 'https://spa.example', 'null']) {
      const location = (await agent.send(requestUrl(client, { prompt: 'login' }))).headers.get('location') ?? '';
      for (const path of [requestUrl(client), '/logout', '/', location, '/nothing']) {
        for (const method of ['GET', 'OPTIONS']) {
          const response = await agent.send(path, {
            method,
            headers: { origin, 'access-control-request-method': 'GET' },
          });
          expect(response.headers.get('access-control-allow-origin')).toBeNull();
          expect(response.headers.get('access-control-allow-credentials')).toBeNull();
        }
      }
    }
  });

  test('catalogue 85: endpoints for apps allow the origins of registered apps, none others and never credentials', async () => {
    await server.aClient({ allowed_cors_origins: ['https://spa2.example'] });
    for (const path of ['/token', '/userinfo', '/revoke']) {
      const ask = (origin: string) =>
        server.fetch(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
      const registered = await ask('https://spa2.example');
      expect(registered.headers.get('access-control-allow-origin')).toBe('https://spa2.example');
      expect(registered.headers.get('vary')).toBe('Origin');
      expect(registered.headers.get('access-control-allow-credentials')).toBeNull();
      for (const origin of [
        'https://evil.example',
        'null',
        'https://spa2.example.evil.example',
        'http://spa2.example',
        'https://SPA2.example',
      ]) {
        expect((await ask(origin)).headers.get('access-control-allow-origin')).toBeNull();
      }
    }
  });

  test('catalogue 75: every address of one IPv6 /64 shares the throttle of the login page', async () => {
    const proxied = await startServer({ env: { XENIA_TRUSTED_PROXIES: '127.0.0.1' } });
    const client = await proxied.aClient();
    const from = async (address: string, email: string) => {
      const agent = new UserAgent(proxied);
      const page = await (await agent.visit(requestUrl(client))).text();
      const body = new URLSearchParams({ csrf: fieldOf(page, 'csrf') ?? '', email, password: 'not the password' });
      const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
      return agent.send(action, { method: 'POST', body, headers: { 'x-forwarded-for': address } });
    };
    // As if the network had failed fifty times: where accounts/sign-in.ts counts it.
    const { tenant_id } = await proxied.tenant();
    const bucket = `sign-in:network:${networkBucket('2001:db8:0:7::1')}`;
    for (let n = 0; n < 51; n++) await proxied.deps.storage.throttle.fail(tenant_id, bucket, 600, proxied.clock());
    for (const spelled of ['2001:0DB8:0:7:ffff::1', '2001:db8:0:7::']) {
      const throttled = await from(spelled, 'somebody@example.com');
      expect(throttled.status).toBe(429);
      expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await from('2001:db8:0:8::1', 'somebody@example.com')).status).toBe(422);
    await proxied.close();
  });
});
