import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteClient, setClientDisabled } from '../../src/management/clients.ts';
import { revokeGrant } from '../../src/management/grants.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { setUserDisabled } from '../../src/management/users.ts';
import {
  anInstalledApp,
  aResourceServerClient,
  aService,
  expectRefusal,
  introspect,
  serviceToken,
  userinfo,
} from '../support/installed-app.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';
import { post, refresh } from '../support/user-agent.ts';

const OTHER_API = 'https://other.example/v1';

describe.each(['jwt', 'opaque'] as const)(
  'RFC 7662 Token Introspection, access tokens in format %s',
  (access_token_format) => {
    let server: TestServer;
    let api: { client_id: string; client_secret?: string };
    beforeAll(async () => {
      server = await startServer();
      const tenant = await server.tenant();
      const format = { access_token_format, access_token_signing_alg: 'ES256' } as const;
      await putResourceServer(server.deps, tenant, { resource: API, name: 'Invoices', ...format });
      await putResourceServer(server.deps, tenant, { resource: OTHER_API, name: 'Other', ...format });
      api = await aResourceServerClient(server, API);
    });
    afterAll(() => server.close());

    test('§2.2 the members of an answer about an active token', async () => {
      const app = await anInstalledApp(server);
      const now = server.clock();
      const answer = await introspect(server, api, app.access_token);
      expect(answer).toEqual({
        active: true,
        iss: server.issuer,
        sub: app.user.sub,
        aud: [API, server.issuer],
        client_id: app.client.client_id,
        scope: 'openid offline_access invoices.read',
        token_type: 'Bearer',
        iat: now,
        exp: now + 3600,
        ...(access_token_format === 'jwt' ? { jti: expect.any(String) } : {}),
        auth_time: now,
        acr: 'urn:xenia:acr:password',
        amr: ['pwd'],
      });
    });

    test('§2.1 "the authorization server MUST require some form of authorization to access this endpoint"', async () => {
      const app = await anInstalledApp(server, { metadata: { token_endpoint_auth_method: 'none' } });
      const token = { token: app.access_token };
      const anonymous = await server.fetch('/introspect', { method: 'POST', body: new URLSearchParams(token) });
      await expectRefusal(anonymous, 401, 'invalid_client');
      await expectRefusal(await post(server, '/introspect', app.client, token), 401, 'invalid_client');
      const wrong = { client_id: api.client_id, client_secret: 'wrong' };
      await expectRefusal(await post(server, '/introspect', wrong, token), 401, 'invalid_client');
    });

    test('§2.1 a bearer token does not open it, were it the token itself', async () => {
      const app = await anInstalledApp(server);
      const response = await server.fetch('/introspect', {
        method: 'POST',
        headers: { authorization: `Bearer ${app.access_token}` },
        body: new URLSearchParams({ token: app.access_token }),
      });
      await expectRefusal(response, 401, 'invalid_client');
    });

    test('catalogue 55: §2.2 what the resource server "is not allowed to know about" is only {"active":false}', async () => {
      const app = await anInstalledApp(server);
      for (const stranger of [
        await aResourceServerClient(server, OTHER_API),
        await server.aClient(),
        await aService(server),
      ]) {
        expect(await introspect(server, stranger, app.access_token)).toEqual({ active: false });
      }
      expect(await introspect(server, api, app.access_token)).toMatchObject({ active: true });
    });

    test('§2.2 "SHOULD NOT include any additional information about an inactive token, including why"', async () => {
      const app = await anInstalledApp(server);
      for (const token of [
        'x',
        'a.b.c',
        'xat_',
        `xat_${'A'.repeat(49)}`,
        app.refresh_token,
        app.authorized.code,
        app.id_token,
      ]) {
        expect(await introspect(server, app.client, token)).toEqual({ active: false });
      }
    });

    test('catalogue 14: dropped, appended or changed characters make a token inactive, and 401 at userinfo', async () => {
      const { client, access_token: token } = await anInstalledApp(server);
      const half = Math.floor(token.length / 2);
      const changed = `${token.slice(0, half)}${token[half] === 'A' ? 'B' : 'A'}${token.slice(half + 1)}`;
      for (const wrong of [token.slice(0, -1), token.slice(0, -4), `${token}A`, `${token}=`, token.slice(1), changed]) {
        expect(await introspect(server, client, wrong)).toEqual({ active: false });
        expect((await userinfo(server, wrong)).status).toBe(401);
      }
    });

    test('§2.2 "active ... has not expired": to the second', async () => {
      const app = await anInstalledApp(server);
      server.clock.advance(3599);
      expect(await introspect(server, api, app.access_token)).toMatchObject({ active: true });
      server.clock.advance(1);
      expect(await introspect(server, api, app.access_token)).toEqual({ active: false });
      expect((await userinfo(server, app.access_token)).status).toBe(401);
    });

    test('catalogue 34, 90: a disabled user: the tokens are dead at once, at introspection and userinfo', async () => {
      const app = await anInstalledApp(server);
      await setUserDisabled(server.deps, await server.tenant(), app.user.sub, true);
      expect(await introspect(server, api, app.access_token)).toEqual({ active: false });
      expect((await userinfo(server, app.access_token)).status).toBe(401);
    });

    test('catalogue 34: a disabled client: its tokens are dead at once, and so is its own access to introspection', async () => {
      const app = await anInstalledApp(server);
      await setClientDisabled(server.deps, await server.tenant(), app.client.client_id, true);
      expect(await introspect(server, api, app.access_token)).toEqual({ active: false });
      expect((await userinfo(server, app.access_token)).status).toBe(401);
      const response = await post(server, '/introspect', app.client, { token: app.access_token });
      await expectRefusal(response, 401, 'invalid_client');
    });

    test('catalogue 90: a deleted client: its tokens, of users and its own, are dead at once', async () => {
      const grant_types = ['authorization_code', 'refresh_token', 'client_credentials'];
      const app = await anInstalledApp(server, { metadata: { grant_types } });
      const own = (await serviceToken(server, app.client)).body.access_token;
      await deleteClient(server.deps, await server.tenant(), app.client.client_id);
      for (const token of [app.access_token, own]) {
        expect(await introspect(server, api, token)).toEqual({ active: false });
        expect((await userinfo(server, token)).status).toBe(401);
      }
      expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_client');
    });

    test('catalogue 34: revoked consent: everything that the app has on this account is dead at once, nothing of others', async () => {
      const app = await anInstalledApp(server);
      const again = await anInstalledApp(server, { client: app.client, user: app.user });
      const neighbour = await anInstalledApp(server, { client: app.client });
      const tenant = await server.tenant();
      const filter = { client_id: app.client.client_id, sub: app.user.sub };
      const grants = await server.deps.storage.grants.list(tenant.tenant_id, filter, { after: null, limit: 10 });
      expect(grants).toHaveLength(1);
      await revokeGrant(server.deps, tenant, grants[0]?.grant_id ?? '');
      for (const dead of [app, again]) {
        expect(await introspect(server, api, dead.access_token)).toEqual({ active: false });
        expect((await userinfo(server, dead.access_token)).status).toBe(401);
        expect((await refresh(server, dead.client, dead.refresh_token)).body.error).toBe('invalid_grant');
      }
      expect(await introspect(server, api, neighbour.access_token)).toMatchObject({ active: true });
      expect((await refresh(server, neighbour.client, neighbour.refresh_token)).status).toBe(200);
    });

    test('a token without scope has no empty scope member (RFC 6749 §3.3 scope = scope-token *( SP scope-token ))', async () => {
      const service = await aService(server, { scope: '' });
      const { body } = await serviceToken(server, service);
      expect(body).not.toHaveProperty('scope');
      const answer = await introspect(server, service, body.access_token);
      expect(answer).toMatchObject({ active: true });
      expect(answer).not.toHaveProperty('scope');
    });

    test('§2.1 POST only, "token REQUIRED", and never from the query', async () => {
      const app = await anInstalledApp(server);
      expect((await server.fetch(`/introspect?token=${app.access_token}`)).status).toBe(405);
      const response = await post(server, `/introspect?token=${app.access_token}`, app.client, {});
      await expectRefusal(response, 400, 'invalid_request');
    });

    test('§4 the answer is not cached, and no page on another origin may read it', async () => {
      const app = await anInstalledApp(server);
      const headers = { origin: 'https://app.example' };
      const response = await post(server, '/introspect', app.client, { token: app.access_token }, headers);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    });
  },
);
