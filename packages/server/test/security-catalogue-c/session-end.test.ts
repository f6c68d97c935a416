import { expect, test } from 'vitest';
import { setUserDisabled } from '../../src/management/users.ts';
import { anotherBrowser, EDGE, send } from '../account/account.ts';
import { askFor, NEW_PASSWORD, openMail } from '../accounts-by-mail/journeys.ts';
import { fieldOf } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import {
  type Authorized,
  authorize,
  post,
  redeem,
  refresh,
  type TokenResponse,
  UserAgent,
} from '../support/user-agent.ts';

const HERE = 'openid invoices.read';
const AWAY = 'openid offline_access invoices.read';

/** One user, one browser, and what two authorizations in it gave: for now, and for while the user is away. */
async function installed(server: TestServer) {
  const client = await server.aClient();
  const user = await server.aUser();
  const agent = await anotherBrowser(server, user);
  const allow = (scope: string): Promise<Authorized> => authorize(server, client, user, { scope }, agent);
  const tokensOf = async (authorized: Authorized): Promise<TokenResponse> =>
    (await redeem(server, client, authorized)).body;
  const here = await tokensOf(await allow(HERE));
  const away = await tokensOf(await allow(AWAY));
  const waiting = { here: await allow(HERE), away: await allow(AWAY) };
  const isActive = async ({ access_token }: TokenResponse) => {
    const { active } = (await (await post(server, '/introspect', client, { token: access_token })).json()) as {
      active: boolean;
    };
    const userinfo = await server.fetch('/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
    expect(userinfo.status).toBe(active ? 200 : 401);
    return active;
  };
  return {
    user,
    agent,
    /** What is in force, by each of the ways to find out. */
    state: async () => ({
      here: await isActive(here),
      codeOfHere: (await redeem(server, client, waiting.here)).status === 200,
      away: await isActive(away),
      refresh: (await refresh(server, client, away.refresh_token ?? '')).status === 200,
      codeOfAway: (await redeem(server, client, waiting.away)).status === 200,
    }),
  };
}

type Installed = Awaited<ReturnType<typeof installed>>;

const WHILE_AWAY = { here: false, codeOfHere: false, away: true, refresh: true, codeOfAway: true };
const EVERYTHING = { here: true, codeOfHere: true, away: true, refresh: true, codeOfAway: true };
const NOTHING = { here: false, codeOfHere: false, away: false, refresh: false, codeOfAway: false };

async function sendLogout(_: TestServer, { agent }: Installed): Promise<void> {
  const page = await (await agent.visit('/logout')).text();
  expect(await (await agent.submit(page, { decision: 'sign_out' })).text()).toContain('You are signed out');
}

async function resetPassword(server: TestServer, { user }: { user: TestUser }): Promise<void> {
  const agent = new UserAgent(server);
  await askFor(agent, '/forgot-password', user.email);
  const { page } = await openMail(server, agent, user.email, 'reset_password');
  await agent.submit(page, { password: NEW_PASSWORD, password_again: NEW_PASSWORD });
}

async function changePassword(server: TestServer, agent: UserAgent, user: TestUser): Promise<void> {
  const fields = { current_password: user.password, password: NEW_PASSWORD, password_again: NEW_PASSWORD };
  expect((await send(server, { agent }, '/account/password', fields)).status).toBe(303);
}

const ENDINGS: Record<string, (server: TestServer, installed: Installed) => Promise<unknown>> = {
  'the user signs out': sendLogout,
  'the user signs out everywhere': (server, person) =>
    send(server, person, '/account/devices/sign-out', { which: 'every' }),
  'another device signs out all others': async (server, { user }) =>
    send(server, { agent: await anotherBrowser(server, user, EDGE) }, '/account/devices/sign-out', { which: 'other' }),
  'another device signs this one out': async (server, { user }) => {
    const other = await anotherBrowser(server, user, EDGE);
    const sid = fieldOf(await (await other.visit('/account/devices')).text(), 'sid') ?? '';
    expect((await send(server, { agent: other }, '/account/devices/sign-out', { sid })).status).toBe(303);
  },
  'the password is reset by mail': resetPassword,
  'another device changes the password': async (server, { user }) =>
    changePassword(server, await anotherBrowser(server, user, EDGE), user),
  'somebody else signs in in the same browser': async (server, { agent }) => {
    const other = await server.aUser();
    await agent.signIn(await (await agent.visit('/sign-in')).text(), other);
  },
};

describeServer('tokens and the session that they came from', {}, (server) => {
  const disable = async (user: TestUser, disabled: boolean) =>
    setUserDisabled(server().deps, await server().tenant(), user.sub, disabled);

  test.each(Object.entries(ENDINGS))(
    'catalogue 90: %s: what was given for as long as they are here ends at once, offline_access goes on',
    async (_, end) => {
      const person = await installed(server());
      const neighbour = await installed(server());
      await end(server(), person);
      expect(await person.state()).toEqual(WHILE_AWAY);
      expect(await neighbour.state()).toEqual(EVERYTHING);
    },
  );

  test('catalogue 90: the user is disabled: everything ends at once; enabled again, only offline_access comes back', async () => {
    const person = await installed(server());
    await disable(person.user, true);
    expect(await person.state()).toEqual(NOTHING);
    const other = await installed(server());
    await disable(other.user, true);
    await disable(other.user, false);
    expect(await other.state()).toEqual(WHILE_AWAY);
  });

  test('catalogue 90: a session that ends in another browser takes nothing with it here', async () => {
    const person = await installed(server());
    const other = await anotherBrowser(server(), person.user, EDGE);
    await other.submit(await (await other.visit('/logout')).text(), { decision: 'sign_out' });
    expect(await person.state()).toEqual(EVERYTHING);
  });

  test('catalogue 90: the same user signs in again in the same browser: nothing ends', async () => {
    const person = await installed(server());
    const { agent, user } = person;
    await authorize(server(), await server().aClient(), user, { prompt: 'login' }, agent);
    expect(await person.state()).toEqual(EVERYTHING);
  });
});

describeServer(
  'tokens that outlive a short session',
  { settings: { sessionIdleTtl: 60, sessionTtl: 60 } },
  (server) => {
    test('catalogue 90: a session that merely expires revokes nothing: its tokens end when they say', async () => {
      const person = await installed(server());
      server().clock.advance(59);
      const late = await authorize(server(), await server().aClient(), person.user, { scope: HERE }, person.agent);
      expect(late.code).not.toBe('');
      server().clock.advance(2);
      while ((await server().deps.storage.maintenance.removeExpired(server().clock() + 3_599, 1_000)) > 0);
      expect(await (await person.agent.visit('/account')).text()).toContain('name="password"');
      expect(await person.state()).toMatchObject({ here: true, away: true, refresh: true });
    });
  },
);
