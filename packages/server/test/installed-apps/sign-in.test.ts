import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorPage, fieldOf, pageKind, withoutChallenge } from '../support/answers.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { appsOf, ownBrowser } from './account.ts';

describe('signing in at the server itself, sent by no app', () => {
  let server: TestServer;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer();
    user = await server.aUser();
  });
  afterAll(() => server.close());

  test('the page of installed apps leads to sign-in, and sign-in back to it', async () => {
    const agent = new UserAgent(server);
    const login = await (await agent.visit('/apps')).text();
    expect(pageKind(login)).toBe('login');
    expect(login).toContain('to your Demo account');
    expect(login).not.toContain('Cancel');
    const arrived = await agent.signIn(login, user);
    expect(await arrived.text()).toContain('No app has access');
    expect(await (await agent.visit('/')).text()).toContain(`href="${server.issuer}/apps"`);
  });

  test('so does the page of one app, which a link in a mail may lead to', async () => {
    const agent = new UserAgent(server);
    const first = await agent.send('/apps/A1b2-C3_d4');
    expect(first.headers.get('location')).toBe(`${server.issuer}/sign-in?continue=%2Fapps%2FA1b2-C3_d4`);
    const arrived = await agent.signIn(await (await agent.visit('/apps/A1b2-C3_d4')).text(), user);
    expect(arrived.status).toBe(404);
    expect(await arrived.text()).toContain('This app has no access');
  });

  test('whoever is signed out is shown the way in, and whoever is signed in goes straight on', async () => {
    const agent = new UserAgent(server);
    expect(await (await agent.send('/')).text()).toContain('/sign-in?continue=%2F"');
    await agent.signIn(await (await agent.visit('/sign-in')).text(), user);
    const response = await agent.send('/sign-in?continue=/apps');
    expect([response.status, response.headers.get('location')]).toEqual([303, `${server.issuer}/apps`]);
  });

  test('catalogue 26: the session identifier is a new one after each sign-in, and the old one is dead', async () => {
    const agent = await ownBrowser(server, user);
    const before = agent.cookies.get('xenia_session_demo') ?? '';
    const other = new UserAgent(server);
    const login = await (await other.visit('/sign-in')).text();
    other.cookies.set('xenia_session_demo', before);
    await other.signIn(login, user);
    expect(other.cookies.get('xenia_session_demo')).not.toBe(before);
    expect(pageKind(await appsOf(agent))).toBe('login');
    expect(pageKind(await appsOf(other))).toBe('other');
  });

  test('catalogue 25: a form from an attacker, with their own token, signs nobody in on a fresh browser', async () => {
    const attacker = new UserAgent(server);
    const login = await (await attacker.visit('/sign-in')).text();
    const victim = new UserAgent(server);
    await errorPage(await victim.signIn(login, user), 403);
    expect(victim.cookies.size).toBe(0);
  });

  test('catalogue 23: from a page of another origin, or without the token, nobody is signed in', async () => {
    const agent = new UserAgent(server);
    const csrf = fieldOf(await (await agent.visit('/sign-in')).text(), 'csrf') ?? '';
    const credentials = { email: user.email, password: user.password };
    for (const [body, headers] of [
      [{ ...credentials, csrf }, { origin: 'https://evil.example' }],
      [{ ...credentials, csrf }, { origin: 'null' }],
      [{ ...credentials, csrf }, { 'sec-fetch-site': 'cross-site' }],
      [credentials, { origin: new URL(server.issuer).origin }],
      [{ ...credentials, csrf: `${csrf.slice(0, -1)}${csrf.endsWith('A') ? 'B' : 'A'}` }, {}],
    ] as const) {
      await errorPage(await agent.send('/sign-in', { method: 'POST', body: new URLSearchParams(body), headers }), 403);
      expect(agent.cookies.has('xenia_session_demo')).toBe(false);
    }
  });

  test.each([
    '/\\evil.example',
    '//evil.example',
    '/%09/evil.example',
    'https://evil.example',
    '/..//evil.example',
    '/apps/../../evil',
    '/apps//evil.example',
    '/apps/x/uninstall/../../..',
    '/apps\n',
    '@evil.example',
    '.evil.example',
    '/logout',
  ])('catalogue 63: %j as the page to go on to is ignored', async (target) => {
    const agent = new UserAgent(server);
    const url = `/sign-in?${new URLSearchParams({ continue: target })}`;
    const login = await (await agent.send(url)).text();
    expect(login).not.toContain('evil');
    const body = { csrf: fieldOf(login, 'csrf') ?? '', email: user.email, password: user.password };
    const response = await agent.send(url, { method: 'POST', body: new URLSearchParams(body) });
    expect([response.status, response.headers.get('location')]).toEqual([303, `${server.issuer}/`]);
    expect((await agent.send(url)).headers.get('location')).toBe(`${server.issuer}/`);
  });

  test('catalogue 76: an unknown user and a wrong password get the same page, apart from what they typed', async () => {
    const pages = await Promise.all(
      [user.email, 'nobody@example.com'].map(async (email) => {
        const agent = new UserAgent(server);
        const login = await (await agent.visit('/sign-in')).text();
        const response = await agent.signIn(login, { ...user, email, password: 'not the password' });
        expect(response.status).toBe(422);
        const text = await response.text();
        return withoutChallenge(text)
          .replaceAll(fieldOf(text, 'csrf') ?? '', '')
          .replace(email, '');
      }),
    );
    expect(pages[0]).toBe(pages[1]);
  });

  test('catalogue 74: tries are counted together with those of an authorization request', async () => {
    const target = await server.aUser();
    const agent = new UserAgent(server);
    const own = await (await agent.visit('/sign-in')).text();
    const client = await server.aClient();
    const ofAnApp = async () => {
      const query = new URLSearchParams({
        client_id: client.client_id,
        response_type: 'code',
        scope: 'openid',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      });
      return (await agent.visit(`/authorize?${query}`)).text();
    };
    const wrong = { ...target, password: 'not the password' };
    let response = await agent.signIn(own, wrong);
    for (let tries = 0; tries < 200 && response.status === 422; tries++) {
      response = await agent.signIn(tries % 2 === 0 ? await ofAnApp() : own, wrong);
    }
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    for (const page of [own, await ofAnApp()]) expect((await agent.signIn(page, wrong)).status).toBe(429);
  });
});
