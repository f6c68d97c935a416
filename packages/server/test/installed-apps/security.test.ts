import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { createClient } from '../../src/management/clients.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { createUser } from '../../src/management/users.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { errorPage } from '../support/answers.ts';
import { anInstalledApp, type InstalledApp } from '../support/installed-app.ts';
import { PASSWORD, REDIRECT_URI, startServer, type TestServer } from '../support/start-server.ts';
import { refresh, UserAgent } from '../support/user-agent.ts';
import { csrfOf, grantOf, ownBrowser } from './account.ts';

describe('the pages of installed apps and a hostile world', () => {
  let server: TestServer;
  let app: InstalledApp;
  let owner: UserAgent;
  let grant_id: string;
  let family_id: string;
  beforeAll(async () => {
    server = await startServer();
    app = await anInstalledApp(server);
    owner = app.authorized.agent;
    ({ grant_id } = await grantOf(server, app.client, app.user));
    const { tenant_id } = await server.tenant();
    const page = { after: null, limit: 1 };
    const [family] = await server.deps.storage.grants.listFamilies(tenant_id, grant_id, server.clock(), page);
    family_id = family?.family_id ?? '';
  });
  afterAll(() => server.close());

  const post = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
  });
  const isInstalled = async () => {
    const { tenant_id } = await server.tenant();
    const found = await server.deps.storage.grants.find(tenant_id, app.client.client_id, app.user.sub, '');
    const status = await server.deps.storage.grants.familyStatus(tenant_id, family_id, server.clock());
    return found?.grant_id === grant_id && status?.ended === null;
  };

  test('catalogue 23: a form of another origin, without the token, with that of another app or browser ends nothing', async () => {
    const csrf = await csrfOf(owner, grant_id);
    const second = await anInstalledApp(server, { user: app.user });
    const ofAnotherApp = await csrfOf(owner, (await grantOf(server, second.client, app.user)).grant_id);
    const ofAnotherBrowser = await csrfOf(await ownBrowser(server, app.user), grant_id);
    const own = { origin: new URL(server.issuer).origin };
    for (const [fields, headers] of [
      [{ csrf }, { origin: 'https://evil.example' }],
      [{ csrf }, { origin: 'null' }],
      [{ csrf }, { origin: `${own.origin}.evil.example` }],
      [{ csrf }, { 'sec-fetch-site': 'cross-site' }],
      [{ csrf }, { 'sec-fetch-site': 'same-site' }],
      [{}, own],
      [{ csrf: '' }, own],
      [{ csrf: csrf.slice(1) }, own],
      [{ csrf: ofAnotherApp }, own],
      [{ csrf: ofAnotherBrowser }, own],
    ] as const) {
      for (const answer of ['uninstall', 'end']) {
        await errorPage(await owner.send(`/apps/${grant_id}/${answer}`, post({ ...fields, family_id }, headers)), 403);
      }
    }
    expect(await isInstalled()).toBe(true);
  });

  test('catalogue 24: no request by GET or HEAD changes anything; what a path does not take is refused', async () => {
    const csrf = await csrfOf(owner, grant_id);
    const query = new URLSearchParams({ csrf, family_id, decision: 'uninstall' });
    for (const method of ['GET', 'HEAD']) {
      expect((await owner.send(`/apps/${grant_id}/uninstall?${query}`, { method })).status).toBe(200);
      expect((await owner.send(`/apps/${grant_id}/end?${query}`, { method })).status).toBe(405);
    }
    const forms = { '/apps': 405, [`/apps/${grant_id}`]: 405, [`/apps/${grant_id}/uninstall/x`]: 404 };
    for (const [path, status] of Object.entries(forms)) {
      expect([path, (await owner.send(path, post({ csrf }))).status]).toEqual([path, status]);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      expect((await owner.send(`/apps/${grant_id}/uninstall`, { method })).status).toBe(405);
    }
    for (const path of ['constructor', '__proto__', 'toString', 'Uninstall']) {
      expect((await owner.send(`/apps/${grant_id}/${path}`)).status).toBe(404);
    }
    expect(await isInstalled()).toBe(true);
  });

  test('catalogue 80: the app of another user is as unknown as one that never was, to read and to end', async () => {
    const other = await anInstalledApp(server);
    const stranger = other.authorized.agent;
    const theirs = (await grantOf(server, other.client, other.user)).grant_id;
    const unknown = 'A'.repeat(22);
    const csrf = await csrfOf(stranger, theirs);
    for (const suffix of ['', '/uninstall']) {
      const [foreign, none] = await Promise.all([grant_id, unknown].map((id) => stranger.send(`/apps/${id}${suffix}`)));
      expect([foreign?.status, none?.status]).toEqual([404, 404]);
      expect(await foreign?.text()).toBe(await none?.text());
    }
    // The token of a form is for one app in one browser: even one that was made for this id finds nothing.
    for (const id of [grant_id, unknown]) {
      const answer = await stranger.send(`/apps/${id}/uninstall`, post({ csrf }));
      expect(answer.status).toBe(403);
    }
    // Another user's authorization, named in the form of one's own app.
    const foreign = await stranger.send(`/apps/${theirs}/end`, post({ csrf, family_id }));
    const none = await stranger.send(`/apps/${theirs}/end`, post({ csrf, family_id: unknown }));
    expect([foreign.status, none.status]).toEqual([404, 404]);
    expect(await foreign.text()).toBe(await none.text());
    expect(await isInstalled()).toBe(true);
    expect((await refresh(server, app.client, app.refresh_token)).status).toBe(200);
  });

  test('catalogue 80: a user who takes over the browser cannot answer the form that the last one left open', async () => {
    const csrf = await csrfOf(owner, grant_id);
    const stranger = await server.aUser();
    const agent = new UserAgent(server);
    for (const [name, value] of owner.cookies) agent.cookies.set(name, value);
    agent.cookies.delete('xenia_session_demo');
    const left = await agent.visit(`/apps/${grant_id}/uninstall`, post({ csrf }));
    const arrived = await agent.signIn(await left.text(), stranger);
    expect(arrived.status).toBe(404);
    expect((await agent.send(`/apps/${grant_id}/uninstall`, post({ csrf }))).status).toBe(404);
    expect(await isInstalled()).toBe(true);
  });

  test("catalogue 80: another tenant's app is unknown, whoever asks there", async () => {
    const { deps } = server;
    await createTenant(deps, { name: 'other', display_name: 'Other' });
    const record = await deps.storage.tenants.findByName('other');
    if (record === null) throw new Error('the tenant is gone');
    const tenant = await loadTenant(deps, record);
    const metadata = {
      client_name: 'Theirs',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code' as const],
      scope: 'openid',
    };
    await createClient(deps, tenant, capabilities([...tenant.scopes.keys()]), metadata);
    await createUser(deps, tenant, { email: app.user.email, password: PASSWORD });
    const there: TestServer = {
      ...server,
      issuer: tenant.issuer,
      fetch: (path, init) => server.fetch(path.startsWith('http') ? path : `${tenant.issuer}${path}`, init),
    };
    const agent = await ownBrowser(there, app.user);
    expect((await agent.send(`/apps/${grant_id}`)).status).toBe(404);
    // The session of one tenant is none at another.
    for (const [name, value] of owner.cookies) agent.cookies.set(name.replace('demo', 'other'), value);
    expect((await agent.send(`/apps/${grant_id}`)).headers.get('location')).toContain(`${tenant.issuer}/sign-in`);
    expect(await isInstalled()).toBe(true);
  });

  test('catalogue 15: ids that are none are unknown, whatever they are made of', async () => {
    for (const id of ['x', `${grant_id}x`, grant_id.slice(1), '%00', "' OR 1=1 --", '..%2f..', 'é', 'a'.repeat(3000)]) {
      const response = await owner.send(`/apps/${encodeURI(id)}`);
      expect([id, response.status, response.headers.get('location')]).toEqual([id, 404, null]);
    }
  });

  test('requirements 18, 20, 21, 30: no page is framed, kept, or tells other sites where the user was', async () => {
    const csrf = await csrfOf(owner, grant_id);
    const responses = [
      ...(await Promise.all(
        ['/apps', `/apps/${grant_id}`, `/apps/${grant_id}/uninstall`, '/apps/unknown'].map((path) => owner.send(path)),
      )),
      await new UserAgent(server).send('/sign-in'),
      await owner.send(`/apps/${grant_id}/end`, post({ csrf, family_id: 'x' })),
      await owner.send(`/apps/${grant_id}/end`, post({ family_id: 'x' })),
    ];
    for (const { headers } of responses) {
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).toContain("form-action 'self'");
      // No script but the one for passkeys, on the sign-in page.
      expect(headers.get('content-security-policy')).not.toMatch(
        /script-src (?!http:\/\/localhost:3000\/assets\/passkey\.[\w-]+\.js;)/,
      );
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
    const away = await new UserAgent(server).send('/apps');
    expect([away.status, away.headers.get('cache-control')]).toEqual([303, 'no-store']);
  });

  test('catalogue 85: no page of another origin can read them', async () => {
    const response = await owner.send('/apps', { headers: { origin: REDIRECT_URI.slice(0, -3) } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('catalogue 82: neither tokens nor their hashes stand on them', async () => {
    const pages = await Promise.all(
      ['/apps', `/apps/${grant_id}`].map(async (path) => (await owner.send(path)).text()),
    );
    for (const page of pages) {
      for (const secret of [app.access_token, app.refresh_token, app.client.client_secret ?? '-']) {
        expect(page).not.toContain(secret);
      }
      expect(page).not.toContain('xenia_session');
    }
  });

  test('catalogue 65, 66: markup in names of apps, scopes and users is escaped, and javascript: is no link', async () => {
    const markup = `"><script>alert(1)</script>`;
    const user = await server.aUser({ claims: { name: markup } });
    const hostile = await anInstalledApp(server, { user, metadata: { client_name: markup } });
    const id = (await grantOf(server, hostile.client, user)).grant_id;
    const { agent } = hostile.authorized;
    for (const path of ['/apps', `/apps/${id}`, `/apps/${id}/uninstall`]) {
      const page = await (await agent.send(path)).text();
      expect(page).not.toContain('<script');
      expect(page).toContain('&lt;script&gt;');
    }
    for (const query of [{ uninstalled: markup }, { ended: markup }, { continue: markup }]) {
      for (const path of ['/apps', `/apps/${id}`, '/sign-in']) {
        const response = await agent.visit(`${path}?${new URLSearchParams(query)}`);
        expect(await response.text()).not.toContain('<script');
      }
    }
  });

  test('an address cannot claim that an app is uninstalled which is not, or that there is one', async () => {
    const claim = async (client_id: string) =>
      (await owner.send(`/apps?${new URLSearchParams({ uninstalled: client_id })}`)).text();
    expect(await claim(app.client.client_id)).not.toContain('is uninstalled');
    expect(await claim('app_unknown')).not.toContain('is uninstalled');
    const page = await (await owner.send(`/apps/${grant_id}?ended=${family_id}`)).text();
    expect(page).not.toContain('That access has ended.');
  });
});
