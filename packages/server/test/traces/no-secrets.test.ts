import { randomBytes } from 'node:crypto';
import { hashToken } from '@xenia/protocol/token-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listTraces } from '../../src/management/traces.ts';
import { anAssertion, postWithAssertion, secretKey } from '../support/client-assertions.ts';
import { anInstalledApp, aService } from '../support/installed-app.ts';
import { PASSWORD, REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, basic, post, redeem, refresh, UserAgent } from '../support/user-agent.ts';

const canary = () => `canary${randomBytes(12).toString('hex')}`;

/** Requests of every kind, right and wrong, and every secret that occurred in them. */
async function aBusyServer(): Promise<{ server: TestServer; clients: { client_id: string }[]; secrets: string[] }> {
  const server = await startServer({ settings: { refreshTokenGrace: 0 } });
  const [state, nonce] = [canary(), canary()];
  const app = await anInstalledApp(server, { parameters: { state, nonce, login_hint: 'secret.person@example.com' } });
  const { client, authorized, refresh_token, access_token, id_token } = app;
  const rotated = await refresh(server, client, refresh_token);
  const known = [state, nonce, authorized.code, authorized.code_verifier, refresh_token, access_token, id_token];
  known.push(client.client_secret ?? '', PASSWORD, 'secret.person@example.com', rotated.body.refresh_token ?? '');
  const sent = await misuse(server, client, [...known, rotated.body.access_token]);
  const hmac = await aService(server, { token_endpoint_auth_method: 'client_secret_jwt' });
  const assertion = await anAssertion(server, hmac, secretKey(hmac.client_secret));
  for (let turn = 0; turn < 2; turn++) {
    await postWithAssertion(server, '/token', assertion, { grant_type: 'client_credentials' });
  }
  const all = [...known, ...sent, rotated.body.access_token, rotated.body.id_token ?? '', hmac.client_secret ?? ''];
  const [, payload = '', signature = ''] = assertion.split('.');
  await server.deps.traces.flush();
  return { server, clients: [client, hmac], secrets: [...all, assertion, payload, signature].filter(Boolean) };
}

/** Each secret in every place where a careless app might put it. Returns what occurred besides. */
async function misuse(
  server: TestServer,
  client: { client_id: string; client_secret?: string | undefined },
  secrets: readonly string[],
): Promise<string[]> {
  const made: string[] = [];
  for (const secret of secrets) {
    const [verifier, password] = [canary(), canary()];
    made.push(verifier, password);
    const wrong = { code: secret, code_verifier: verifier, redirect_uri: REDIRECT_URI };
    await redeem(server, { ...client } as never, wrong, { username: 'x', password, [`x_${secret}`]: secret });
    await refresh(server, { ...client } as never, secret, { client_assertion_type: secret, scope: 'admin' });
    await post(server, '/token', client, { grant_type: 'password', password: secret });
    await post(server, '/token', { ...client, client_secret: secret }, { grant_type: 'authorization_code' });
    await post(server, '/revoke', client, { token_type_hint: secret, state: secret });
    await post(server, '/introspect', client, { subject_token: secret });
    const cookies = { cookie: `session=${secret}; ${secret}=1`, 'x-secret': secret };
    await server.fetch(authorizationUrl(client, { state: secret, redirect_uri: `${REDIRECT_URI}?s=${secret}` }), {
      headers: cookies,
    });
    await server.fetch(authorizationUrl(client, { nonce: secret, claims: secret, code_challenge: secret }));
    await server.fetch(authorizationUrl(client, { id_token_hint: secret, prompt: 'none', request: secret }));
    await server.fetch('/token', {
      method: 'POST',
      headers: { authorization: basic(client) },
      body: `${secret}=${secret}`,
    });
    server.clock.advance(2);
  }
  const agent = new UserAgent(server);
  const page = await (
    await agent.visit(
      authorizationUrl(client, { prompt: 'login', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }),
    )
  ).text();
  const password = canary();
  made.push(password);
  await agent.submit(page, { email: 'nobody@example.com', password });
  return made;
}

describe('what is stored of requests', () => {
  let server: TestServer;
  let rows: string;
  let shown: string;
  let secrets: string[];
  beforeAll(async () => {
    const busy = await aBusyServer();
    ({ server, secrets } = busy);
    const tenant = await server.tenant();
    const everything = { filter: {}, after: null, limit: 1000 };
    const stored = busy.clients.map(({ client_id }) =>
      server.deps.storage.traces.list(tenant.tenant_id, client_id, {}, { after: null, limit: 1000 }),
    );
    const described = busy.clients.map(({ client_id }) => listTraces(server.deps, tenant, client_id, everything));
    rows = JSON.stringify(await Promise.all(stored));
    shown = JSON.stringify(await Promise.all(described));
  });
  afterAll(() => server.close());

  test('there are many, and they say what may be said', () => {
    for (const reason of [
      'code_malformed',
      'refresh_token_malformed',
      'client_secret_wrong',
      'redirect_uri_mismatch',
    ]) {
      expect(rows).toContain(reason);
    }
    expect(rows).toContain('client_assertion_replayed');
    expect(secrets.length).toBeGreaterThan(30);
  });

  test('catalogue 82: none has a secret, code, token, verifier, assertion, password, state or nonce in it', () => {
    for (const secret of secrets) {
      for (const text of [
        secret,
        encodeURIComponent(secret),
        hashToken(secret),
        Buffer.from(secret).toString('base64'),
      ]) {
        expect(rows.includes(text), text).toBe(false);
        expect(shown.includes(text), text).toBe(false);
      }
    }
  });
});
