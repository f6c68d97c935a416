import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { setClientDisabled, updateClient } from '../../src/management/clients.ts';
import { setUserDisabled } from '../../src/management/users.ts';
import { anInstalledApp, expectRefusal, introspect } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { post, refresh } from '../support/user-agent.ts';

const day = 86_400;

describe('RFC 6749 §6 Refreshing an Access Token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  test('"refresh_token REQUIRED": without it invalid_request, with one that is none invalid_grant', async () => {
    const { client } = await anInstalledApp(server);
    await expectRefusal(await post(server, '/token', client, { grant_type: 'refresh_token' }), 400, 'invalid_request');
    for (const token of ['x', 'xrt_', `xrt_${'A'.repeat(49)}`]) {
      expect((await refresh(server, client, token)).body.error).toBe('invalid_grant');
    }
  });

  test('"scope OPTIONAL ... if omitted is treated as equal to the scope originally granted"', async () => {
    const app = await anInstalledApp(server);
    const { status, body } = await refresh(server, app.client, app.refresh_token);
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: app.tokens.scope });
  });

  test('catalogue 56: "The requested scope MUST NOT include any scope not originally granted by the resource owner"', async () => {
    const app = await anInstalledApp(server);
    for (const scope of ['invoices.write', 'openid profile', 'admin', 'openid "']) {
      const { status, body } = await refresh(server, app.client, app.refresh_token, { scope });
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_scope' });
    }
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
  });

  test('a narrower scope narrows this access token; "the refresh token scope MUST be identical to that of the refresh token included"', async () => {
    const app = await anInstalledApp(server);
    const narrow = await refresh(server, app.client, app.refresh_token, { scope: 'invoices.read' });
    expect(narrow.body.scope).toBe('invoices.read');
    expect(narrow.body).not.toHaveProperty('id_token');
    expect(await introspect(server, app.client, narrow.body.access_token)).toMatchObject({ scope: 'invoices.read' });
    const wide = await refresh(server, app.client, narrow.body.refresh_token ?? '');
    expect(wide.body.scope).toBe(app.tokens.scope);
  });

  test('catalogue 33: "require client authentication for confidential clients", "ensure that the refresh token was issued to the authenticated client"', async () => {
    const app = await anInstalledApp(server);
    const { client_id } = app.client;
    const parameters = { grant_type: 'refresh_token', refresh_token: app.refresh_token };
    const unauthenticated = { client_id };
    const wrong = { client_id, client_secret: 'wrong' };
    const thief = await server.aClient();
    const publicThief = await server.aClient({ token_endpoint_auth_method: 'none' });
    await expectRefusal(await post(server, '/token', unauthenticated, parameters), 401, 'invalid_client');
    await expectRefusal(await post(server, '/token', wrong, parameters), 401, 'invalid_client');
    await expectRefusal(await post(server, '/token', thief, parameters), 400, 'invalid_grant');
    await expectRefusal(await post(server, '/token', publicThief, parameters), 400, 'invalid_grant');
    const anonymous = await server.fetch('/token', { method: 'POST', body: new URLSearchParams(parameters) });
    await expectRefusal(anonymous, 401, 'invalid_client');
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
  });

  test('catalogue 14: dropped, appended or changed characters are refused', async () => {
    const app = await anInstalledApp(server);
    const token = app.refresh_token;
    for (const wrong of [token.slice(0, -1), `${token}A`, token.slice(4), token.toUpperCase(), `${token} x`]) {
      expect((await refresh(server, app.client, wrong)).body.error).toBe('invalid_grant');
    }
    expect((await refresh(server, app.client, token)).status).toBe(200);
  });

  test('catalogue 34: a disabled user refreshes no more, and does again once enabled', async () => {
    const app = await anInstalledApp(server);
    const tenant = await server.tenant();
    await setUserDisabled(server.deps, tenant, app.user.sub, true);
    expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
    await setUserDisabled(server.deps, tenant, app.user.sub, false);
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
  });

  test('catalogue 34: a disabled client refreshes no more', async () => {
    const app = await anInstalledApp(server);
    await setClientDisabled(server.deps, await server.tenant(), app.client.client_id, true);
    expect(await refresh(server, app.client, app.refresh_token)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  test('catalogue 45: a client that lost the grant type is unauthorized_client from the next request on', async () => {
    const app = await anInstalledApp(server);
    const tenant = await server.tenant();
    await updateClient(server.deps, tenant, capabilities([...tenant.scopes.keys()]), {
      client_id: app.client.client_id,
      change: { grant_types: ['authorization_code'] },
    });
    expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('unauthorized_client');
  });

  test('RFC 9700 §4.14.2 "Refresh tokens SHOULD expire if the client has been inactive for some time": 30 days', async () => {
    const unused = await anInstalledApp(server);
    const used = await anInstalledApp(server);
    server.clock.advance(30 * day - 1);
    const next = await refresh(server, used.client, used.refresh_token);
    expect(next.status).toBe(200);
    server.clock.advance(1);
    expect((await refresh(server, unused.client, unused.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(server, used.client, next.body.refresh_token ?? '')).status).toBe(200);
  });
});

describe('RFC 6749 §6, lifetimes that the tenant sets', () => {
  test('no refresh reaches beyond the absolute end, counted from the approval, however often it is used', async () => {
    const settings = { refreshTokenAbsoluteTtl: 100, refreshTokenIdleTtl: 60, accessTokenTtl: 1000 };
    const server = await startServer({ settings });
    const app = await anInstalledApp(server);
    server.clock.advance(50);
    const second = await refresh(server, app.client, app.refresh_token);
    server.clock.advance(49);
    const third = await refresh(server, app.client, second.body.refresh_token ?? '');
    expect(third.status).toBe(200);
    expect(await introspect(server, app.client, third.body.access_token)).toMatchObject({ active: true });
    server.clock.advance(1);
    expect((await refresh(server, app.client, third.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
    expect(await introspect(server, app.client, third.body.access_token)).toEqual({ active: false });
    await server.close();
  });
});
