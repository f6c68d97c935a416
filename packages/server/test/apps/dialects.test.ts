import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAppTester } from '../../src/management/apps-people.ts';
import { reinstateApp, suspendApp } from '../../src/management/apps-review.ts';
import { codeBy, NAMES, sent, tokenBy, wire } from '../dialects/wires.ts';
import { aResourceServerClient } from '../support/installed-app.ts';
import { API, startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { aDraft, anApprovedApp, as, asAdmin } from './maker.ts';

const SCOPE = 'invoices.read offline_access';
const METADATA = { token_endpoint_auth_method: 'client_secret_post', require_pkce: false };

describe('apps speak every dialect', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { dialects: NAMES } });
  });
  afterAll(() => server.close());

  test.each(NAMES)('%s: a draft is closed to strangers and open to its test users', async (name) => {
    const { owner, app_id, client } = await aDraft(server, METADATA);
    const stranger = await server.aUser();
    const agent = new UserAgent(server);
    const query = new URLSearchParams({
      ...{ client_id: client.client_id, redirect_uri: 'https://app.example/cb' },
      ...wire(name).request(SCOPE),
    });
    const login = await (await agent.visit(`${wire(name).authorize}?${query}`)).text();
    const refused = await agent.signIn(login, stranger);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('This app is not approved yet');
    const tester = await server.aUser();
    await addAppTester(as(server, owner), await server.tenant(), app_id, { user: tester.sub });
    const code = await codeBy(server, name, { client, user: tester, scope: SCOPE });
    const { body } = await tokenBy(server, name, client, { grant_type: 'authorization_code', code });
    expect(body).toHaveProperty('access_token');
  });

  test.each(NAMES)('%s: tokens of a suspended app are dead, and alive once it is reinstated', async (name) => {
    const tenant = await server.tenant();
    const { app_id, client } = await anApprovedApp(server, METADATA);
    const user = await server.aUser();
    const code = await codeBy(server, name, { client, user, scope: SCOPE });
    const { body } = await tokenBy(server, name, client, { grant_type: 'authorization_code', code });
    const { client_id, client_secret = '' } = await aResourceServerClient(server, API);
    const asked = { client_id, client_secret, token: String(body.access_token) };
    const active = async () => (await sent(server, wire(name).introspection, asked)).body.active;
    expect(await active()).toBe(true);
    await suspendApp(asAdmin(server), tenant, { app_id, revision: null }, { note: 'Spam.' });
    expect(await active()).toBe(false);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
    const refused = await tokenBy(server, name, client, refresh);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(wire(name).errorOf(refused)).toBeTypeOf('string');
    await reinstateApp(asAdmin(server), tenant, { app_id, revision: null });
    expect(await active()).toBe(true);
    expect((await tokenBy(server, name, client, refresh)).body).toHaveProperty('access_token');
  });
});
