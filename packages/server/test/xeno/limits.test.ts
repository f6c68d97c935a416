import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashToken } from '@xenia/protocol/token-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { createClient } from '../../src/management/clients.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { putScope } from '../../src/management/scopes.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { describeToken } from '../../src/management/tokens.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { redirected } from '../support/answers.ts';
import { aResourceServerClient } from '../support/installed-app.ts';
import { pkce, REDIRECT_URI, type TestServer } from '../support/start-server.ts';
import { basic, post, UserAgent } from '../support/user-agent.ts';
import {
  aCode,
  anApp,
  answer,
  authorizeUrl,
  CHAT,
  credentials,
  exchange,
  install,
  introspect,
  SCOPES,
  startXeno,
} from './chat.ts';

describe('how far a token without an end reaches', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startXeno({ dialects: ['xeno', 'standard'] });
  });
  afterAll(() => server.close());

  test('storage knows it as a hash only, and the log not at all', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const token = await install(server, app, user);
    const { tenant_id } = await server.tenant();
    expect(await server.deps.storage.accessTokens.find(tenant_id, hashToken(token))).toMatchObject({
      expires_at: null,
    });
    const folder = server.deps.config.dataDir;
    const files = readdirSync(folder).filter((name) => name.startsWith('xenia.db'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(readFileSync(join(folder, name)).includes(token)).toBe(false);
    expect(JSON.stringify(server.log)).not.toContain(token);
  });

  test('an operator who asks about it is told what it is, and later why it is dead', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const token = await install(server, app, user, { scope: 'faqs' });
    const tenant = await server.tenant();
    const facts = { kind: 'access_token', client_id: app.client_id, sub: user.sub, scope: 'faqs', exp: null };
    expect(await describeToken(server.deps, tenant, token)).toMatchObject({ ...facts, state: 'active' });
    await post(server, '/oauth/revoke', app, { token });
    expect(await describeToken(server.deps, tenant, token)).toMatchObject({
      ...facts,
      state: 'inactive',
      reason: 'family_revoked',
      revocation_reason: 'revoked_by_client',
    });
  });

  test('a client that cannot authenticate gets a token that expires', async () => {
    const [app, user] = [await anApp(server, { token_endpoint_auth_method: 'none' }), await server.aUser()];
    const { code_verifier, ...challenge } = pkce();
    const code = await aCode(server, app, user, challenge);
    const { body } = await exchange(server, { client_id: app.client_id, code, code_verifier });
    expect(body).toMatchObject({ scope: SCOPES, expires_in: 3600 });
  });

  test('an app that moves on to refresh tokens gets access tokens that expire, and is told so', async () => {
    const grant_types = ['authorization_code', 'refresh_token'];
    const app = await anApp(server, { grant_types, scope: `${SCOPES} offline_access` });
    const code = await aCode(server, app, await server.aUser(), { scope: 'faqs offline_access' });
    const first = await exchange(server, { ...credentials(app), code });
    expect(first.body).toMatchObject({ expires_in: 3600, refresh_token: expect.any(String) });
    const refresh_token = String(first.body.refresh_token);
    const next = await exchange(server, { ...credentials(app), refresh_token }, 'json');
    expect(next.body).toMatchObject({ expires_in: 3600, refresh_token: expect.any(String) });
    const token = String(next.body.access_token);
    server.clock.advance(3600);
    expect(await introspect(server, app, token)).toEqual({ active: false });
  });

  test('an app that can renew gets no token without an end from a user who unticks "away"', async () => {
    const grant_types = ['authorization_code', 'refresh_token'];
    const app = await anApp(server, { grant_types, scope: `${SCOPES} offline_access` });
    const user = await server.aUser();
    const response = await answer(server, authorizeUrl(app, { scope: 'faqs offline_access' }), user, ['faqs']);
    const { code = '' } = redirected(response).parameters;
    const { body } = await exchange(server, { ...credentials(app), code });
    expect(body).toMatchObject({ scope: 'faqs', expires_in: 3600 });
    expect(body).not.toHaveProperty('refresh_token');
  });

  test('the consent page says for how long: until it is taken back, or as long as the token lives', async () => {
    const consentFor = async (app: IssuedClient) => {
      const agent = new UserAgent(server);
      const login = await (await agent.visit(authorizeUrl(app, { scope: 'faqs' }))).text();
      return (await agent.signIn(login, await server.aUser())).text();
    };
    expect(await consentFor(await anApp(server))).toContain('Until you take it back.');
    const renewing = { grant_types: ['authorization_code', 'refresh_token'], scope: `${SCOPES} offline_access` };
    const page = await consentFor(await anApp(server, renewing));
    expect(page).toContain('For 1 hour.');
    expect(page).not.toContain('Until you take it back.');
  });

  test('a service that acts for itself gets a token that expires', async () => {
    const app = await anApp(server, { grant_types: ['client_credentials'], redirect_uris: [], scope: 'faqs' });
    const { body } = await exchange(server, { ...credentials(app), grant_type: 'client_credentials' });
    expect(body).toMatchObject({ access_token: expect.stringMatching(/^[0-9a-f]{64}$/), expires_in: 3600 });
  });

  test('a disabled user or client ends it, and it comes back with them', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const api = await aResourceServerClient(server, CHAT);
    const token = await install(server, app, user);
    const { tenant_id } = await server.tenant();
    const switches = {
      user: (disabled_at: number | null) =>
        server.deps.storage.users.setDisabled(tenant_id, user.sub, disabled_at, 'event', server.clock()),
      client: (disabled_at: number | null) =>
        server.deps.storage.clients.update(tenant_id, app.client_id, { disabled_at }, server.clock()),
    };
    for (const disable of Object.values(switches)) {
      await disable(server.clock());
      expect(await introspect(server, api, token)).toEqual({ active: false });
      await disable(null);
      expect((await introspect(server, api, token)).active).toBe(true);
    }
  });

  test('while apps move, the same token is known at the endpoints of every dialect that the tenant speaks', async () => {
    const [app, user] = [await anApp(server), await server.aUser()];
    const token = await install(server, app, user);
    const standard = await post(server, '/introspect', app, { token });
    expect(await standard.json()).toMatchObject({ active: true, client_id: app.client_id });
  });

  test('RFC 8414 §2: discovery names what this dialect offers, and nothing else', async () => {
    const metadata = (await (await server.fetch('/.well-known/oauth-authorization-server')).json()) as object;
    const endpoints = Object.entries(metadata).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name));
    expect(Object.fromEntries(endpoints)).toEqual({
      authorization_endpoint: `${server.issuer}/oauth/authorize`,
      token_endpoint: `${server.issuer}/oauth/token`,
      introspection_endpoint: `${server.issuer}/oauth/introspect`,
      revocation_endpoint: `${server.issuer}/oauth/revoke`,
      jwks_uri: `${server.issuer}/oauth/keys`,
    });
  });

  test.each(['xeno', 'standard'])(
    'catalogue 13, 80: worthless, like its code, at another tenant that speaks %s',
    async (dialect) => {
      const [app, user] = [await anApp(server), await server.aUser()];
      const { theirs, issuer } = await aForeignApp(dialect);
      const paths = dialect === 'xeno' ? '/oauth' : '';
      const foreign = (
        path: string,
        caller: { client_id: string; client_secret?: string },
        body: Record<string, string>,
      ) =>
        server.fetch(`${issuer}${paths}${path}`, {
          method: 'POST',
          headers: { authorization: basic(caller) },
          body: new URLSearchParams(body),
        });
      const token = await install(server, app, user);
      const code = await aCode(server, app, user);
      const grant = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI };
      expect(await (await foreign('/introspect', theirs, { token })).json()).toEqual({ active: false });
      expect((await foreign('/revoke', theirs, { token })).status).toBe(200);
      expect(await (await foreign('/token', theirs, grant)).json()).toMatchObject({ error: 'invalid_grant' });
      expect(await (await foreign('/token', credentials(app), grant)).json()).toMatchObject({
        error: 'invalid_client',
      });
      expect((await introspect(server, app, token)).active).toBe(true);
      expect((await exchange(server, { ...credentials(app), code })).status).toBe(200);
    },
  );

  /** A client of another tenant on the same installation, whose API has the same scopes. */
  async function aForeignApp(dialect: string) {
    const { deps } = server;
    const name = `other-${dialect}`;
    const { issuer } = await createTenant(deps, { name, display_name: name, settings: { dialects: [dialect] } });
    const load = async () => {
      const record = await deps.storage.tenants.findByName(name);
      if (record === null) throw new Error('the tenant is gone');
      return loadTenant(deps, record);
    };
    await putResourceServer(deps, await load(), { resource: CHAT, name: 'Chat' });
    await putScope(deps, await load(), { name: 'faqs', resource: CHAT, display_name: 'Use your faqs' });
    const tenant = await load();
    const { client_id, client_secret = '' } = await createClient(
      deps,
      tenant,
      capabilities([...tenant.scopes.keys()]),
      {
        client_name: 'Elsewhere',
        redirect_uris: [REDIRECT_URI],
        scope: 'faqs',
        resource: [CHAT],
      },
    );
    return { theirs: { client_id, client_secret }, issuer };
  }
});
