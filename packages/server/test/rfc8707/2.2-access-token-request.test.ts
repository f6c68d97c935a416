import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { putScope } from '../../src/management/scopes.ts';
import { anInstalledApp, aService, type InstallationInput, serviceToken, userinfo } from '../support/installed-app.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';
import { authorize, basic, redeem, refresh } from '../support/user-agent.ts';

const MAIL = 'https://mail.example';

describe('RFC 8707 §2.2 the resource parameter of an access token request', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    const tenant = await server.tenant();
    await putResourceServer(server.deps, tenant, { resource: MAIL, name: 'Mail', access_token_ttl: 60 });
    await putScope(server.deps, await server.tenant(), {
      name: 'mail.send',
      resource: MAIL,
      display_name: 'Send mail',
    });
  });
  afterAll(() => server.close());

  const scope = 'openid offline_access invoices.read mail.send';
  const anApp = (input: InstallationInput = {}) =>
    anInstalledApp(server, { metadata: { scope }, parameters: { scope }, ...input });

  test('without it, the audience is every resource whose scopes were granted, and the issuer for openid', async () => {
    const app = await anApp();
    expect(decodeJwt(app.access_token)).toMatchObject({ aud: [API, MAIL, server.issuer], scope });
    expect(app.tokens.expires_in).toBe(60);
  });

  test('"to restrict the audience of issued access tokens": one resource, with its scopes alone', async () => {
    const app = await anApp({ redemption: { resource: API } });
    const claims = decodeJwt(app.access_token);
    expect(claims.aud).toBe(API);
    expect(claims.scope).toBe('openid offline_access invoices.read');
    expect(app.tokens).toMatchObject({ scope: 'openid offline_access invoices.read', expires_in: 3600 });
    expect((await userinfo(server, app.access_token)).status).toBe(401);
  });

  test('Figure 4 and 5: one refresh token gives access tokens for one resource after the other', async () => {
    const app = await anApp();
    const forApi = await refresh(server, app.client, app.refresh_token, { resource: API });
    expect(decodeJwt(forApi.body.access_token)).toMatchObject({ aud: API });
    const forMail = await refresh(server, app.client, forApi.body.refresh_token ?? '', { resource: MAIL });
    expect(decodeJwt(forMail.body.access_token)).toMatchObject({ aud: MAIL, scope: 'openid offline_access mail.send' });
    const forAll = await refresh(server, app.client, forMail.body.refresh_token ?? '');
    expect(decodeJwt(forAll.body.access_token).aud).toEqual([API, MAIL, server.issuer]);
  });

  test('catalogue 58: a resource that was not authorized is invalid_target, at the code and at the refresh', async () => {
    const client = await server.aClient();
    const authorized = await authorize(server, client, await server.aUser());
    for (const resource of [
      MAIL,
      'https://unknown.example',
      'not a uri',
      `${API}/`,
      `${API}#x`,
      'https://api.example',
    ]) {
      const answer = await redeem(server, client, authorized, { resource });
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    }
    const { status, body } = await redeem(server, client, authorized);
    expect(status).toBe(200);
    const refused = await refresh(server, client, body.refresh_token ?? '', { resource: MAIL });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    expect((await refresh(server, client, body.refresh_token ?? '')).status).toBe(200);
  });

  test('§2.1 what the authorization request named bounds all that follows', async () => {
    const narrowed = await anApp({ parameters: { scope: 'offline_access invoices.read', resource: API } });
    expect(decodeJwt(narrowed.access_token).aud).toBe(API);
    expect((await refresh(server, narrowed.client, narrowed.refresh_token, { resource: MAIL })).body.error).toBe(
      'invalid_target',
    );
  });

  test('"Multiple "resource" parameters MAY be used"', async () => {
    const service = await aService(server, { scope: 'invoices.read mail.send' });
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    for (const resource of [MAIL, API, MAIL]) body.append('resource', resource);
    const response = await server.fetch('/token', { method: 'POST', headers: { authorization: basic(service) }, body });
    const { access_token } = (await response.json()) as { access_token: string };
    expect(decodeJwt(access_token).aud).toEqual([MAIL, API]);
  });

  test('catalogue 58: a service gets no token for a resource of which it has no scope', async () => {
    const service = await aService(server);
    expect((await serviceToken(server, service, { resource: MAIL })).body.error).toBe('invalid_target');
    expect((await serviceToken(server, service, { resource: API })).status).toBe(200);
  });
});
