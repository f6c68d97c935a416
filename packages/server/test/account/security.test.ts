import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTenant } from '../../src/management/tenants.ts';
import { createUser } from '../../src/management/users.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { errorPage, fieldOf, pageKind } from '../support/answers.ts';
import { PASSWORD, startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { anotherBrowser, aPerson, claimsOf, csrfOf, EDGE, type Person } from './account.ts';

/** The account's pages, and which of them take a form. */
const PAGES = [
  '/account',
  '/account/profile',
  '/account/devices',
  '/account/data',
  '/account/data/download',
  '/account/data/delete',
];
const FORMS = {
  '/account/profile': { name: 'Eve' },
  '/account/devices/sign-out': { which: 'other' },
  '/account/data/delete': { password: PASSWORD },
};

describe('the account and a hostile world', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const post = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
  });
  const ownOrigin = () => ({ origin: new URL(server.issuer).origin });

  /** Somebody with a second browser, and whether anything of theirs has changed. */
  async function aTarget() {
    const person = await aPerson(server, { claims: { name: 'Ada' } });
    const other = await anotherBrowser(server, person.user, EDGE);
    const untouched = async () => {
      expect(await claimsOf(server, person.user)).toEqual({ name: 'Ada' });
      expect(pageKind(await (await other.visit('/account')).text())).toBe('other');
    };
    return { ...person, other, untouched };
  }

  test('catalogue 23: a form of another origin, without the token, with that of another browser or purpose changes nothing', async () => {
    const target = await aTarget();
    const csrf = await csrfOf(target);
    const ofAnotherBrowser = await csrfOf({ agent: target.other });
    const ofSignOut = fieldOf(await (await target.agent.visit('/account')).text(), 'csrf') ?? '';
    expect(ofSignOut).not.toBe(csrf);
    for (const [path, fields] of Object.entries(FORMS)) {
      for (const [token, headers] of [
        [{ csrf }, { origin: 'https://evil.example' }],
        [{ csrf }, { origin: 'null' }],
        [{ csrf }, { origin: `${ownOrigin().origin}.evil.example` }],
        [{ csrf }, { 'sec-fetch-site': 'cross-site' }],
        [{ csrf }, { 'sec-fetch-site': 'same-site' }],
        [{}, ownOrigin()],
        [{ csrf: '' }, ownOrigin()],
        [{ csrf: csrf.slice(1) }, ownOrigin()],
        [{ csrf: ofAnotherBrowser }, ownOrigin()],
        [{ csrf: ofSignOut }, ownOrigin()],
      ] as const) {
        await errorPage(await target.agent.send(path, post({ ...fields, ...token }, headers)), 403);
      }
    }
    await target.untouched();
  });

  test('catalogue 24: no request by GET or HEAD changes anything; what a path does not take is refused', async () => {
    const target = await aTarget();
    const csrf = await csrfOf(target);
    for (const [path, fields] of Object.entries(FORMS)) {
      for (const method of ['GET', 'HEAD']) {
        const { status } = await target.agent.send(`${path}?${new URLSearchParams({ csrf, ...fields })}`, { method });
        expect([path, status]).toEqual([path, path.endsWith('/sign-out') ? 405 : 200]);
      }
    }
    for (const path of PAGES.filter((page) => !(page in FORMS))) {
      expect([path, (await target.agent.send(path, post({ csrf }, ownOrigin()))).status]).toEqual([path, 405]);
    }
    for (const path of PAGES) {
      for (const method of ['PUT', 'DELETE', 'PATCH']) {
        expect([path, (await target.agent.send(path, { method })).status]).toEqual([path, 405]);
      }
    }
    for (const path of [
      '/account/',
      '/account/constructor',
      '/account/__proto__',
      '/account/Profile',
      '/account/profile/',
    ]) {
      expect([path, (await target.agent.send(path)).status]).toEqual([path, 404]);
    }
    await target.untouched();
  });

  test('catalogue 25: a form from an attacker, with their own token, does nothing on a fresh browser', async () => {
    const attacker = await aPerson(server);
    const csrf = await csrfOf(attacker);
    for (const [path, fields] of Object.entries(FORMS)) {
      const victim = new UserAgent(server);
      const response = await victim.send(path, post({ ...fields, csrf }, ownOrigin()));
      expect([response.status, response.headers.get('location')]).toEqual([
        303,
        expect.stringMatching(/\/sign-in\?continue=%2Faccount/),
      ]);
    }
    expect((await attacker.agent.visit('/account')).status).toBe(200);
  });

  test('catalogue 29: a form that was left open by somebody who signed out is worth nothing once another has signed in', async () => {
    const first = await aPerson(server);
    const second = await server.aUser({ claims: { name: 'Bob' } });
    const csrf = await csrfOf(first);
    const before = first.agent.cookies.get('xenia_session_demo') ?? '';
    await first.agent.submit(await (await first.agent.visit('/account')).text(), {});
    expect(first.agent.cookies.has('xenia_session_demo')).toBe(false);
    await first.agent.signIn(await (await first.agent.visit('/account')).text(), second);
    for (const [path, fields] of Object.entries(FORMS)) {
      await errorPage(await first.agent.send(path, post({ ...fields, csrf }, ownOrigin())), 403);
    }
    expect(await claimsOf(server, second)).toEqual({ name: 'Bob' });
    // And with the first one's cookie again nobody is signed in.
    first.agent.cookies.set('xenia_session_demo', before);
    expect(pageKind(await (await first.agent.visit('/account')).text())).toBe('login');
  });

  test('catalogue 27: a link to the way out asks first', async () => {
    const person = await aPerson(server);
    expect(pageKind(await (await person.agent.visit('/sign-out')).text())).toBe('logout');
    expect(pageKind(await (await person.agent.visit('/account')).text())).toBe('other');
  });

  test.each([...PAGES, '/account/devices/sign-out'])(
    '%s: signing in leads back, to a page that can be shown',
    async (path) => {
      const agent = new UserAgent(server);
      const user = await server.aUser();
      const response = await agent.visit(path, path.endsWith('sign-out') ? post({ csrf: 'x' }, ownOrigin()) : {});
      const login = await response.text();
      expect(pageKind(login)).toBe('login');
      const arrived = await agent.signIn(login, user);
      expect(arrived.status).toBe(200);
      // The last page before a deletion asks for the password, but not for who it is.
      expect(await arrived.text()).not.toContain('name="email"');
    },
  );

  test.each([
    '/account//evil.example',
    '/account\\evil.example',
    '/account/\\evil.example',
    '/account/../\\evil.example',
    '/account/%2e%2e/evil',
    '/account?next=https://evil.example',
    '/account#//evil.example',
    '/account@evil.example',
    '/account.evil.example',
    '/accounts',
    '//account/evil.example',
    '/account/x\r\nlocation: https://evil.example',
    `/account/${'x'.repeat(200)}evil`,
  ])('catalogue 63: %j as the page to go on to is ignored', async (target) => {
    const agent = new UserAgent(server);
    const url = `/sign-in?${new URLSearchParams({ continue: target })}`;
    const login = await (await agent.send(url)).text();
    expect(login).not.toContain('evil');
    const user = await server.aUser();
    const response = await agent.signIn(login, user);
    expect(response.status).toBe(200);
    expect((await agent.send(url)).headers.get('location')).toBe(`${server.issuer}/`);
  });

  test('catalogue 34: who was disabled has no account to see or change any more', async () => {
    const person = await aPerson(server, { claims: { name: 'Ada' } });
    const csrf = await csrfOf(person);
    const { tenant_id } = await server.tenant();
    const now = server.clock();
    await server.deps.storage.users.setDisabled(tenant_id, person.user.sub, now, 'disabled', now);
    for (const path of PAGES) expect(pageKind(await (await person.agent.visit(path)).text())).toBe('login');
    for (const [path, fields] of Object.entries(FORMS)) {
      expect((await person.agent.send(path, post({ ...fields, csrf }, ownOrigin()))).status).toBe(303);
    }
    expect(await claimsOf(server, person.user)).toEqual({ name: 'Ada' });
  });

  test('catalogue 85: no page of another origin can read them, frame them or find them in a cache', async () => {
    const person = await aPerson(server);
    for (const path of PAGES) {
      const response = await person.agent.send(path, { headers: { origin: 'https://evil.example' } });
      const { headers } = response;
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
      if (path.endsWith('/download')) continue;
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("form-action 'self'");
      expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe/);
    }
  });

  test("catalogue 80: a session of one tenant opens no account at another's, not even under its cookie's name", async () => {
    const { deps } = server;
    const { issuer } = await createTenant(deps, { name: 'other' });
    const record = await deps.storage.tenants.findByName('other');
    if (record === null) throw new Error('no tenant');
    const tenant = await loadTenant(deps, record);
    const person = await aPerson(server);
    await createUser(deps, tenant, { email: person.user.email, password: PASSWORD });
    const csrf = await csrfOf(person);
    for (const [name, value] of person.agent.cookies) person.agent.cookies.set(name.replace('demo', 'other'), value);
    for (const path of PAGES) {
      const response = await person.agent.send(`${issuer}${path}`);
      expect([response.status, response.headers.get('location')?.startsWith(`${issuer}/sign-in?`)]).toEqual([
        303,
        true,
      ]);
    }
    const answer = await person.agent.send(
      `${issuer}/account/profile`,
      post({ csrf, name: 'Eve' }, { origin: new URL(issuer).origin }),
    );
    expect(answer.status).toBe(303);
    const found = await deps.storage.users.findByEmailKey(tenant.tenant_id, person.user.email);
    expect(found?.claims).toBe('{}');
  });

  test('catalogue 84: links are of the issuer, whatever the request says', async () => {
    const person = await aPerson(server);
    const headers = {
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-forwarded-proto': 'https',
    };
    for (const path of PAGES) {
      expect(await (await person.agent.send(path, { headers })).text()).not.toContain('evil.example');
    }
  });

  test('catalogue 66: a name is shown as text, wherever it stands', async () => {
    const name = '<script>alert(1)</script>';
    const person: Person = await aPerson(server, { claims: { name } });
    for (const path of PAGES.slice(0, 4)) {
      const page = await (await person.agent.visit(path)).text();
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toContain('<script');
    }
  });

  test('every entry of the navigation is a page', async () => {
    const person = await aPerson(server);
    const page = await (await person.agent.visit('/account')).text();
    const [nav = ''] = /<nav[\s\S]*?<\/nav>/.exec(page) ?? [];
    const links = [...nav.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);
    expect(links).toHaveLength(6);
    for (const link of links) expect([link, (await person.agent.visit(link)).status]).toEqual([link, 200]);
  });
});
