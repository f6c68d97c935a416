import { beforeAll, expect, test } from 'vitest';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import { anInstalledApp, aResourceServerClient, introspect } from '../support/installed-app.ts';
import { API, type TestServer } from '../support/start-server.ts';
import { refresh } from '../support/user-agent.ts';
import { grantOf, ownBrowser } from './account.ts';

describeServer('changing what an app may do', {}, (running) => {
  let server: TestServer;
  beforeAll(() => {
    server = running();
  });

  test('what is unticked is gone from every token at once, at refresh too; the app has to ask again', async () => {
    const user = await server.aUser();
    const app = await anInstalledApp(server, { user });
    const api = await aResourceServerClient(server, API);
    const { grant_id } = await grantOf(server, app.client, user);
    const agent = await ownBrowser(server, user);
    const page = await (await agent.visit(`/apps/${grant_id}/change`)).text();
    expect(page).toContain('value="invoices.read" checked');
    const answer = await agent.submit(page, { scope: ['openid', 'offline_access'] });
    expect(await answer.text()).toContain('That is taken back.');
    expect(await introspect(server, api, app.access_token)).not.toHaveProperty(
      'scope',
      expect.stringContaining('invoices'),
    );
    const next = await refresh(server, app.client, app.refresh_token);
    expect(next.body.scope).not.toContain('invoices.read');
    const asked = await agent.visit(requestUrl(app.client, { scope: 'openid invoices.read' }));
    expect(await asked.text()).toContain('value="allow"');
  });

  test('unticking everything leads to uninstalling, and changes nothing by itself', async () => {
    const user = await server.aUser();
    const { client } = await anInstalledApp(server, { user, parameters: { scope: 'invoices.read' } });
    const before = await grantOf(server, client, user);
    const agent = await ownBrowser(server, user);
    const page = await (await agent.visit(`/apps/${before.grant_id}/change`)).text();
    const answer = await agent.submit(page, { csrf: /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '' });
    expect(await answer.text()).toContain('Uninstall Test app?');
    expect((await grantOf(server, client, user)).scope).toBe(before.scope);
  });

  test('more than is allowed cannot be ticked into it; nobody else can change it', async () => {
    const user = await server.aUser();
    const { client } = await anInstalledApp(server, { user });
    const { grant_id, scope } = await grantOf(server, client, user);
    const agent = await ownBrowser(server, user);
    const page = await (await agent.visit(`/apps/${grant_id}/change`)).text();
    await agent.submit(page, { scope: [...scope.split(' '), 'email', 'invoices.write'] });
    expect((await grantOf(server, client, user)).scope).toBe(scope);
    const stranger = await ownBrowser(server, await server.aUser());
    expect((await stranger.visit(`/apps/${grant_id}/change`)).status).toBe(404);
    const forged = await agent.send(`/apps/${grant_id}/change`, {
      method: 'POST',
      body: new URLSearchParams({ scope: 'openid' }),
      headers: { origin: 'https://evil.example' },
    });
    expect(forged.status).toBe(403);
    expect((await grantOf(server, client, user)).scope).toBe(scope);
  });

  test('the page says when the app was last used, to the hour', async () => {
    const user = await server.aUser();
    const { client, refresh_token } = await anInstalledApp(server, { user });
    const { grant_id } = await grantOf(server, client, user);
    const used = async () => (await grantOf(server, client, user)).last_used_at;
    const first = server.clock();
    expect(await used()).toBe(first);
    server.clock.advance(3599);
    const next = await refresh(server, client, refresh_token);
    expect(await used()).toBe(first);
    server.clock.advance(7200);
    await refresh(server, client, String(next.body.refresh_token));
    expect(await used()).toBe(server.clock());
    const page = await (await (await ownBrowser(server, user)).visit(`/apps/${grant_id}`)).text();
    expect(page).toMatch(/Last used <time [^>]*>just now<\/time>/);
  });
});
