import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  ASPNET,
  aHybridClient,
  allow,
  authorizeUrl,
  halfHash,
  postedTo,
  startXena,
  TESTAPI,
  tokenRequest,
  verified,
} from './xena.ts';

describe("Xena: ASP.NET's OpenID Connect middleware, hybrid flow, request for request", () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  const agentOf = () => new UserAgent(server);

  beforeAll(async () => {
    server = await startXena();
    client = await aHybridClient(server);
    user = await server.aUser({ claims: { name: 'Ada Lovelace' } });
  });
  afterAll(() => server.close());

  const challenge = {
    redirect_uri: ASPNET,
    response_type: 'code id_token',
    scope: 'openid profile testapi offline_access',
    response_mode: 'form_post',
    nonce: '638000000000000000.NjRh',
    state: 'CfDJ8P_state',
    'x-client-SKU': 'ID_NET8_0',
    'x-client-ver': '7.1.2.0',
  };

  const signIn = async (agent = agentOf()) =>
    postedTo(await allow(server, { client, user, request: challenge }, agent), ASPNET);

  const redeem = (code: string) =>
    tokenRequest(server, client, { grant_type: 'authorization_code', code, redirect_uri: ASPNET });

  test('"He will be forced to login into the Xena": the user is asked to sign in, then to allow, by client name', async () => {
    const agent = agentOf();
    const login = await (await agent.visit(authorizeUrl(client, challenge))).text();
    expect(login).toContain('name="password"');
    const consent = await (await agent.signIn(login, user)).text();
    expect(consent).toContain('Shop');
    expect(consent).toContain('Use all your Xena data');
  });

  test('"After successful login, he will be transferred back to your app with tokens": code and id_token by form_post', async () => {
    const posted = await signIn();
    expect(Object.keys(posted).sort()).toEqual(['code', 'id_token', 'iss', 'session_state', 'state']);
    expect(posted).toMatchObject({ state: challenge.state, iss: server.issuer });
    const claims = await verified(server, posted.id_token ?? '', client.client_id);
    expect(claims).toMatchObject({ sub: user.sub, nonce: challenge.nonce, c_hash: halfHash(posted.code ?? '') });
    expect(claims).not.toHaveProperty('at_hash');
  });

  test('the code gives tokens to the backend: id_token of the same user and issuer, an access token for one hour, a refresh token', async () => {
    const posted = await signIn();
    const { status, body } = await redeem(posted.code ?? '');
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(body.refresh_token).toMatch(/./);
    const front = await verified(server, posted.id_token ?? '', client.client_id);
    const back = await verified(server, body.id_token ?? '', client.client_id);
    // OIDC Core §3.3.3.6
    expect([back.iss, back.sub, back.nonce]).toEqual([front.iss, front.sub, challenge.nonce]);
    const access = await verified(server, body.access_token ?? '', TESTAPI);
    expect(access).toMatchObject({ sub: user.sub, client_id: client.client_id });
  });

  test('an API for this server reads the scopes of an access token as a JSON array', async () => {
    const { body } = await redeem((await signIn()).code ?? '');
    const access = await verified(server, body.access_token ?? '', TESTAPI);
    expect(access.scope).toEqual(['openid', 'profile', 'testapi', 'offline_access']);
    expect(body.scope).toBe('openid profile testapi offline_access');
    const userinfo = await server.fetch('/connect/userinfo', {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(await userinfo.json()).toMatchObject({ sub: user.sub, name: 'Ada Lovelace' });
  });

  test('a code that comes back a second time ends what the first one gave, also what the browser got', async () => {
    const request = { ...challenge, response_type: 'code token' };
    const posted = await postedTo(await allow(server, { client, user, request }), ASPNET);
    const userinfo = () =>
      server.fetch('/connect/userinfo', { headers: { authorization: `Bearer ${posted.access_token}` } });
    expect((await userinfo()).status).toBe(200);
    expect((await redeem(posted.code ?? '')).status).toBe(200);
    expect((await redeem(posted.code ?? '')).body).toMatchObject({ error: 'invalid_grant' });
    expect((await userinfo()).status).toBe(401);
  });

  test('refusing on the consent screen returns access_denied to the app', async () => {
    const agent = agentOf();
    const stranger = await server.aUser();
    const login = await (await agent.visit(authorizeUrl(client, challenge))).text();
    const consent = await (await agent.signIn(login, stranger)).text();
    const posted = await postedTo(await agent.submit(consent, { decision: 'deny' }), ASPNET);
    expect(posted).toMatchObject({ error: 'access_denied', state: challenge.state });
    expect(posted).not.toHaveProperty('code');
  });

  test('"After the user logs out, he will be transferred back to your app": /signout-callback-oidc with state', async () => {
    const agent = agentOf();
    const posted = await signIn(agent);
    const post_logout_redirect_uri = 'https://shop.example/signout-callback-oidc';
    const logout = { post_logout_redirect_uri, id_token_hint: posted.id_token ?? '', state: 'CfDJ8P_out' };
    const response = await agent.visit(`/connect/endsession?${new URLSearchParams(logout)}`);
    expect(response.headers.get('location')).toBe(`${post_logout_redirect_uri}?state=CfDJ8P_out`);
    const again = await agent.visit(authorizeUrl(client, { ...challenge, prompt: 'none' }));
    expect(await postedTo(again, ASPNET)).toMatchObject({ error: 'login_required' });
  });

  test('PKCE is optional for hybrid, but who begins with it must end with it', async () => {
    const request = {
      ...challenge,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    };
    const posted = await postedTo(await allow(server, { client, user, request }), ASPNET);
    expect((await redeem(posted.code ?? '')).body).toMatchObject({ error: 'invalid_grant' });
    const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const parameters = {
      grant_type: 'authorization_code',
      code: posted.code ?? '',
      redirect_uri: ASPNET,
      code_verifier,
    };
    expect((await tokenRequest(server, client, parameters)).status).toBe(200);
  });
});
