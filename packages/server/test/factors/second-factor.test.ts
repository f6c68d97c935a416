import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPasswords } from '../../src/accounts/passwords.ts';
import { fieldOf, redirected, withoutChallenge } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import type { TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  type AuthenticatorApp,
  afterPassword,
  aPerson,
  aPersonWithTotp,
  factorPage,
  sessionOf,
  setUpTotp,
} from './person.ts';

describeServer('a second factor after the password', {}, (server) => {
  const consentAfter = async (agent: UserAgent, page: string, values: Record<string, string>) => {
    const response = await agent.submit(page, values);
    return { response, page: await response.clone().text() };
  };

  test('catalogue 16: who has given only the password has no session and gets no code', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const page = await afterPassword(server(), user, agent);
    expect(factorPage(page)).toBe('second_factor');
    expect(sessionOf(agent)).toBeUndefined();
    const client = await server().aClient();
    expect(redirected(await agent.send(requestUrl(client, { prompt: 'none' }))).parameters.error).toBe(
      'login_required',
    );
    expect(factorPage(await (await agent.visit('/account/security')).text())).toBe('login');
    const { page: consent } = await consentAfter(agent, page, { code: app.code(), action: 'totp' });
    expect(factorPage(consent)).toBe('consent');
    expect(sessionOf(agent)).toBeDefined();
  });

  test('catalogue 26: the session has a new identifier after each step', async () => {
    const { user, agent } = await aPerson(server());
    const byPassword = sessionOf(agent);
    const app = await setUpTotp(server(), agent);
    const withTotp = sessionOf(agent);
    server().clock.advance(90);
    const login = await (await agent.visit(requestUrl(await server().aClient(), { prompt: 'login' }))).text();
    const second = await (await agent.signIn(login, user)).text();
    expect(sessionOf(agent)).toBe(withTotp);
    await agent.submit(second, { code: app.code(), action: 'totp' });
    expect(new Set([byPassword, withTotp, sessionOf(agent)]).size).toBe(3);
    for (const old of [byPassword, withTotp]) {
      const thief = new UserAgent(server());
      thief.cookies.set('xenia_session_demo', old ?? '');
      expect(factorPage(await (await thief.visit('/account/security')).text())).toBe('login');
    }
  });

  test('catalogue 73: a code works once, nor does an earlier one after it', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const code = app.code();
    const [first, second] = [new UserAgent(server()), new UserAgent(server())];
    const pages = [await afterPassword(server(), user, first), await afterPassword(server(), user, second)] as const;
    expect(factorPage((await consentAfter(first, pages[0], { code, action: 'totp' })).page)).toBe('consent');
    for (const used of [code, app.code(-30)]) {
      const again = await consentAfter(second, pages[1], { code: used, action: 'totp' });
      expect(again.response.status).toBe(422);
      expect(again.page).toContain('That code did not match.');
      expect(sessionOf(second)).toBeUndefined();
    }
    server().clock.advance(30);
    expect(factorPage((await consentAfter(second, pages[1], { code: app.code(), action: 'totp' })).page)).toBe(
      'consent',
    );
  });

  test('the code that turned the app on does not sign in', async () => {
    const { user, agent } = await aPerson(server());
    const app = await setUpTotp(server(), agent);
    const other = new UserAgent(server());
    const page = await afterPassword(server(), user, other);
    expect((await other.submit(page, { code: app.code(), action: 'totp' })).status).toBe(422);
  });

  test('at the server itself, too: {issuer}/sign-in', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const second = await (await agent.signIn(await (await agent.visit('/apps')).text(), user)).text();
    expect(factorPage(second)).toBe('second_factor');
    expect(sessionOf(agent)).toBeUndefined();
    expect(await (await agent.submit(second, { code: app.code(), action: 'totp' })).text()).toContain(
      'No app has access',
    );
  });

  test('a recovery code stands in for the app, once, however it is typed', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const [one = ''] = app.recoveryCodes;
    const agent = new UserAgent(server());
    const page = await afterPassword(server(), user, agent);
    const typed = ` ${one.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    const { page: consent } = await consentAfter(agent, page, { code: typed, action: 'recovery_code' });
    expect(factorPage(consent)).toBe('consent');
    const again = new UserAgent(server());
    const refused = await again.submit(await afterPassword(server(), user, again), {
      code: one,
      action: 'recovery_code',
    });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('That recovery code did not match.');
    expect(server().log.some(({ event, sub }) => event === 'recovery_code_used' && sub === user.sub)).toBe(true);
  });

  test('F3: of 40 uses of one recovery code at once one signs in', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const [code = ''] = app.recoveryCodes;
    const agents = Array.from({ length: 4 }, () => new UserAgent(server()));
    const pages = await Promise.all(agents.map((agent) => afterPassword(server(), user, agent)));
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        agents[i % 4]?.submit(pages[i % 4] ?? '', { code, action: 'recovery_code' }),
      ),
    );
    expect(agents.filter((agent) => sessionOf(agent) !== undefined).length).toBe(1);
  });

  test('what the password proved is good for five minutes, in this browser and for this request only', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const page = await afterPassword(server(), user, agent);
    const state = fieldOf(page, 'state') ?? '';
    // Another request of the same browser, and another browser: the state is that of neither.
    const elsewhere = await afterPassword(server(), user, agent);
    const stranger = new UserAgent(server());
    const strange = await afterPassword(
      server(),
      await server()
        .aUser()
        .then(() => user),
      stranger,
    );
    for (const [at, shown] of [
      [agent, elsewhere],
      [stranger, strange],
    ] as const) {
      const refused = await at.submit(shown, { state, code: app.code(), action: 'totp' });
      expect([refused.status, factorPage(await refused.text())]).toEqual([422, 'login']);
    }
    for (const forged of ['', 'x', `${state.slice(0, -3)}AAA`]) {
      expect((await agent.submit(page, { state: forged, code: app.code(), action: 'totp' })).status).toBe(422);
    }
    server().clock.advance(299);
    expect(factorPage((await consentAfter(agent, page, { code: app.code(), action: 'totp' })).page)).toBe('consent');
    server().clock.advance(1);
    const late = await agent.submit(page, { code: app.code(30), action: 'totp' });
    expect(await late.text()).toContain('This page was open for too long.');
  });

  test('a password that changes meanwhile, and a user who is disabled, end it', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const { users } = server().deps.storage;
    const { tenant_id } = await server().tenant();
    const agent = new UserAgent(server());
    const page = await afterPassword(server(), user, agent);
    const password_hash = await server().deps.passwords.hash('an altogether different one');
    await users.update(tenant_id, user.sub, { password_hash }, server().clock());
    expect((await agent.submit(page, { code: app.code(), action: 'totp' })).status).toBe(422);
    const renewed = await afterPassword(server(), { ...user, password: 'an altogether different one' }, agent);
    await users.setDisabled(tenant_id, user.sub, server().clock(), 'event-1', server().clock());
    const refused = await agent.submit(renewed, { code: app.code(), action: 'totp' });
    expect([refused.status, factorPage(await refused.text())]).toEqual([422, 'login']);
    expect(sessionOf(agent)).toBeUndefined();
  });

  test('turning the app on signs out every other browser: they have not shown a code', async () => {
    const { user, agent } = await aPerson(server());
    const { agent: elsewhere } = await aPerson(server(), user);
    await setUpTotp(server(), agent);
    expect(factorPage(await (await elsewhere.visit('/account/security')).text())).toBe('login');
    expect(factorPage(await (await agent.visit('/account/security')).text())).toBe('other');
  });
});

describeServer('catalogue 74: guessing', {}, (server) => {
  test('passwords, codes and recovery codes spend the same tries; the right password does not give them back', async () => {
    const { user } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const page = await afterPassword(server(), user, agent);
    const guess = async (code: string, action: string) => (await agent.submit(page, { code, action })).status;
    expect(await guess('000000', 'totp')).toBe(422);
    expect(await guess('AAAAA-AAAAA', 'recovery_code')).toBe(422);
    // Three more are free; the password, which is right, is none of them.
    await afterPassword(server(), user, new UserAgent(server()));
    expect(await guess('000001', 'totp')).toBe(422);
    const wrong = new UserAgent(server());
    const login = await (await wrong.visit('/sign-in')).text();
    expect((await wrong.signIn(login, { ...user, password: 'wrong' })).status).toBe(422);
    expect(await guess('BBBBB-BBBBB', 'recovery_code')).toBe(422);
    const refused = await agent.submit(page, { code: '000002', action: 'totp' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await wrong.signIn(login, user)).status).toBe(429);
  });

  test('what is right ends the count', async () => {
    const { user, app } = await aPersonWithTotp(server());
    for (let round = 0; round < 3; round += 1) {
      const agent = new UserAgent(server());
      const page = await afterPassword(server(), user, agent);
      for (let i = 0; i < 4; i += 1) await agent.submit(page, { code: '000000', action: 'totp' });
      await agent.submit(page, { code: app.code(), action: 'totp' });
      expect(sessionOf(agent)).toBeDefined();
      server().clock.advance(30);
    }
  });

  test('of 100 tries at once no more learn their answer than are free', async () => {
    const { user } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const page = await afterPassword(server(), user, agent);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        agent.submit(page, { code: String(i).padStart(6, '0'), action: i % 2 ? 'totp' : 'recovery_code' }),
      ),
    );
    const learned = answers.filter(({ status }) => status !== 429);
    expect(learned.length).toBeGreaterThan(0);
    expect(learned.length).toBeLessThanOrEqual(5);
    expect(sessionOf(agent)).toBeUndefined();
  });

  test('catalogue 76: before the right password nothing tells whether there is a second factor', async () => {
    const { user } = await aPersonWithTotp(server());
    const plain = await server().aUser();
    const bodies = await Promise.all(
      [user.email, plain.email, 'nobody@example.com'].map(async (email) => {
        const agent = new UserAgent(server());
        const login = await (await agent.visit('/sign-in')).text();
        const response = await agent.signIn(login, { sub: '', email, password: 'not the password' });
        const text = withoutChallenge(await response.text());
        return [response.status, text.replaceAll(fieldOf(text, 'csrf') ?? '', '').replaceAll(email, '')];
      }),
    );
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });
});

const manyPasswords = { passwords: createPasswords({ random: randomBytes, queue: 400 }) };

describeServer('many at once', { deps: manyPasswords }, (server) => {
  test('catalogue 89: of 200 sign-ins at once each is its own user, and each code signs in one', async () => {
    const people = await Promise.all(
      Array.from({ length: 40 }, async (_, i): Promise<{ user: TestUser; app?: AuthenticatorApp }> => {
        if (i >= 10) return { user: await server().aUser() };
        const { user, agent } = await aPerson(server());
        return { user, app: await setUpTotp(server(), agent) };
      }),
    );
    server().clock.advance(90);
    const signIn = async ({ user, app }: (typeof people)[number]) => {
      const agent = new UserAgent(server());
      let page = await (await agent.visit('/sign-in?continue=%2Faccount%2Fsecurity')).text();
      page = await (await agent.signIn(page, user)).text();
      if (app !== undefined) page = await (await agent.submit(page, { code: app.code(), action: 'totp' })).text();
      return { email: user.email, page, session: sessionOf(agent) };
    };
    const all = await Promise.all(
      Array.from({ length: 5 }, () => people)
        .flat()
        .map(signIn),
    );
    const arrived = all.filter(({ session }) => session !== undefined);
    expect(arrived.length).toBe(30 * 5 + 10);
    expect(new Set(arrived.map(({ session }) => session)).size).toBe(arrived.length);
    for (const { email, page } of arrived) {
      const named = people.filter(({ user }) => page.includes(`${user.email.replace('@', '<wbr>@')}<`));
      expect(named.map(({ user }) => user.email)).toEqual([email]);
    }
  });
});
