import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { API, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  allow,
  anImplicitClient,
  authorizeUrl,
  bearer,
  fragmentOf,
  halfHash,
  PAGE,
  SILENT,
  startXena,
  TESTAPI,
  verified,
} from './xena.ts';

describe('Xena: oidc-client in a page, implicit flow, request for request', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;

  beforeAll(async () => {
    server = await startXena();
    client = await anImplicitClient(server);
    user = await server.aUser({ claims: { name: 'Ada Lovelace' } });
  });
  afterAll(() => server.close());

  const signin = {
    redirect_uri: PAGE,
    response_type: 'id_token token',
    scope: 'openid profile testapi',
    state: '8f3a2b',
    nonce: 'c4d1e0',
  };

  test('signinRedirect: id_token and access_token come in the fragment, with token_type, expires_in, scope and state', async () => {
    const answer = fragmentOf(await allow(server, { client, user, request: signin }), PAGE);
    expect(Object.keys(answer).sort()).toEqual([
      'access_token',
      'expires_in',
      'id_token',
      'iss',
      'scope',
      'session_state',
      'state',
      'token_type',
    ]);
    expect(answer).toMatchObject({
      token_type: 'Bearer',
      expires_in: '3600',
      scope: signin.scope,
      state: signin.state,
    });
  });

  test('no refresh token comes through the browser: not even where it asks for offline_access', async () => {
    const willing = await anImplicitClient(server, { scope: 'openid testapi offline_access' });
    const request = { ...signin, scope: 'openid testapi offline_access' };
    const answer = fragmentOf(await allow(server, { client: willing, user, request }), PAGE);
    expect(answer).not.toHaveProperty('refresh_token');
    expect(answer.scope).toBe('openid testapi');
  });

  test('§3.2.2.10 the ID token is bound to the access token (at_hash) and to the request (nonce)', async () => {
    const answer = fragmentOf(await allow(server, { client, user, request: signin }), PAGE);
    const claims = await verified(server, answer.id_token ?? '', client.client_id);
    expect(claims).toMatchObject({ sub: user.sub, nonce: signin.nonce, at_hash: halfHash(answer.access_token ?? '') });
    expect(claims).not.toHaveProperty('c_hash');
    expect(claims).not.toHaveProperty('name');
  });

  test('"communicate with the Xena API by passing the user access_token": it identifies user and app, for one hour', async () => {
    const answer = fragmentOf(await allow(server, { client, user, request: signin }), PAGE);
    const claims = await verified(server, answer.access_token ?? '', TESTAPI);
    expect(claims).toMatchObject({ sub: user.sub, client_id: client.client_id, exp: server.clock() + 3600 });
    const page = await server.fetch('/connect/userinfo', {
      headers: { authorization: `Bearer ${answer.access_token}`, origin: 'https://page.example' },
    });
    expect(page.headers.get('access-control-allow-origin')).toBe('https://page.example');
    expect(await page.json()).toMatchObject({ sub: user.sub, name: 'Ada Lovelace' });
  });

  test('§5.4 id_token alone: no access token, so that the claims of the scopes are in the ID token', async () => {
    const request = { ...signin, response_type: 'id_token', scope: 'openid profile email' };
    const answer = fragmentOf(await allow(server, { client, user, request }), PAGE);
    expect(Object.keys(answer).sort()).toEqual(['id_token', 'iss', 'session_state', 'state']);
    const claims = await verified(server, answer.id_token ?? '', client.client_id);
    expect(claims).toMatchObject({ name: 'Ada Lovelace', email: user.email, nonce: signin.nonce });
    for (const bound of ['at_hash', 'c_hash']) expect(claims).not.toHaveProperty(bound);
  });

  test('RFC 6749 §4.2 token alone: an access token without openid, and no nonce needed', async () => {
    const { nonce: _, ...request } = { ...signin, response_type: 'token', scope: 'testapi' };
    const answer = fragmentOf(await allow(server, { client, user, request }), PAGE);
    expect(answer).not.toHaveProperty('id_token');
    expect(await verified(server, answer.access_token ?? '', TESTAPI)).toMatchObject({ scope: ['testapi'] });
  });

  test('signinSilent: prompt=none in /silent.html renews without the user as long as they are signed in', async () => {
    const agent = new UserAgent(server);
    const first = fragmentOf(await allow(server, { client, user, request: signin }, agent), PAGE);
    server.clock.advance(1800);
    const silent = {
      ...signin,
      redirect_uri: SILENT,
      prompt: 'none',
      nonce: 'renewed',
      id_token_hint: first.id_token ?? '',
    };
    const renewed = fragmentOf(await agent.send(authorizeUrl(client, silent)), SILENT);
    const claims = await verified(server, renewed.id_token ?? '', client.client_id);
    expect(claims).toMatchObject({ sub: user.sub, nonce: 'renewed', exp: server.clock() + 3600 });
    expect(renewed.access_token).not.toBe(first.access_token);
    const stranger = fragmentOf(await new UserAgent(server).send(authorizeUrl(client, silent)), SILENT);
    expect(stranger).toMatchObject({ error: 'login_required', state: signin.state });
    expect(stranger).not.toHaveProperty('access_token');
  });

  test('"Enabled": what a page holds is worthless at once when its client is disabled or uninstalled', async () => {
    const doomed = await anImplicitClient(server);
    const answer = fragmentOf(await allow(server, { client: doomed, user, request: signin }), PAGE);
    const userinfo = async () => (await server.fetch('/connect/userinfo', bearer(answer.access_token ?? ''))).status;
    expect(await userinfo()).toBe(200);
    const { tenant_id } = await server.tenant();
    const grant = await server.deps.storage.grants.find(tenant_id, doomed.client_id, user.sub, '');
    await revokeGrant(server.deps, await server.tenant(), grant?.grant_id ?? '');
    expect(await userinfo()).toBe(401);
  });

  test('an opaque access token is stored in the commit that answers: it works at once and can be revoked', async () => {
    await putResourceServer(server.deps, await server.tenant(), {
      resource: API,
      name: 'Invoices',
      access_token_format: 'opaque',
    });
    const page = await anImplicitClient(server, { scope: 'openid invoices.read' });
    const request = { ...signin, scope: 'openid invoices.read' };
    const answer = fragmentOf(await allow(server, { client: page, user, request }), PAGE);
    expect(answer.access_token?.split('.')).toHaveLength(1);
    const claims = await verified(server, answer.id_token ?? '', page.client_id);
    expect(claims.at_hash).toBe(halfHash(answer.access_token ?? ''));
    const userinfo = async () => (await server.fetch('/connect/userinfo', bearer(answer.access_token ?? ''))).status;
    expect(await userinfo()).toBe(200);
    const body = new URLSearchParams({ client_id: page.client_id, token: answer.access_token ?? '' });
    expect((await server.fetch('/connect/revocation', { method: 'POST', body })).status).toBe(200);
    expect(await userinfo()).toBe(401);
  });
});
