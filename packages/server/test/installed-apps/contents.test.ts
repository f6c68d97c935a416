import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIALECTS as ALL_DIALECTS } from '../../src/dialects/index.ts';
import { suspendApp } from '../../src/management/apps-review.ts';
import { putScope } from '../../src/management/scopes.ts';
import { aDraft, approve, submit } from '../apps/maker.ts';
import { pageKind } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { anInstalledApp } from '../support/installed-app.ts';
import { API, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { refresh, UserAgent } from '../support/user-agent.ts';
import { aFullAccount, appsOf, csrfOf, DIALECTS, grantIds, grantOf, ownBrowser } from './account.ts';

/** The page as a reader meets it: no markup, single spaces. */
const words = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');

describe('what the pages of installed apps say', () => {
  let server: TestServer;
  let user: TestUser;
  let agent: UserAgent;
  let list: string;
  let apps: ReadonlyMap<string, string>;
  beforeAll(async () => {
    server = await startServer({ settings: DIALECTS });
    user = await aFullAccount(server, server.clock.advance);
    agent = await ownBrowser(server, user);
    list = await appsOf(agent);
    const names = [...list.matchAll(/\/apps\/[\w-]+">([^<]*)</g)].map(([, name = '']) => name);
    apps = new Map(names.map((name, index) => [name, grantIds(list)[index] ?? '']));
  });
  afterAll(() => server.close());

  const pageOf = async (name: string) => (await agent.visit(`/apps/${apps.get(name)}`)).text();
  const rowOf = (name: string) =>
    words(
      (list.match(/<li><span class="mark[\s\S]*?<\/svg><\/li>/g) ?? []).find((row) => row.includes(`>${name}<`)) ?? '',
    );

  test('apps stand in the order of what matters: with access, newest first; set up by others; without access', () => {
    expect([...apps.keys()]).toEqual([
      'Pocket Ledger',
      'Helpful Chat',
      'Papyrus',
      'Nightly export',
      'Closed Books',
      'Old Faithful',
    ]);
    const text = words(list);
    const headings = [
      'Have access now',
      'Pocket Ledger',
      'Set up by an administrator',
      'No access now',
      'Closed Books',
    ];
    const places = headings.map((heading) => text.indexOf(heading));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('an app whose access runs out says when, in words and exactly', () => {
    expect(rowOf('Pocket Ledger')).toContain('Has access for 50 minutes more Allowed 10 minutes ago');
    const end = new Date((server.clock() + 3000) * 1000).toISOString();
    expect(list).toContain(`<time datetime="${end}"`);
  });

  test('a token without an end, and access that renews itself, last until the user ends them', async () => {
    expect(rowOf('Helpful Chat')).toContain('Has access until you end it');
    expect(words(await pageOf('Helpful Chat'))).not.toContain('at the latest');
    expect(rowOf('Papyrus')).toContain('Has access until you end it');
    expect(words(await pageOf('Papyrus'))).toContain('Has access until you end it, at the latest on 31 March 2029');
  });

  test('name, logo, the word of the product, its own site, and what it may do in the words of the consent page', () => {
    expect(list).toContain('<img src="https://papyrus.example/logo.svg"');
    expect(list).toContain('<a href="https://papyrus.example/" target="_blank" rel="noopener noreferrer">');
    const row = rowOf('Papyrus');
    expect(row).toContain('Papyrus Verified');
    expect(row).toMatch(/About you Know that it is you See your profile See your e-mail address For you/);
    expect(row).toMatch(/Read your invoices Change your invoices Sensitive/);
    expect(rowOf('Helpful Chat')).toContain('Not verified');
  });

  test('each authorization in force stands for itself: when, for what, until when, and how to end it', async () => {
    const page = await pageOf('Papyrus');
    const rows = (page.match(/<li><div>\s*<div class="given-when">[\s\S]*?<\/form><\/li>/g) ?? []).map(words);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(
      /Allowed 10 minutes ago Has access until you end it For: .*Read your invoices End this one/,
    );
    expect(rows[0]).not.toContain('Change your invoices');
    expect(rows[1]).toMatch(/Allowed on 10 March 2028 Has access until you end it For everything above End this one/);
  });

  test('an app without access can still be uninstalled; the user is told what is remembered', async () => {
    expect(rowOf('Old Faithful')).toContain('Has no access now');
    const page = await pageOf('Old Faithful');
    expect(words(page)).toContain('Nothing is in force.');
    expect(page).toContain('Uninstall Old Faithful');
  });

  test('an app that is switched off says so, and has nothing in force', async () => {
    expect(rowOf('Closed Books')).toContain('Switched off by Demo: it cannot use your account.');
    const page = await pageOf('Closed Books');
    expect(words(page)).toContain('Switched off by Demo');
    expect(page).toContain('Uninstall Closed Books');
  });

  test('"Set up by an administrator of {tenant}; acts in your name without asking": not for the user to uninstall', async () => {
    expect(rowOf('Nightly export')).toContain('Set up by an administrator of Demo; acts in your name without asking.');
    expect(rowOf('Nightly export')).toMatch(/Set up on \d+ \w+ \d{4} Last used on \d+ \w+ \d{4}/);
    expect(words(list)).toContain('You did not allow these yourself, and only an administrator of Demo can end them.');
    const grant_id = apps.get('Nightly export') ?? '';
    const page = await pageOf('Nightly export');
    expect(words(page)).toContain('Only an administrator of Demo can, because they set it up.');
    expect(words(page)).toMatch(/Set up on \d+ \w+ \d{4} Last used on \d+ \w+ \d{4}/);
    expect(words(page)).toContain('Read your invoices');
    expect(page).not.toMatch(/<form[^>]*\/(uninstall|change|end)"/);
    expect(page).not.toContain('/uninstall');
    const question = await agent.send(`/apps/${grant_id}/uninstall`);
    expect(question.headers.get('location')).toBe(`${server.issuer}/apps/${grant_id}`);
    // A form that was never shown, as somebody might put it together.
    const { deps } = server;
    const { tenant_id } = await server.tenant();
    const families = await deps.storage.grants.listFamilies(tenant_id, grant_id, server.clock(), {
      after: null,
      limit: 9,
    });
    const csrf = deps.sealer.mac('csrf', `${tenant_id}\0${agent.cookies.get('xenia_browser_demo')}\0apps ${grant_id}`);
    for (const answer of ['uninstall', 'end']) {
      const body = new URLSearchParams({ csrf, family_id: families[0]?.family_id ?? '' });
      const response = await agent.send(`/apps/${grant_id}/${answer}`, { method: 'POST', body });
      expect(response.headers.get('location')).toBe(`${server.issuer}/apps/${grant_id}`);
    }
    expect(await deps.storage.grants.hasLiveFamily(tenant_id, grant_id, server.clock())).toBe(true);
  });

  test('an app that is not open to the user now, or to nobody, does not claim to have access', async () => {
    const { owner, app_id } = await aDraft(server, { visibility: 'private' });
    const service = { client_name: 'Night', grant_types: ['client_credentials'], redirect_uris: [] };
    const bound = await server.aUser();
    await server.aClient({ ...service, scope: 'invoices.read', app_id, service_account: bound.sub });
    const their = await ownBrowser(server, bound);
    const closed = 'Cannot use your account now: Demo has not opened it to you.';
    expect(words(await appsOf(their))).toContain(closed);
    await submit(server, { owner, app_id });
    await approve(server, { app_id });
    const open = words(await appsOf(their));
    expect(open).not.toContain(closed);
    expect(open).toContain('Has access until an administrator ends it');
    await suspendApp(server.deps, await server.tenant(), { app_id, revision: null }, { note: 'Why?' });
    const suspended = await appsOf(their);
    expect(words(suspended)).toContain('Switched off by Demo: it cannot use your account.');
    expect(words(await (await their.visit(`/apps/${grantIds(suspended)[0]}`)).text())).toContain(
      'Switched off by Demo',
    );
  });

  test('the consent page says where it can be taken back', async () => {
    const newcomer = new UserAgent(server);
    const login = await (await newcomer.visit(requestUrl(await server.aClient()))).text();
    const consent = await (await newcomer.signIn(login, user)).text();
    expect(pageKind(consent)).toBe('consent');
    expect(words(consent)).toContain('You can take it back at any time, in your apps');
    expect(consent).toContain(`<a href="${server.issuer}/apps" target="_blank" rel="noopener">`);
  });

  test('the question before uninstalling says what will break', async () => {
    const text = words(await (await agent.visit(`/apps/${apps.get('Papyrus')}/uninstall`)).text());
    expect(text).toContain('Papyrus loses access to your Demo account at once');
    expect(text).toContain('What it has copied it keeps.');
  });

  test('scopes are shown in the words that the product has for them now', async () => {
    const installed = await anInstalledApp(server, { parameters: { scope: 'openid offline_access invoices.read' } });
    const own = installed.authorized.agent;
    await putScope(server.deps, await server.tenant(), {
      name: 'invoices.read',
      resource: API,
      display_name: 'Look at your invoices',
    });
    expect(words(await appsOf(own))).toContain('Look at your invoices');
    const { grant_id } = await grantOf(server, installed.client, installed.user);
    expect(words(await (await own.visit(`/apps/${grant_id}`)).text())).toContain('Look at your invoices');
    expect((await refresh(server, installed.client, installed.refresh_token)).status).toBe(200);
    expect(await csrfOf(own, grant_id)).not.toBe('');
  });
});

describe.each([...ALL_DIALECTS.keys()])('a tenant that speaks %s', (dialect) => {
  test('has the same page of apps, and its home leads to it', async () => {
    const server = await startServer({ settings: { dialects: [dialect] } });
    const user = await server.aUser();
    const agent = await ownBrowser(server, user);
    expect(await appsOf(agent)).toContain('No app has access');
    expect(await (await agent.visit('/')).text()).toContain(`href="${server.issuer}/apps"`);
    await server.close();
  });
});
