import { hashToken } from '@xenia/protocol/token-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { StorageUnavailableError } from '../../src/storage/port.ts';
import { withBrokenStore } from '../support/broken-storage.ts';
import { anAssertion, postWithAssertion, secretKey } from '../support/client-assertions.ts';
import { anInstalledApp, aService, type InstalledApp } from '../support/installed-app.ts';
import { API, PASSWORD, startServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, post, redeem, refresh, UserAgent } from '../support/user-agent.ts';

/** A server on which every endpoint was used, rightly and wrongly, with what was answered and every secret that occurred. */
async function aBusyServer() {
  const server = await startServer({ settings: { refreshTokenGrace: 0 } });
  const bodies: string[] = [];
  const recorded: TestServer = {
    ...server,
    fetch: async (path, init) => {
      const response = await server.fetch(path, init);
      bodies.push(`${await response.clone().text()}\n${JSON.stringify([...response.headers])}`);
      return response;
    },
  };
  const opaque = { resource: API, name: 'Invoices', access_token_format: 'opaque' } as const;
  const apps: InstalledApp[] = [await anInstalledApp(recorded)];
  await putResourceServer(server.deps, await server.tenant(), opaque);
  apps.push(await anInstalledApp(recorded));
  const hmacClient = await aService(recorded, { token_endpoint_auth_method: 'client_secret_jwt' });
  const secrets = [...(await replay(recorded)), PASSWORD, hmacClient.client_secret ?? ''];
  for (const app of apps) secrets.push(...(await useEverything(recorded, app)));
  const assertion = await anAssertion(recorded, hmacClient, secretKey(hmacClient.client_secret));
  for (let turn = 0; turn < 2; turn++)
    await postWithAssertion(recorded, '/token', assertion, { grant_type: 'client_credentials' });
  return { server, bodies, apps, secrets: [...secrets, assertion].filter((secret) => secret !== '') };
}

/** Returns the tokens that occurred. */
async function replay(server: TestServer): Promise<string[]> {
  const first = await anInstalledApp(server);
  await redeem(server, first.client, first.authorized);
  const second = await anInstalledApp(server);
  await refresh(server, second.client, second.refresh_token, { scope: 'admin' });
  for (let turn = 0; turn < 2; turn++) await refresh(server, second.client, second.refresh_token);
  return [first, second].flatMap(({ tokens }) => [
    tokens.access_token,
    tokens.refresh_token ?? '',
    tokens.id_token ?? '',
  ]);
}

/** Returns the secrets that occurred. */
async function useEverything(server: TestServer, app: InstalledApp): Promise<string[]> {
  const { client, access_token, refresh_token, id_token, authorized } = app;
  const wrong = { ...client, client_secret: 'canary-wrong-secret-4711' };
  const next = await refresh(server, client, refresh_token);
  for (const token of [
    access_token,
    refresh_token,
    id_token,
    authorized.code,
    `${access_token}x`,
    next.body.access_token,
  ]) {
    for (const path of ['/introspect', '/revoke']) {
      await post(server, path, wrong, { token });
      await post(server, path, client, { token });
    }
    await server.fetch('/userinfo', { headers: { authorization: `Bearer ${token}` } });
    await post(server, '/token', client, { grant_type: 'refresh_token', refresh_token: token, scope: 'admin' });
    await post(server, '/token', client, { grant_type: 'refresh_token', refresh_token: token });
    await post(server, '/token', client, {
      grant_type: 'authorization_code',
      code: token,
      code_verifier: authorized.code_verifier,
    });
  }
  for (const error of [new StorageUnavailableError('no'), new Error('no')]) {
    const restore = withBrokenStore(server, 'refreshTokens', error);
    await post(server, '/token', client, { grant_type: 'refresh_token', refresh_token });
    restore();
  }
  const agent = new UserAgent(server);
  const login = await agent.visit(
    authorizationUrl(client, { scope: 'openid', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }),
  );
  await agent.signIn(await login.text(), { ...app.user, password: 'canary-wrong-password-4711' });
  const cookies = [...authorized.agent.cookies.values(), ...agent.cookies.values()];
  return [
    ...[access_token, refresh_token, id_token, authorized.code, authorized.code_verifier, client.client_secret ?? ''],
    ...[next.body.access_token, next.body.refresh_token ?? '', next.body.id_token ?? ''],
    ...['canary-wrong-secret-4711', 'canary-wrong-password-4711'],
    ...cookies.map((value) => decodeURIComponent(value)),
  ];
}

describe('nothing that is secret leaves the server', () => {
  let busy: Awaited<ReturnType<typeof aBusyServer>>;
  beforeAll(async () => {
    busy = await aBusyServer();
  });
  afterAll(() => busy.server.close());

  test('catalogue 86: no secret, token, code, cookie, verifier or password is in the log, before any masking', async () => {
    const { server, secrets } = busy;
    expect(server.log.length).toBeGreaterThan(50);
    const lines = server.log.map((line) => JSON.stringify(line));
    for (const secret of secrets) {
      for (const form of [secret, hashToken(secret), secret.split('.').at(-1) ?? secret]) {
        expect(lines.filter((line) => line.includes(form))).toEqual([]);
      }
    }
  });

  test('catalogue 86: but every refusal says why', async () => {
    const reasons = busy.server.log.map((line) => (line.refusal as { reason?: string } | undefined)?.reason);
    for (const reason of [
      'client_secret_wrong',
      'refresh_token_reused',
      'code_reused',
      'client_assertion_replayed',
      'scope_not_granted',
    ]) {
      expect(reasons).toContain(reason);
    }
  });

  test('catalogue 82: no body holds a client secret, a password, or a hash of anything', async () => {
    const { server, bodies, apps, secrets } = busy;
    const { tenant_id } = await server.tenant();
    const hidden = [PASSWORD, ...secrets.map(hashToken)];
    for (const { client, user } of apps) {
      const found = await server.deps.storage.clients.find(tenant_id, client.client_id);
      const account = await server.deps.storage.users.find(tenant_id, user.sub);
      hidden.push(
        client.client_secret ?? '',
        account?.password_hash ?? '',
        ...(found?.secrets ?? []).map(({ secret_hash }) => secret_hash),
      );
    }
    for (const key of await server.deps.storage.signingKeys.listPublished(tenant_id, server.clock())) {
      hidden.push(key.sealed_private_key);
    }
    const everything = bodies.join('\n');
    expect(bodies.length).toBeGreaterThan(80);
    expect(hidden.filter((value) => value === '')).toEqual([]);
    for (const value of hidden) expect(everything.includes(value), value).toBe(false);
    expect(everything).not.toMatch(/\$argon2|secret_hash|token_hash|sealed_|password_hash|node_modules|\.ts:\d/);
  });

  test('a 5xx only where storage was broken on purpose', async () => {
    const failed = busy.server.log.filter((line) => line.msg === 'failed');
    expect(failed).toHaveLength(2);
  });
});
