import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { ClientMetadataInput } from '../../src/management/contract.ts';
import { errorPage, pageKind, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { REDIRECT_URI, serverWith, startServer, type TestServer } from '../support/start-server.ts';
import { authorize } from '../support/user-agent.ts';

const SCHEME_URI = 'com.example.app:/oauth2redirect/provider';

describe('RFC 8252 native apps', () => {
  let server: TestServer;
  let app: IssuedClient;
  beforeAll(async () => {
    server = await startServer();
    app = await server.aClient({
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/cb', 'http://[::1]:4711/cb?a=b', 'http://localhost:8080/cb', SCHEME_URI],
    });
  });
  afterAll(() => server.close());

  const get = (redirect_uri: string, client = app) =>
    server.fetch(requestUrl(client, { redirect_uri, response_type: 'x' }));

  test.each([
    'http://127.0.0.1/cb',
    'http://127.0.0.1:51004/cb',
    'http://127.0.0.1:65535/cb',
    'http://[::1]:61023/cb?a=b',
    'http://[::1]/cb?a=b',
    'http://localhost:9/cb',
  ])('§7.3 MUST allow any port of a loopback redirect URI at the time of the request: %s', async (redirect_uri) => {
    expect(redirected(await get(redirect_uri)).parameters.error).toBe('unsupported_response_type');
  });

  test.each([
    'http://127.0.0.1:9/cb?x=1',
    'http://127.0.0.1:9/cb/',
    'http://127.0.0.1:9/',
    'http://127.0.0.1:0/cb',
    'http://127.0.0.1:65536/cb',
    'http://127.0.0.1:9@evil.example/cb',
    'http://127.0.0.1.evil.example:9/cb',
    'http://127.0.0.2:9/cb',
    'http://2130706433:9/cb',
    'http://0x7f.1:9/cb',
    'http://0.0.0.0:9/cb',
    'https://127.0.0.1:9/cb',
    'http://[::1]:9/cb',
    'http://[::1]:9/cb?a=b&c=d',
    'http://[0:0:0:0:0:0:0:1]:9/cb?a=b',
    'http://[::ffff:127.0.0.1]:9/cb?a=b',
    'http://LOCALHOST:9/cb',
  ])('catalogue 4: §7.3 only the port may vary: %s', async (redirect_uri) => {
    await errorPage(await get(redirect_uri));
  });

  test('§7.3 the port of a web application does not vary', async () => {
    const web = await server.aClient({ redirect_uris: ['http://127.0.0.1:3000/cb'] });
    await errorPage(await get('http://127.0.0.1:3001/cb', web));
    expect((await get('http://127.0.0.1:3000/cb', web)).status).toBe(303);
  });

  test('§7.1 a private-use scheme, exactly as registered', async () => {
    expect(redirected(await get(SCHEME_URI)).uri).toBe(SCHEME_URI);
    for (const uri of [
      `${SCHEME_URI}/x`,
      'com.example.app://oauth2redirect/provider',
      'COM.example.app:/oauth2redirect/provider',
      'com.example:/oauth2redirect/provider',
    ]) {
      await errorPage(await get(uri));
    }
  });

  test('§8.1 public native app clients MUST use PKCE', async () => {
    const url = requestUrl(app, {
      redirect_uri: SCHEME_URI,
      code_challenge: undefined,
      code_challenge_method: undefined,
    });
    expect(redirected(await server.fetch(url)).parameters.error).toBe('invalid_request');
  });

  test('catalogue 28: §8.6 without proof of who asks, a remembered consent SHOULD NOT answer for the user', async () => {
    const user = await server.aUser();
    for (const redirect_uri of [SCHEME_URI, 'http://127.0.0.1:5000/cb']) {
      const { agent } = await authorize(server, app, user, { redirect_uri, scope: 'openid' });
      const again = await agent.visit(requestUrl(app, { redirect_uri }));
      expect(pageKind(await again.text())).toBe('consent');
      const silent = redirected(await agent.send(requestUrl(app, { redirect_uri, prompt: 'none' })));
      expect(silent.parameters.error).toBe('consent_required');
    }
  });

  test('§8.6 nor for an app that claims an https URI and cannot be authenticated', async () => {
    const claimed = await server.aClient({ token_endpoint_auth_method: 'none', application_type: 'native' });
    const { agent } = await authorize(server, claimed, await server.aUser(), { scope: 'openid' });
    expect(pageKind(await (await agent.visit(requestUrl(claimed))).text())).toBe('consent');
  });

  test('§8.6 a client whose identity is assured is answered at once', async () => {
    const user = await server.aUser();
    for (const client of [await server.aClient(), await server.aClient({ token_endpoint_auth_method: 'none' })]) {
      const { agent } = await authorize(server, client, user, { scope: 'openid' });
      expect(
        redirected(await agent.send(requestUrl(client, { redirect_uri: REDIRECT_URI }))).parameters,
      ).toHaveProperty('code');
    }
  });

  describe('§8.6 a web app that is developed on a loopback port', () => {
    const LOCAL = 'http://localhost:5173/cb';
    const spa = { token_endpoint_auth_method: 'none', redirect_uris: [LOCAL] };

    /** What it gets without the user, of a server in that mode, after the user allowed it once. */
    async function silently(mode: 'development' | 'production', metadata: ClientMetadataInput) {
      const there = serverWith(server, { config: { ...server.deps.config, mode } });
      const client = await server.aClient({ ...spa, ...metadata });
      const { agent } = await authorize(there, client, await server.aUser(), { redirect_uri: LOCAL, scope: 'openid' });
      return redirected(await agent.send(requestUrl(client, { redirect_uri: LOCAL, prompt: 'none' }))).parameters;
    }

    test('in development one that is registered as web is answered as it will be on its https origin', async () => {
      expect(await silently('development', { application_type: 'web' })).toHaveProperty('code');
    });

    test('in production any program on the device could claim that port: it is not answered', async () => {
      expect(await silently('production', { application_type: 'web' })).toMatchObject({ error: 'consent_required' });
    });

    test.each(['development', 'production'] as const)('in %s a native app is not answered', async (mode) => {
      expect(await silently(mode, { application_type: 'native' })).toMatchObject({ error: 'consent_required' });
      // What says nothing and lives on loopback alone is native.
      expect(await silently(mode, {})).toMatchObject({ error: 'consent_required' });
    });

    test('§7.3 its port does not vary', async () => {
      const client = await server.aClient({ ...spa, application_type: 'web' });
      await errorPage(await get('http://localhost:5174/cb', client));
      expect((await get(LOCAL, client)).status).toBe(303);
    });
  });

  test('§8.6 the consent page says that the app runs on the device', async () => {
    const agent = await signedInAgent(server, await server.aUser());
    const page = await (await agent.visit(requestUrl(app, { redirect_uri: 'http://127.0.0.1:5000/cb' }))).text();
    expect(page).toContain('this device (127.0.0.1:5000)');
    expect(page).toContain('any program could use its name');
  });
});
