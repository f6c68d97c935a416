import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { updateClient } from '../../src/management/clients.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { aHybridClient, allow, fragmentOf, startXena, TESTAPI, tokenRequest, verified } from './xena.ts';

const CALLBACK = 'https://php.example/xena/callback.php';

describe('Xena: a PHP page that posts client_id and client_secret in the body and refreshes at half-life', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;

  beforeAll(async () => {
    server = await startXena();
    client = await aHybridClient(server, {
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'client_secret_post',
    });
    user = await server.aUser();
  });
  afterAll(() => server.close());

  const request = {
    redirect_uri: CALLBACK,
    response_type: 'code id_token',
    response_mode: 'fragment',
    scope: 'openid testapi offline_access',
    nonce: '5f1d',
  };

  const signIn = async () => {
    const { code = '' } = fragmentOf(await allow(server, { client, user, request }), CALLBACK);
    return tokenRequest(server, client, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
  };
  const refresh = (refresh_token: string | undefined) =>
    tokenRequest(server, client, { grant_type: 'refresh_token', refresh_token: refresh_token ?? '' });

  test('"offline_access: returns a refresh token"', async () => {
    const { status, body } = await signIn();
    expect(status).toBe(200);
    expect(body.refresh_token).toMatch(/./);
  });

  test('"exchanged for access_token without user interaction": at half-life, again and again', async () => {
    let { body } = await signIn();
    for (let times = 0; times < 3; times++) {
      server.clock.advance(1800);
      const renewed = await refresh(body.refresh_token);
      expect(renewed.status).toBe(200);
      const claims = await verified(server, renewed.body.access_token ?? '', TESTAPI);
      expect(claims).toMatchObject({ sub: user.sub, exp: server.clock() + 3600 });
      body = renewed.body;
    }
  });

  test('the wrong secret is refused, and nothing is consumed', async () => {
    const { code = '' } = fragmentOf(await allow(server, { client, user, request }), CALLBACK);
    const parameters = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    const wrong = await tokenRequest(server, { ...client, client_secret: 'guess' }, parameters);
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    expect((await tokenRequest(server, client, parameters)).status).toBe(200);
  });

  test('taking Off-line access away ends refreshing at once; giving it back brings it back', async () => {
    const { body } = await signIn();
    const tenant = await server.tenant();
    const able = capabilities([...tenant.scopes.keys()]);
    const set = (offline_access: boolean) =>
      updateClient(server.deps, tenant, able, { client_id: client.client_id, change: { offline_access } });
    await set(false);
    expect((await refresh(body.refresh_token)).body.error).toBe('unauthorized_client');
    await set(true);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test('without offline_access there is no refresh token', async () => {
    const online = { ...request, scope: 'openid testapi' };
    const { code = '' } = fragmentOf(await allow(server, { client, user, request: online }), CALLBACK);
    const { body } = await tokenRequest(server, client, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
    });
    expect(body).not.toHaveProperty('refresh_token');
  });
});
