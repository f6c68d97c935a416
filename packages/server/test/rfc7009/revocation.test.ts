import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { StorageUnavailableError } from '../../src/storage/port.ts';
import { withBrokenStore } from '../support/broken-storage.ts';
import {
  anInstalledApp,
  aResourceServerClient,
  aService,
  expectRefusal,
  introspect,
  revoke,
  serviceToken,
  userinfo,
} from '../support/installed-app.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';
import { post, refresh } from '../support/user-agent.ts';

describe.each(['jwt', 'opaque'] as const)(
  'RFC 7009 Token Revocation, access tokens in format %s',
  (access_token_format) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer();
      const format = { access_token_format, access_token_signing_alg: 'ES256' } as const;
      await putResourceServer(server.deps, await server.tenant(), { resource: API, name: 'Invoices', ...format });
    });
    afterAll(() => server.close());

    test('§2.1 "If the particular token is a refresh token ... SHOULD also invalidate all access tokens based on the same authorization grant"', async () => {
      const app = await anInstalledApp(server);
      expect(await revoke(server, app.client, app.refresh_token)).toBe(200);
      expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
      expect(await introspect(server, app.client, app.access_token)).toEqual({ active: false });
      expect((await userinfo(server, app.access_token)).status).toBe(401);
    });

    test('§2.1 "the invalidation takes place immediately": an access token alone, which leaves the refresh token', async () => {
      const app = await anInstalledApp(server);
      expect(await revoke(server, app.client, app.access_token)).toBe(200);
      expect(await introspect(server, app.client, app.access_token)).toEqual({ active: false });
      expect((await userinfo(server, app.access_token)).status).toBe(401);
      const next = await refresh(server, app.client, app.refresh_token);
      expect(await introspect(server, app.client, next.body.access_token)).toMatchObject({ active: true });
    });

    test('a token of a service, without a user, can be revoked', async () => {
      const service = await aService(server);
      const { access_token } = (await serviceToken(server, service)).body;
      expect(await introspect(server, service, access_token)).toMatchObject({ active: true });
      expect(await revoke(server, service, access_token)).toBe(200);
      expect(await introspect(server, service, access_token)).toEqual({ active: false });
    });

    test('catalogue 42: "verifies whether the token was issued to the client making the revocation request"; another one has no effect', async () => {
      const app = await anInstalledApp(server);
      const others = [await server.aClient(), await server.aClient({ token_endpoint_auth_method: 'none' })];
      for (const other of [...others, await aResourceServerClient(server, API)]) {
        expect(await revoke(server, other, app.access_token)).toBe(200);
        expect(await revoke(server, other, app.refresh_token)).toBe(200);
      }
      expect(await introspect(server, app.client, app.access_token)).toMatchObject({ active: true });
      expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
    });

    test('catalogue 42: a public client revokes its own tokens', async () => {
      const app = await anInstalledApp(server, { metadata: { token_endpoint_auth_method: 'none' } });
      expect(await revoke(server, app.client, app.access_token)).toBe(200);
      expect((await userinfo(server, app.access_token)).status).toBe(401);
      expect(await revoke(server, app.client, app.refresh_token)).toBe(200);
      expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
    });

    test('§2.2 "invalid tokens do not cause an error response"; §2.1 an unknown token_type_hint is ignored, a wrong one too', async () => {
      const app = await anInstalledApp(server);
      for (const token of ['x', 'xrt_', 'xat_', 'a.b.c', app.authorized.code, app.id_token, `${app.access_token}A`]) {
        const response = await post(server, '/revoke', app.client, { token, token_type_hint: 'pct' });
        expect(response.status).toBe(200);
        expect(await response.json()).toEqual({});
        expect(response.headers.get('cache-control')).toBe('no-store');
      }
      expect((await userinfo(server, app.access_token)).status).toBe(200);
      const hinted = { token: app.refresh_token, token_type_hint: 'access_token' };
      expect((await post(server, '/revoke', app.client, hinted)).status).toBe(200);
      expect((await refresh(server, app.client, app.refresh_token)).status).toBe(400);
      expect((await post(server, '/revoke', app.client, hinted)).status).toBe(200);
    });

    test('a rotated refresh token still ends the family: the client that signs out may hold the older one', async () => {
      const app = await anInstalledApp(server);
      const next = await refresh(server, app.client, app.refresh_token);
      expect(await revoke(server, app.client, app.refresh_token)).toBe(200);
      expect((await refresh(server, app.client, next.body.refresh_token ?? '')).status).toBe(400);
    });

    test('§2.1 "token REQUIRED", POST only, client authentication as at the token endpoint', async () => {
      const client = await server.aClient();
      await expectRefusal(await post(server, '/revoke', client, {}), 400, 'invalid_request');
      expect((await server.fetch('/revoke')).status).toBe(405);
      const anonymous = await server.fetch('/revoke', { method: 'POST', body: new URLSearchParams({ token: 'x' }) });
      await expectRefusal(anonymous, 401, 'invalid_client');
    });

    test('catalogue 43: §2.2.1 when storage fails, "the client must assume the token still exists": 503 with Retry-After, never 200', async () => {
      const app = await anInstalledApp(server);
      const failure = new StorageUnavailableError('the disk is full');
      const accessTokenWrite = access_token_format === 'jwt' ? 'revokeJwt' : 'revoke';
      const failures = [
        { store: 'grants', operation: 'revokeFamily', token: app.refresh_token },
        { store: 'refreshTokens', operation: 'find', token: app.refresh_token },
        { store: 'accessTokens', operation: accessTokenWrite, token: app.access_token },
        { store: 'grants', operation: 'familyStatus', token: app.access_token },
        { store: 'clients', operation: 'revision', token: app.access_token },
      ] as const;
      for (const { store, operation, token } of failures) {
        const restore = withBrokenStore(server, store, failure, operation);
        const response = await post(server, '/revoke', app.client, { token });
        restore();
        expect(response.status).toBe(503);
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(await introspect(server, app.client, app.access_token)).toMatchObject({ active: true });
      expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
    });

    test('§2 "The authorization server MAY support CORS": for the origin of a registered page, never with credentials', async () => {
      const client = await server.aClient({ token_endpoint_auth_method: 'none' });
      const response = await post(server, '/revoke', client, { token: 'x' }, { origin: 'https://app.example' });
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      const foreign = await post(server, '/revoke', client, { token: 'x' }, { origin: 'https://evil.example' });
      expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    });
  },
);
