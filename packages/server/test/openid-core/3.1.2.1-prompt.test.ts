import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { errorPage, pageKind, redirected } from '../support/answers.ts';
import { type Changes, requestForm, requestUrl, signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorize, UserAgent } from '../support/user-agent.ts';

describe('OpenID Connect Core §3.1.2.1 prompt and max_age', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  let agent: UserAgent;
  beforeAll(async () => {
    server = await startServer({ settings: { sessionIdleTtl: 10_000_000, sessionTtl: 10_000_000 } });
    client = await server.aClient();
    user = await server.aUser();
    // Signed in, and everything that these tests ask for is allowed.
    agent = (await authorize(server, client, user, { scope: 'openid' })).agent;
  });
  afterAll(() => server.close());

  const silent = async (who: UserAgent, changes: Changes = {}) =>
    redirected(await who.send(requestUrl(client, { prompt: 'none', ...changes }))).parameters;
  const shown = async (changes: Changes) => pageKind(await (await agent.visit(requestUrl(client, changes))).text());

  test('§3.1.2.1 prompt=none MUST NOT display any page: a code where none is needed', async () => {
    expect(await silent(agent)).toHaveProperty('code');
  });

  test('§3.1.2.6 prompt=none: login_required, consent_required, each without a page', async () => {
    expect((await silent(new UserAgent(server))).error).toBe('login_required');
    const newcomer = await signedInAgent(server, await server.aUser());
    expect((await silent(newcomer)).error).toBe('consent_required');
    expect((await silent(agent, { scope: 'openid email' })).error).toBe('consent_required');
  });

  test('§3.1.2.1 prompt=none by POST: cookies come with the redirection only, which shows no page either', async () => {
    const sent = await new UserAgent(server).visit('/authorize', requestForm(client, { prompt: 'none' }));
    expect(redirected(sent).parameters.error).toBe('login_required');
    // SameSite=Lax: the form of the client's page comes without cookies, the redirection that follows has them.
    const posted = await server.fetch('/authorize', requestForm(client, { prompt: 'none' }));
    const [browser = ''] = posted.headers.getSetCookie();
    const following = new UserAgent(server);
    for (const [name, value] of [...agent.cookies, ...new URLSearchParams(browser.split(';')[0])]) {
      following.cookies.set(name, value);
    }
    const answered = await following.visit(posted.headers.get('location') ?? '');
    expect(redirected(answered).parameters).toHaveProperty('code');
  });

  test('§3.1.2.1 none with any other value: an error', async () => {
    for (const prompt of ['none login', 'consent none', 'none none', 'NONE', 'create', 'login unheard_of']) {
      expect(await silent(agent, { prompt })).toMatchObject({ error: 'invalid_request', state: 'af0ifjsldkj' });
    }
  });

  test('§3.1.2.1 prompt=login SHOULD reauthenticate; the answer then comes from a new sign-in', async () => {
    const page = await (await agent.visit(requestUrl(client, { prompt: 'login' }))).text();
    expect(pageKind(page)).toBe('login');
    expect(redirected(await agent.signIn(page, user)).parameters).toHaveProperty('code');
  });

  test('§3.1.2.1 prompt=consent MUST ask even what was allowed before', async () => {
    expect(await shown({ prompt: 'consent' })).toBe('consent');
  });

  test('§3.1.2.1 prompt=login consent: both, one after the other', async () => {
    const page = await (await agent.visit(requestUrl(client, { prompt: 'login consent' }))).text();
    expect(pageKind(page)).toBe('login');
    expect(pageKind(await (await agent.signIn(page, user)).text())).toBe('consent');
  });

  test('§3.1.2.1 prompt=select_account: the one that is signed in, or another that signs in', async () => {
    const ask = async () => (await agent.visit(requestUrl(client, { prompt: 'select_account' }))).text();
    const page = await ask();
    expect(pageKind(page)).toBe('select_account');
    expect(redirected(await agent.submit(page, { account: user.sub })).parameters).toHaveProperty('code');
    for (const choice of [{ action: 'other_account' }, { account: 'somebody_else' }]) {
      expect(pageKind(await (await agent.submit(await ask(), choice)).text())).toBe('login');
    }
    expect(redirected(await agent.submit(await ask(), { action: 'cancel' })).parameters.error).toBe('access_denied');
  });

  test('§3.1.2.1 select_account with nobody signed in: whoever signs in has been selected', async () => {
    const fresh = new UserAgent(server);
    const page = await (await fresh.visit(requestUrl(client, { prompt: 'select_account' }))).text();
    expect(pageKind(page)).toBe('login');
    expect(redirected(await fresh.signIn(page, user)).parameters).toHaveProperty('code');
  });

  describe('max_age', () => {
    beforeAll(async () => {
      const page = await (await agent.visit(requestUrl(client, { prompt: 'login' }))).text();
      await agent.signIn(page, user);
    });

    test('§3.1.2.1 MUST reauthenticate when more time has elapsed', async () => {
      server.clock.advance(100);
      expect(await silent(agent, { max_age: '100' })).toHaveProperty('code');
      expect((await silent(agent, { max_age: '99' })).error).toBe('login_required');
      expect(await shown({ max_age: '99' })).toBe('login');
    });

    test('§3.1.2.1 max_age=0 is prompt=login', async () => {
      expect((await silent(agent, { max_age: '0' })).error).toBe('login_required');
      const page = await (await agent.visit(requestUrl(client, { max_age: '0' }))).text();
      expect(pageKind(page)).toBe('login');
      expect(redirected(await agent.signIn(page, user)).parameters).toHaveProperty('code');
    });

    test('OIDC Registration §2 default_max_age applies where the request names none, and yields where it does', async () => {
      const strict = await server.aClient({ default_max_age: 60 });
      await authorize(server, strict, user, { scope: 'openid' }, agent);
      server.clock.advance(61);
      const ask = async (changes: Changes) =>
        redirected(await agent.send(requestUrl(strict, { prompt: 'none', ...changes }))).parameters;
      expect((await ask({})).error).toBe('login_required');
      expect(await ask({ max_age: '3600' })).toHaveProperty('code');
    });

    test.each(['-1', '1.5', '1e3', '0x10', 'abc', '9999999999', ' 1'])(
      'a malformed max_age (%s): invalid_request',
      async (max_age) => {
        expect((await silent(agent, { max_age })).error).toBe('invalid_request');
      },
    );
  });

  test('the session ends when it is idle for too long, and at the latest at its end', async () => {
    const short = await startServer({ settings: { sessionIdleTtl: 600, sessionTtl: 3600 } });
    const app = await short.aClient();
    const person = await short.aUser();
    const browser = (await authorize(short, app, person, { scope: 'openid' })).agent;
    const ask = async () => redirected(await browser.send(requestUrl(app, { prompt: 'none' }))).parameters;
    for (let minutes = 0; minutes < 55; minutes += 5) {
      short.clock.advance(300);
      expect(await ask()).toHaveProperty('code');
    }
    short.clock.advance(301);
    expect((await ask()).error).toBe('login_required');
    const idle = (await authorize(short, app, person, { scope: 'openid' })).agent;
    short.clock.advance(600);
    expect(redirected(await idle.send(requestUrl(app, { prompt: 'none' }))).parameters.error).toBe('login_required');
    await short.close();
  });

  test('§3.1.2.2 the login page is not left by a wrong password, and no session begins', async () => {
    const fresh = new UserAgent(server);
    const page = await (await fresh.visit(requestUrl(client))).text();
    const again = await fresh.signIn(page, { ...user, password: 'not the password' });
    expect(again.status).toBe(422);
    expect(pageKind(await again.text())).toBe('login');
    expect((await silent(fresh)).error).toBe('login_required');
  });

  test('a request that waits for its user expires after the time that the tenant allows', async () => {
    const fresh = new UserAgent(server);
    const page = await (await fresh.visit(requestUrl(client))).text();
    server.clock.advance(3600);
    await errorPage(await fresh.signIn(page, user));
  });
});
