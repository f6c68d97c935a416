import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API, REDIRECT_URI, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  aNativeApp,
  anApplication,
  answerOf,
  askAsProgram,
  authUrl,
  claimsOf,
  login,
  pkce,
  refusal,
  startPayments,
  tokens,
} from './payments.ts';

describe('The document: OAuth 2.0 of a payments API', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPayments();
  });
  afterAll(() => server.close());

  test('"grant website or applications access to their information on other websites but without giving them the passwords"', async () => {
    const client = await anApplication(server);
    const user = await server.aUser();
    const { location, pages } = await login(server, client, user);
    expect(pages.map((page) => page.includes('name="password"'))).toEqual([true, false]);
    expect(location.href).not.toContain(user.password);
  });

  test('"Your application sends a request […] like a button click "Login with Xendit"": sign-in, consent, back with code, state and iss', async () => {
    const client = await anApplication(server);
    const { location, pages } = await login(server, client, await server.aUser(), { query: { state: 'af 0&i"f' } });
    expect(pages[1]).toContain('INVOICE.WRITE');
    expect(location.origin + location.pathname).toBe(REDIRECT_URI);
    const { code, ...others } = Object.fromEntries(location.searchParams);
    expect(code).toMatch(/^eyJ/);
    expect(others).toEqual({ state: 'af 0&i"f', iss: server.issuer });
  });

  test('"The GET request is sent to the /auth endpoint" with "client_id", "grant_type": "code", "scopes": "[\\"INVOICE.READ\\", …]": 200 {"code"}', async () => {
    const client = await anApplication(server);
    const user = await server.aUser();
    const { agent } = await login(server, client, user);
    const { status, body } = await askAsProgram(agent, authUrl(client));
    expect({ status, members: Object.keys(body) }).toEqual({ status: 200, members: ['code'] });
    const redeemed = await tokens(server, { code: body.code, client_secret: client.client_secret });
    expect(redeemed.status).toBe(200);
  });

  test('"code": "eyJ0…": a signed JWT with sub, name, jti, iat and exp', async () => {
    const client = await anApplication(server);
    const user = await server.aUser({ claims: { name: 'John Doe' } });
    const { header, payload } = claimsOf((await login(server, client, user)).code);
    expect(header).toMatchObject({ alg: 'ES256', typ: 'code+jwt' });
    expect(payload).toEqual({
      iss: server.issuer,
      sub: user.sub,
      name: 'John Doe',
      client_id: client.client_id,
      jti: expect.stringMatching(/^[\w-]{43}$/),
      iat: server.clock(),
      exp: server.clock() + 60,
    });
  });

  test('"exchange authorization code for refresh and access tokens": POST /oauth/tokens {code, client_secret}', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    expect(await tokens(server, { code, client_secret: client.client_secret })).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^eyJ/),
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^xrt_/),
        scope: 'INVOICE.READ INVOICE.WRITE offline_access',
      },
    });
  });

  test('"refresh and access tokens": offline_access is asked for on the consent page, and who unticks it gives no refresh token', async () => {
    const client = await anApplication(server);
    const { code, pages } = await login(server, client, await server.aUser(), { allow: ['INVOICE.READ'] });
    expect(pages[1]).toContain('value="offline_access"');
    const { body } = await tokens(server, { code, client_secret: client.client_secret });
    expect(body).toMatchObject({ scope: 'INVOICE.READ' });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('an application that is registered without offline_access is served without it', async () => {
    const client = await anApplication(server, { offline_access: false });
    const { code, pages } = await login(server, client, await server.aUser());
    expect(pages[1]).not.toContain('value="offline_access"');
    const { status, body } = await tokens(server, { code, client_secret: client.client_secret });
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: 'INVOICE.READ INVOICE.WRITE' });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('403 INVALID_SCOPE_ERROR: "The requested scopes are not authorized for your request"', async () => {
    const client = await anApplication(server, { scope: 'INVOICE.READ' });
    for (const scopes of ['["INVOICE.READ","INVOICE.WRITE"]', '["NO.SUCH"]']) {
      const answer = await askAsProgram(new UserAgent(server), authUrl(client, { scopes }));
      expect(answer).toEqual(refusal(server, 403, 'INVALID_SCOPE_ERROR'));
      expect(answer.body.message).toMatch(/^The requested scopes are not authorized for your request/);
    }
  });

  test('404 DATA_NOT_FOUND: "We cannot find the client ID in our system": at /auth and at /oauth/tokens', async () => {
    const client = { client_id: 'b9deb6f6-63bd-46bb-823e-dd6ee7200fe8' };
    const answer = await askAsProgram(new UserAgent(server), authUrl(client));
    expect(answer).toEqual(refusal(server, 404, 'DATA_NOT_FOUND'));
    expect(answer.body.message).toMatch(/^We cannot find the client ID in our system/);
    const known = await anApplication(server);
    const { code } = await login(server, known, await server.aUser());
    const request = { code, client_secret: known.client_secret };
    expect(await tokens(server, { ...request, ...client })).toEqual(refusal(server, 404, 'DATA_NOT_FOUND'));
    expect((await tokens(server, request)).status).toBe(200);
  });

  test('"links": {"href", "rel": "docs"}: every link leads to a page that explains that very error', async () => {
    const client = await anApplication(server);
    const answer = await askAsProgram(new UserAgent(server), authUrl(client, { scopes: '["NO.SUCH"]' }));
    const { href } = answer.body.links as { href: string };
    const page = await server.fetch(href);
    expect({ status: page.status, type: page.headers.get('content-type') }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('<title>INVALID_SCOPE_ERROR ');
    expect(text).toContain('<h1>INVALID_<wbr>SCOPE_<wbr>ERROR<wbr></h1>');
    expect(text).toContain('HTTP status 403');
    expect((await server.fetch('/errors/NO_SUCH_ERROR')).status).toBe(404);
  });

  test('"Use the access token to access Xendit APIs": it is in force, for that API and for these scopes only', async () => {
    const client = await anApplication(server);
    const api = await anApplication(server, {
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: '',
      resource: [API],
    });
    const { code } = await login(server, client, await server.aUser(), { allow: ['INVOICE.READ'] });
    const { body } = await tokens(server, { code, client_secret: client.client_secret });
    const response = await server.fetch('/oauth/tokens/introspect', {
      method: 'POST',
      body: new URLSearchParams({
        token: String(body.access_token),
        client_id: api.client_id,
        client_secret: api.client_secret ?? '',
      }),
    });
    expect(await response.json()).toMatchObject({ active: true, scope: 'INVOICE.READ', aud: API });
  });

  test('"Requesting a refreshed access token; Spotify returns a new access token": this server does', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    const { client_id, client_secret } = client;
    const first = await tokens(server, { code, client_secret });
    server.clock.advance(60);
    const second = await tokens(server, { refresh_token: first.body.refresh_token, client_id, client_secret });
    expect(second).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
    expect(second.body.access_token).not.toBe(first.body.access_token);
  });

  test('"Native mobile app: Authorization Code flow with PKCE": no secret, and nothing without the verifier', async () => {
    const client = await aNativeApp(server);
    const { code_verifier, ...challenge } = pkce();
    const user = await server.aUser();
    const { code, location } = await login(server, client, user, { query: challenge });
    expect(location.protocol).toBe('com.example.pay:');
    expect(await tokens(server, { code })).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
    const wrong = pkce().code_verifier;
    expect(await tokens(server, { code, code_verifier: wrong })).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
    const { status, body } = await tokens(server, { code, code_verifier });
    expect({ status, refreshable: 'refresh_token' in body }).toEqual({ status: 200, refreshable: true });
    const request = { client_id: client.client_id, refresh_token: body.refresh_token };
    expect((await tokens(server, request)).status).toBe(200);
  });

  test('"or use AppAuth": response_type, a space-separated scope, and a form at the token endpoint', async () => {
    const client = await aNativeApp(server);
    const { code_verifier, ...challenge } = pkce();
    const query = { ...challenge, grant_type: '', scopes: '', response_type: 'code', scope: 'INVOICE.READ' };
    const redirect_uri = 'com.example.pay:/cb';
    const { code } = await login(server, client, await server.aUser(), { query: { ...query, redirect_uri } });
    const form = { grant_type: 'authorization_code', client_id: client.client_id, code, code_verifier, redirect_uri };
    const answer = await answerOf(
      await server.fetch('/oauth/tokens', { method: 'POST', body: new URLSearchParams(form) }),
    );
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'INVOICE.READ offline_access' } });
  });

  test('"Microservices and APIs: Client Credentials flow"', async () => {
    const client = await anApplication(server, {
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'INVOICE.READ',
    });
    const { client_id, client_secret } = client;
    const request = { grant_type: 'client_credentials', client_id, client_secret };
    const { status, body } = await tokens(server, request);
    expect({ status, scope: body.scope, refreshable: 'refresh_token' in body }).toEqual({
      status: 200,
      scope: 'INVOICE.READ',
      refreshable: false,
    });
    const beyond = await tokens(server, { ...request, scopes: '["INVOICE.WRITE"]' });
    expect(beyond).toEqual(refusal(server, 403, 'INVALID_SCOPE_ERROR'));
  });

  test('discovery says where everything is, and nothing that is not offered', async () => {
    const metadata = (await (await server.fetch('/.well-known/openid-configuration')).json()) as Record<
      string,
      unknown
    >;
    expect(metadata).toMatchObject({
      authorization_endpoint: `${server.issuer}/auth`,
      token_endpoint: `${server.issuer}/oauth/tokens`,
      jwks_uri: `${server.issuer}/oauth/jwks`,
    });
    expect(JSON.stringify(metadata)).not.toContain('undefined');
    expect((await server.fetch('/authorize')).status).toBe(404);
  });

  test('a user revokes what they allowed: POST /oauth/tokens/revoke with JSON', async () => {
    const client = await anApplication(server);
    const { code } = await login(server, client, await server.aUser());
    const { client_id, client_secret } = client;
    const { body } = await tokens(server, { code, client_secret });
    const response = await server.fetch('/oauth/tokens/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: body.refresh_token, client_id, client_secret }),
    });
    expect(response.status).toBe(200);
    const refreshed = await tokens(server, { refresh_token: body.refresh_token, client_id, client_secret });
    expect(refreshed).toEqual(refusal(server, 400, 'INVALID_GRANT_ERROR'));
  });
});
