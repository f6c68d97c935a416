import { hashToken } from '@xenia/protocol/token-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { openDeps } from '../../src/main.ts';
import { maintain } from '../../src/maintenance.ts';
import { anInstalledApp, introspect, userinfo } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { post, refresh } from '../support/user-agent.ts';

describe('RFC 9700 §4.14.2 refresh token rotation, strict (refreshTokenGrace 0)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { refreshTokenGrace: 0 } });
  });
  afterAll(() => server.close());

  test.each(['none', 'client_secret_basic'])(
    '"the authorization server issues a new refresh token with every access token refresh response" (%s)',
    async (token_endpoint_auth_method) => {
      const app = await anInstalledApp(server, { metadata: { token_endpoint_auth_method } });
      const seen = new Set([app.refresh_token]);
      let current = app.refresh_token;
      for (let turn = 0; turn < 5; turn++) {
        const { status, body } = await refresh(server, app.client, current);
        expect(status).toBe(200);
        current = body.refresh_token ?? '';
        seen.add(current);
      }
      expect(seen.size).toBe(6);
    },
  );

  test('"The authorization server cannot determine which party submitted the invalid token, but it will revoke the active one"', async () => {
    const app = await anInstalledApp(server);
    const next = await refresh(server, app.client, app.refresh_token);
    expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(server, app.client, next.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
    expect(await introspect(server, app.client, next.body.access_token)).toEqual({ active: false });
    expect((await userinfo(server, app.access_token)).status).toBe(401);
  });

  test('a replay ends its own family and no other: neither another sign-in of the user nor another app', async () => {
    const app = await anInstalledApp(server);
    const sameApp = await anInstalledApp(server, { client: app.client, user: app.user });
    const otherApp = await anInstalledApp(server, { user: app.user });
    await refresh(server, app.client, app.refresh_token);
    await refresh(server, app.client, app.refresh_token);
    expect((await refresh(server, sameApp.client, sameApp.refresh_token)).status).toBe(200);
    expect((await refresh(server, otherApp.client, otherApp.refresh_token)).status).toBe(200);
  });

  test('catalogue 32: three rotations within one second, then the first token again', async () => {
    const app = await anInstalledApp(server);
    let current = app.refresh_token;
    for (let turn = 0; turn < 3; turn++)
      current = (await refresh(server, app.client, current)).body.refresh_token ?? '';
    expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(server, app.client, current)).body.error).toBe('invalid_grant');
  });

  test('catalogue 33: another client that presents a rotated token revokes nothing', async () => {
    const app = await anInstalledApp(server);
    const next = await refresh(server, app.client, app.refresh_token);
    const thief = await server.aClient({ token_endpoint_auth_method: 'none' });
    expect((await refresh(server, thief, app.refresh_token)).body.error).toBe('invalid_grant');
    const wrong = { client_id: app.client.client_id, client_secret: 'wrong' };
    const parameters = { grant_type: 'refresh_token', refresh_token: app.refresh_token };
    expect((await post(server, '/token', wrong, parameters)).status).toBe(401);
    expect((await refresh(server, app.client, next.body.refresh_token ?? '')).status).toBe(200);
  });

  test('a refused refresh (invalid_scope, invalid_target) rotates nothing', async () => {
    const app = await anInstalledApp(server);
    for (const wrong of [{ scope: 'admin' }, { resource: 'https://x.example' }]) {
      expect((await refresh(server, app.client, app.refresh_token, wrong)).status).toBe(400);
    }
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
  });

  test('housekeeping keeps what is needed to recognise a replay', async () => {
    const app = await anInstalledApp(server);
    const next = await refresh(server, app.client, app.refresh_token);
    server.clock.advance(7 * 86_400);
    await maintain(server.deps, 'test');
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(400);
    expect((await refresh(server, app.client, next.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
  });
});

describe('RFC 9700 §4.14.2 after a restart', () => {
  test('catalogue 31: what was rotated before stays rotated, and its replay ends the family', async () => {
    const before = await startServer({ settings: { refreshTokenGrace: 0 } });
    const app = await anInstalledApp(before);
    const next = await refresh(before, app.client, app.refresh_token);
    await before.deps.storage.close();
    const deps = await openDeps(before.deps.config, { clock: before.clock, log: before.deps.log });
    const reopened = createApp(deps);
    const after: TestServer = {
      ...before,
      deps,
      fetch: (path, init) => reopened.fetch(new Request(`${before.issuer}${path}`, init)),
    };
    expect((await refresh(after, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(after, app.client, next.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
    await deps.storage.close();
    await before.close();
  });
});

describe('RFC 9700 §4.14.2 with a grace for lost answers (refreshTokenGrace 30)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { refreshTokenGrace: 30 } });
  });
  afterAll(() => server.close());

  test('a retry gets the first answer again, byte for byte, for 30 seconds; then it is a replay', async () => {
    const app = await anInstalledApp(server);
    const first = await refresh(server, app.client, app.refresh_token);
    server.clock.advance(30);
    expect(await refresh(server, app.client, app.refresh_token)).toEqual(first);
    server.clock.advance(1);
    expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(server, app.client, first.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
  });

  test('once the successor was used, the answer has arrived: the old token is a replay', async () => {
    const app = await anInstalledApp(server);
    const first = await refresh(server, app.client, app.refresh_token);
    const second = await refresh(server, app.client, first.body.refresh_token ?? '');
    expect(second.status).toBe(200);
    expect((await refresh(server, app.client, app.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(server, app.client, second.body.refresh_token ?? '')).body.error).toBe('invalid_grant');
  });

  test('a retry cannot ask for more than the first answer gave', async () => {
    const app = await anInstalledApp(server);
    const narrow = await refresh(server, app.client, app.refresh_token, { scope: 'invoices.read' });
    const retried = await refresh(server, app.client, app.refresh_token);
    expect(retried.body).toEqual(narrow.body);
  });

  test('what is kept for a retry cannot be read without the token: the database holds neither it nor its successor', async () => {
    const app = await anInstalledApp(server);
    const next = await refresh(server, app.client, app.refresh_token);
    const { tenant_id } = await server.tenant();
    const { refreshTokens } = server.deps.storage;
    const found = await refreshTokens.find(tenant_id, hashToken(app.refresh_token), server.clock());
    expect(found?.token.sealed_response).toEqual(expect.any(String));
    const stored = Buffer.from(found?.token.sealed_response ?? '', 'base64url').toString('latin1');
    for (const secret of [next.body.refresh_token, next.body.access_token, app.refresh_token]) {
      expect(stored).not.toContain(secret);
      expect(JSON.stringify(found)).not.toContain(secret);
    }
  });
});
