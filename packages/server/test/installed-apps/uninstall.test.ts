import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStorage } from '../../src/main.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aResourceServerClient, introspect, userinfo } from '../support/installed-app.ts';
import { API, serverWith, type TestServer } from '../support/start-server.ts';
import { authorize, post, redeem, refresh } from '../support/user-agent.ts';
import { aCode, credentials, exchange, install, introspect as introspectXeno } from '../xeno/chat.ts';
import { appsOf, csrfOf, DIALECTS, grantIds, grantOf, ownBrowser, uninstall } from './account.ts';

const INVALID_GRANT = { status: 400, body: { error: 'invalid_grant' } };

/** Who did what, as the audit log has it. */
async function auditOf(server: TestServer, { client_id }: { client_id: string }) {
  const { tenant_id } = await server.tenant();
  const events = await server.deps.storage.audit.list(tenant_id, { client_id }, { after: null, limit: 100 });
  return events.map(({ actor, action, sub }) => [actor, action, sub]);
}

describeServer('uninstalling an app', { settings: DIALECTS }, (running) => {
  let server: TestServer;
  let nodes: readonly TestServer[];
  let closeTwin: () => Promise<void>;
  beforeAll(async () => {
    server = running();
    // A second server on the same database, with connections and caches of its own.
    const storage = await openStorage(server.deps.config);
    nodes = [server, serverWith(server, { storage })];
    closeTwin = () => storage.close();
  });
  afterAll(() => closeTwin());

  describe.each(['jwt', 'opaque'] as const)('access tokens in format %s', (access_token_format) => {
    beforeAll(async () => {
      const api = { resource: API, name: 'Invoices', access_token_format, access_token_signing_alg: 'ES256' as const };
      await putResourceServer(server.deps, await server.tenant(), api);
      // Longer than a server may go on with its copy of the tenant.
      server.clock.advance(60);
    });

    test('catalogue 34, 90: every token is dead at once, at every endpoint of every server; other apps live on', async () => {
      const user = await server.aUser();
      const [app, other] = [await anInstalledApp(server, { user }), await anInstalledApp(server, { user })];
      const { client } = app;
      const again = await anInstalledApp(server, { user, client });
      const waiting = await authorize(server, client, user);
      const api = await aResourceServerClient(server, API);
      for (const { access_token } of [app, again]) {
        for (const node of nodes) expect(await introspect(node, api, access_token)).toMatchObject({ active: true });
        expect((await userinfo(server, access_token)).status).toBe(200);
      }
      const agent = await ownBrowser(server, user);
      const page = await (await uninstall(agent, (await grantOf(server, client, user)).grant_id)).text();
      expect(page).toContain('Test app is uninstalled.');
      for (const node of nodes) {
        for (const { access_token, refresh_token } of [app, again]) {
          expect(await introspect(node, api, access_token)).toEqual({ active: false });
          expect(await introspect(node, client, refresh_token)).toEqual({ active: false });
          expect((await userinfo(node, access_token)).status).toBe(401);
          expect(await refresh(node, client, refresh_token)).toMatchObject(INVALID_GRANT);
        }
        expect(await redeem(node, client, waiting)).toMatchObject(INVALID_GRANT);
        expect(await introspect(node, api, other.access_token)).toMatchObject({ active: true });
      }
      expect((await refresh(server, other.client, other.refresh_token)).status).toBe(200);
      expect(await auditOf(server, client)).toContainEqual([`user:${user.sub}`, 'grant.revoked', user.sub]);
    });

    test('catalogue 34: ending one authorization kills its tokens on every server, and no others of the app', async () => {
      const user = await server.aUser();
      const first = await anInstalledApp(server, { user });
      const { client } = first;
      server.clock.advance(60);
      const second = await anInstalledApp(server, { user, client });
      const agent = await ownBrowser(server, user);
      const { grant_id } = await grantOf(server, client, user);
      const page = await (await agent.visit(`/apps/${grant_id}`)).text();
      // The newest stands first, and its form is the first of the page.
      const answer = await agent.submit(page, {});
      expect(await answer.text()).toContain('That access has ended.');
      const api = await aResourceServerClient(server, API);
      for (const node of nodes) {
        expect(await introspect(node, api, second.access_token)).toEqual({ active: false });
        expect(await refresh(node, client, second.refresh_token)).toMatchObject(INVALID_GRANT);
        expect(await introspect(node, api, first.access_token)).toMatchObject({ active: true });
      }
      expect((await refresh(server, client, first.refresh_token)).status).toBe(200);
      expect(await auditOf(server, client)).toContainEqual([`user:${user.sub}`, 'authorization.revoked', user.sub]);
    });
  });

  test('a token without an end ends when its app is uninstalled', async () => {
    const user = await server.aUser();
    const metadata = { client_name: 'Chat', grant_types: ['authorization_code' as const], scope: 'invoices.read' };
    const app = await server.aClient({ ...metadata, require_pkce: false });
    const scope = { scope: 'invoices.read' };
    const token = await install(server, app, user, scope);
    const code = await aCode(server, app, user, scope);
    server.clock.advance(20 * 365 * 86_400);
    for (const node of nodes) expect(await introspectXeno(node, app, token)).toMatchObject({ active: true });
    const agent = await ownBrowser(server, user);
    const [grant_id = ''] = grantIds(await appsOf(agent));
    await uninstall(agent, grant_id);
    for (const node of nodes) {
      expect(await introspectXeno(node, app, token)).toEqual({ active: false });
      const late = await exchange(node, { ...credentials(app), code });
      expect(late).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }
    // A new installation is a new token; the old one stays dead.
    expect(await introspectXeno(server, app, await install(server, app, user, scope))).toMatchObject({ active: true });
    expect(await introspectXeno(server, app, token)).toEqual({ active: false });
  });

  test('after it the app has to ask again', async () => {
    const { client, user, authorized } = await anInstalledApp(server);
    const { agent } = authorized;
    await uninstall(agent, (await grantOf(server, client, user)).grant_id);
    expect(
      await server.deps.storage.grants.find((await server.tenant()).tenant_id, client.client_id, user.sub, ''),
    ).toBeNull();
    await authorize(server, client, user, {}, agent);
    const consents = server.log.filter(({ event, sub }) => event === 'authorized' && sub === user.sub);
    expect(consents.map(({ consented }) => consented)).toEqual([true, true]);
  });

  test('twice, from two windows, is answered kindly and changes nothing more; nor does it end a new installation', async () => {
    const { client, user, authorized } = await anInstalledApp(server);
    const { agent } = authorized;
    const { grant_id } = await grantOf(server, client, user);
    const question = await (await agent.visit(`/apps/${grant_id}/uninstall`)).text();
    const body = { csrf: await csrfOf(agent, grant_id) };
    await agent.submit(question, {});
    const again = await anInstalledApp(server, { client, user });
    const second = await agent.submit(question, {});
    expect(second.status).toBe(404);
    expect(await second.text()).toContain('It was uninstalled already');
    expect((await refresh(server, client, again.refresh_token)).status).toBe(200);
    const origin = new URL(server.issuer).origin;
    const end = { method: 'POST', body: new URLSearchParams({ ...body, family_id: 'x' }), headers: { origin } };
    expect((await agent.send(`/apps/${grant_id}/end`, end)).status).toBe(404);
  });

  test('an authorization that is ended twice is answered as the first time', async () => {
    const { client, user, authorized } = await anInstalledApp(server);
    const { agent } = authorized;
    const { grant_id } = await grantOf(server, client, user);
    const page = await (await agent.visit(`/apps/${grant_id}`)).text();
    for (const _ of ['first', 'second']) {
      const answer = await agent.submit(page, {});
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('That access has ended.');
    }
  });

  test('of ten requests at once one uninstalls; the others find nothing to do, and none fails', async () => {
    const { client, user, authorized } = await anInstalledApp(server);
    const { grant_id } = await grantOf(server, client, user);
    const question = await (await authorized.agent.visit(`/apps/${grant_id}/uninstall`)).text();
    const answers = await Promise.all(Array.from({ length: 10 }, () => authorized.agent.submit(question, {})));
    for (const { status } of answers) expect([200, 404]).toContain(status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });

  test('the app is told once, and that it was the user', async () => {
    const { client, user, authorized } = await anInstalledApp(server, {
      metadata: { webhook_uri: 'https://app.example/hook' },
    });
    const { agent } = authorized;
    const { grant_id } = await grantOf(server, client, user);
    const page = await (await agent.visit(`/apps/${grant_id}`)).text();
    await agent.submit(page, {});
    await agent.submit(page, {});
    await uninstall(agent, grant_id);
    await uninstall(agent, grant_id);
    const { tenant_id } = await server.tenant();
    const told = await server.deps.storage.deliveries.list(tenant_id, client.client_id, { after: null, limit: 10 });
    const events = told.map(({ event }) => JSON.parse(event));
    expect(events).toHaveLength(2);
    for (const event of events) expect(event).toMatchObject({ initiating_entity: 'user', grant_id, sub: user.sub });
  });

  test('an app that gave its tokens back itself (RFC 7009) is shown without access, and can be uninstalled', async () => {
    const { client, user, refresh_token, authorized } = await anInstalledApp(server);
    await post(server, '/revoke', client, { token: refresh_token });
    const { grant_id } = await grantOf(server, client, user);
    const page = await (await authorized.agent.visit(`/apps/${grant_id}`)).text();
    expect(page).toContain('Has no access now');
    expect(page).toContain('Nothing is in force.');
    expect(page).toContain(`/apps/${grant_id}/uninstall`);
  });
});
