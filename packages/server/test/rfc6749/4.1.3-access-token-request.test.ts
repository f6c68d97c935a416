import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setClientDisabled } from '../../src/management/clients.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { setUserDisabled } from '../../src/management/users.ts';
import { anInstalledApp, expectRefusal, introspect } from '../support/installed-app.ts';
import { pkce, REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { authorize, post, redeem, refresh } from '../support/user-agent.ts';

describe('RFC 6749 §4.1.3 Access Token Request', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function anAuthorization(metadata = {}, parameters = {}) {
    const client = await server.aClient(metadata);
    const user = await server.aUser();
    return { client, user, authorized: await authorize(server, client, user, parameters) };
  }

  test('"code REQUIRED": without it invalid_request, with a code that is none invalid_grant', async () => {
    const client = await server.aClient();
    await expectRefusal(
      await post(server, '/token', client, { grant_type: 'authorization_code' }),
      400,
      'invalid_request',
    );
    for (const code of ['x', 'xac_', `xac_${'A'.repeat(49)}`, '../../etc/passwd', 'null', '__proto__']) {
      const response = await post(server, '/token', client, { grant_type: 'authorization_code', code });
      await expectRefusal(response, 400, 'invalid_grant');
    }
  });

  test('"redirect_uri REQUIRED, if [it] was included in the authorization request, and their values MUST be identical"', async () => {
    const { client, authorized } = await anAuthorization();
    for (const redirect_uri of [
      '',
      `${REDIRECT_URI}/`,
      `${REDIRECT_URI}?a=b`,
      'https://APP.example/cb',
      'https://evil.example/cb',
    ]) {
      const { status, body } = await redeem(server, client, { ...authorized, redirect_uri });
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
    }
    expect((await redeem(server, client, authorized)).status).toBe(200);
  });

  test('catalogue 12: "ensure that the authorization code was issued to the authenticated confidential client"', async () => {
    const { client, authorized } = await anAuthorization();
    const thief = await server.aClient();
    const stolen = await redeem(server, thief, authorized);
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await redeem(server, client, authorized)).status).toBe(200);
  });

  test('catalogue 12: "or if the client is public, ensure that the code was issued to "client_id" in the request"', async () => {
    const metadata = { token_endpoint_auth_method: 'none' };
    const { client, authorized } = await anAuthorization(metadata);
    const thief = await server.aClient(metadata);
    expect((await redeem(server, thief, authorized)).body.error).toBe('invalid_grant');
    const withoutName = { grant_type: 'authorization_code', code: authorized.code };
    const anonymous = await server.fetch('/token', { method: 'POST', body: new URLSearchParams(withoutName) });
    await expectRefusal(anonymous, 401, 'invalid_client');
    expect((await redeem(server, client, authorized)).status).toBe(200);
  });

  test('§4.1.2 "The client MUST NOT use the authorization code more than once. If [it] is, the server MUST deny the request and SHOULD revoke"', async () => {
    const app = await anInstalledApp(server);
    const second = await redeem(server, app.client, app.authorized);
    expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await introspect(server, app.client, app.access_token)).toEqual({ active: false });
    expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('catalogue 12: a stranger who replays a spent code revokes nothing: not another client, not one without the verifier', async () => {
    const app = await anInstalledApp(server, { metadata: { token_endpoint_auth_method: 'none' } });
    const thief = await server.aClient({ token_endpoint_auth_method: 'none' });
    expect((await redeem(server, thief, app.authorized)).body.error).toBe('invalid_grant');
    const { code_verifier } = pkce();
    expect((await redeem(server, app.client, { ...app.authorized, code_verifier })).body.error).toBe('invalid_grant');
    expect((await redeem(server, app.client, { ...app.authorized, code_verifier: '' })).body.error).toBe(
      'invalid_grant',
    );
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
  });

  test('§4.1.2 "The authorization code MUST expire shortly after it is issued": 60 seconds', async () => {
    const late = await anAuthorization();
    const inTime = await anAuthorization();
    server.clock.advance(59);
    expect((await redeem(server, inTime.client, inTime.authorized)).status).toBe(200);
    server.clock.advance(1);
    expect((await redeem(server, late.client, late.authorized)).body.error).toBe('invalid_grant');
  });

  test('catalogue 14: a code with characters dropped, appended or changed is refused, and the code itself still works', async () => {
    const { client, authorized } = await anAuthorization();
    const { code } = authorized;
    const middle = code.length / 2;
    const swapped = `${code.slice(0, middle)}${code[middle] === 'A' ? 'B' : 'A'}${code.slice(middle + 1)}`;
    for (const wrong of [code.slice(0, -1), `${code}A`, `${code} `, code.slice(1), code.toLowerCase(), swapped]) {
      expect((await redeem(server, client, { ...authorized, code: wrong })).body.error).toBe('invalid_grant');
    }
    expect((await redeem(server, client, authorized)).status).toBe(200);
  });

  test('catalogue 34: a code is worth nothing once its user or client is disabled', async () => {
    const tenant = await server.tenant();
    const first = await anAuthorization();
    await setUserDisabled(server.deps, tenant, first.user.sub, true);
    expect((await redeem(server, first.client, first.authorized)).body.error).toBe('invalid_grant');
    const second = await anAuthorization();
    await setClientDisabled(server.deps, tenant, second.client.client_id, true);
    expect(await redeem(server, second.client, second.authorized)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  test('catalogue 34: a code is worth nothing once the user has taken the consent back', async () => {
    const { client, user, authorized } = await anAuthorization();
    const tenant = await server.tenant();
    const { client_id } = client;
    const [grant] = await server.deps.storage.grants.list(
      tenant.tenant_id,
      { client_id, sub: user.sub },
      { after: null, limit: 1 },
    );
    await revokeGrant(server.deps, tenant, grant?.grant_id ?? '');
    expect((await redeem(server, client, authorized)).body.error).toBe('invalid_grant');
  });

  test('RFC 9700 §4.2.4, a code never says what it stands for: 256 random bits', async () => {
    const { authorized } = await anAuthorization();
    expect(authorized.code).toMatch(/^xac_[\w-]{49}$/);
  });
});
