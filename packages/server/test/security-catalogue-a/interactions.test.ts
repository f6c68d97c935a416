import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { setClientDisabled } from '../../src/management/clients.ts';
import { errorPage, fieldOf, pageKind, redirected, withoutChallenge } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

describe('a request that waits for its user belongs to the browser that began it, once', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer();
    client = await server.aClient();
    user = await server.aUser();
  });
  afterAll(() => server.close());

  /** An open login page and where it is. */
  async function begin(agent = new UserAgent(server)) {
    const location = (await agent.send(requestUrl(client))).headers.get('location') ?? '';
    return { agent, location, page: await (await agent.send(location)).text() };
  }

  test('catalogue 15: another browser gets neither page nor code for the id of a request', async () => {
    const { agent, location, page } = await begin();
    const consent = await (await agent.signIn(page, user)).text();
    expect(pageKind(consent)).toBe('consent');
    const signedIn = await signedInAgent(server, await server.aUser());
    for (const other of [new UserAgent(server), (await begin()).agent, signedIn]) {
      await errorPage(await other.send(location), 403);
      await errorPage(await other.submit(consent, { decision: 'allow' }), 403);
    }
    expect(redirected(await agent.submit(consent, { decision: 'allow' })).parameters).toHaveProperty('code');
  });

  test("catalogue 25: the URL of an attacker's login page, opened in a fresh browser, signs nobody in", async () => {
    const attacker = await begin();
    const victim = new UserAgent(server);
    await errorPage(await victim.send(attacker.location), 403);
    await errorPage(await victim.submit(attacker.page, { email: user.email, password: user.password }), 403);
    expect(victim.cookies.size).toBe(0);
    expect((await attacker.agent.send(requestUrl(client, { prompt: 'none' }))).headers.get('location')).toContain(
      'login_required',
    );
  });

  test('catalogue 17: what was asked for cannot be changed on the way', async () => {
    const { agent, location, page } = await begin();
    const tampered = `${location}?${new URLSearchParams({ response_type: 'token', redirect_uri: 'https://evil.example', scope: 'openid invoices.write' })}`;
    expect(pageKind(await (await agent.send(tampered)).text())).toBe('login');
    const consent = await (await agent.signIn(page, await server.aUser())).text();
    const answer = {
      decision: 'allow',
      response_type: 'token',
      redirect_uri: 'https://evil.example',
      state: 'forged',
      client_id: 'app_other',
    };
    const { uri, parameters } = redirected(await agent.submit(consent, answer));
    expect(uri).toBe('https://app.example/cb');
    expect(parameters.state).toBe('af0ifjsldkj');
    expect(parameters).not.toHaveProperty('access_token');
  });

  test('catalogue 17: a tampered id is unknown, a tampered cookie is another browser', async () => {
    const { agent, location } = await begin();
    const id = location.slice(location.lastIndexOf('/') + 1);
    for (const forged of [
      `${id}x`,
      id.slice(1),
      id.toUpperCase(),
      `${id}%00`,
      "' OR 1=1 --",
      `${id.startsWith('_') ? 'A' : '_'}${id.slice(1)}`,
    ]) {
      const response = await agent.send(`/interaction/${encodeURI(forged)}`);
      expect([forged, response.headers.get('location')]).toEqual([forged, null]);
      expect([400, 404]).toContain(response.status);
    }
    const cookie = agent.cookies.get('xenia_browser_demo') ?? '';
    for (const forged of [
      '',
      'x',
      `${cookie}x`,
      cookie.slice(1),
      `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`,
      '%00'.repeat(20),
    ]) {
      agent.cookies.set('xenia_browser_demo', forged);
      await errorPage(await agent.send(location), 403);
    }
    agent.cookies.set('xenia_browser_demo', cookie);
    expect((await agent.send(location)).status).toBe(200);
  });

  test('a request expires: neither page nor answer after that', async () => {
    const { agent, location, page } = await begin();
    server.clock.advance(3599);
    expect((await agent.send(location)).status).toBe(200);
    server.clock.advance(1);
    const { text } = await errorPage(await agent.send(location));
    expect(text).toContain('This page has expired');
    await errorPage(await agent.signIn(page, user));
    expect(agent.cookies.has('xenia_session_demo')).toBe(false);
  });

  test('a request is answered once: the second answer gets a page, never a second code', async () => {
    const { agent, location, page } = await begin(await signedInAgent(server, await server.aUser()));
    expect(redirected(await agent.submit(page, { decision: 'allow' })).parameters).toHaveProperty('code');
    for (const decision of ['allow', 'deny']) {
      const again = await agent.submit(page, { decision });
      expect([again.status, again.headers.get('location')]).toEqual([409, null]);
    }
    await errorPage(await agent.send(location));
  });

  test('of ten answers at once exactly one gets a code', async () => {
    const { agent, page } = await begin(await signedInAgent(server, await server.aUser()));
    const answers = await Promise.all(Array.from({ length: 10 }, () => agent.submit(page, { decision: 'allow' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 9 }, () => 409)].sort());
  });

  test('two tabs: each request ends at its own answer, whichever is first', async () => {
    const agent = new UserAgent(server);
    const open = async (state: string) => (await agent.visit(requestUrl(client, { state, prompt: 'consent' }))).text();
    const [first, second] = [await open('first'), await open('second')];
    const consent = await (await agent.signIn(first, user)).text();
    expect(pageKind(consent)).toBe('consent');
    // The second tab still shows its login page; signing in there too is harmless.
    const other = await (await agent.signIn(second, user)).text();
    expect(redirected(await agent.submit(other, { decision: 'allow' })).parameters.state).toBe('second');
    // The same person goes on with the same session, so that what the first page asked still stands.
    expect(redirected(await agent.submit(consent, { decision: 'allow' })).parameters.state).toBe('first');
  });

  test('an app that is disabled while the page is open gets nothing', async () => {
    const app = await server.aClient();
    const agent = await signedInAgent(server, await server.aUser());
    const page = await (await agent.visit(requestUrl(app))).text();
    await setClientDisabled(server.deps, await server.tenant(), app.client_id, true);
    await errorPage(await agent.submit(page, { decision: 'allow' }));
  });

  test('catalogue 26: a new session id at every sign-in; the one before is dead, and one that was planted is not taken over', async () => {
    const agent = new UserAgent(server);
    const planted = `xn_ses_${'A'.repeat(43)}`;
    agent.cookies.set('xenia_session_demo', planted);
    await signedInAgent(server, user, agent);
    const first = agent.cookies.get('xenia_session_demo') ?? '';
    expect(first).not.toBe(planted);
    await signedInAgent(server, user, agent);
    expect(agent.cookies.get('xenia_session_demo')).not.toBe(first);
    agent.cookies.set('xenia_session_demo', first);
    const silent = await agent.send(requestUrl(client, { prompt: 'none' }));
    expect(redirected(silent).parameters.error).toBe('login_required');
  });

  test('catalogue 77 cookies: HttpOnly and SameSite always, __Host- and Secure under https', async () => {
    const secure = await startServer({ publicUrl: 'https://auth.example' });
    for (const [at, name, attributes] of [
      [server, 'xenia_browser_demo', ['Path=/', 'HttpOnly', 'SameSite=Lax']],
      [secure, '__Host-xenia_browser_demo', ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure']],
    ] as const) {
      const [cookie = ''] = (await at.fetch(requestUrl(await at.aClient()))).headers.getSetCookie();
      const [pair = '', ...rest] = cookie.split('; ');
      expect(pair.split('=')[0]).toBe(name);
      expect(rest).toEqual(attributes);
    }
    const person = await secure.aUser();
    const agent = await signedInAgent(secure, person);
    expect([...agent.cookies.keys()].sort()).toEqual(
      ['accounts', 'browser', 'session'].map((purpose) => `__Host-xenia_${purpose}_demo`),
    );
    await secure.close();
  });

  test('catalogue 76: an unknown address and a wrong password get the same page', async () => {
    const attempt = async (email: string) => {
      const { agent, page } = await begin();
      const response = await agent.submit(page, { email, password: 'not the password' });
      const text = await response.text();
      return [
        response.status,
        withoutChallenge(text)
          .replace(email, '')
          .replaceAll(fieldOf(text, 'csrf') ?? '', '')
          .replace(/interaction(?:\/|%2F)[\w-]+/g, ''),
      ];
    };
    expect(await attempt('nobody@example.com')).toEqual(await attempt(user.email));
  });

  test('catalogue 89: many users who sign in at once are never taken for each other', async () => {
    const people = await Promise.all(Array.from({ length: 32 }, () => server.aUser()));
    const learned = await Promise.all(
      people.map(async (person) => {
        const agent = await signedInAgent(server, person);
        const consent = await (await agent.visit(requestUrl(client))).text();
        const { parameters } = redirected(await agent.submit(consent, { decision: 'allow' }));
        return {
          person,
          named: consent.replaceAll('<wbr>', '').includes(`>${person.email}<`),
          code: parameters.code ?? '',
        };
      }),
    );
    expect(learned.filter(({ named }) => named)).toHaveLength(people.length);
    expect(new Set(learned.map(({ code }) => code)).size).toBe(people.length);
    expect(server.log.filter(({ event }) => event === 'authorized').map(({ sub }) => sub)).toEqual(
      expect.arrayContaining(people.map(({ sub }) => sub)),
    );
  });
});
