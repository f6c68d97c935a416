import { expect, test } from 'vitest';
import { changePassword } from '../../src/accounts/password-change.ts';
import { redirected } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import { meanwhile } from '../support/meanwhile.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  addPasskey,
  afterPassword,
  aPerson,
  aPersonWithTotp,
  factorPage,
  sessionOf,
  setUpTotp,
  usePasskey,
} from './person.ts';

const OUTDATED = 'How you sign in has just changed.';

describeServer('a sign-in while somebody changes how the account is signed in to', {}, (server) => {
  /** Somebody changes the password on another device. */
  async function newPassword({ sub }: TestUser): Promise<void> {
    const { deps } = server();
    const tenant = await server().tenant();
    const user = await deps.storage.users.find(tenant.tenant_id, sub);
    if (user === null) throw new Error('the user is gone');
    const chosen = { password: 'seven quiet lanterns glow', locale: 'en', occasion: { at: deps.clock() } } as const;
    expect(await changePassword(deps, tenant, { user, sid: 'another' }, chosen)).toBeNull();
  }
  const endSessions = async ({ sub }: TestUser) =>
    server().deps.storage.sessions.endOthers(
      (await server().tenant()).tenant_id,
      sub,
      null,
      `e-${sub}`,
      server().clock(),
    );
  const reset = async ({ sub }: TestUser) =>
    server().deps.storage.credentials.reset(
      (await server().tenant()).tenant_id,
      sub,
      { event_id: `r-${sub}`, mails: [] },
      server().clock(),
    );
  /** The same server, where that happens just before the session starts. */
  const withLate = (act: () => Promise<unknown>): TestServer => meanwhile(server(), ['sessions', 'start'], once(act));
  const once = (act: () => Promise<unknown>) => {
    let done: Promise<unknown> | undefined;
    return () => (done ??= act());
  };
  const takeOver = (from: UserAgent, to: TestServer): UserAgent => {
    const agent = new UserAgent(to);
    for (const [name, value] of from.cookies) agent.cookies.set(name, value);
    return agent;
  };
  const sessionsOf = async ({ sub }: TestUser) =>
    server().deps.storage.sessions.listOfUser((await server().tenant()).tenant_id, sub, server().clock(), 86_400);

  test('the old password, verified before it was changed, starts no session after', async () => {
    const user = await server().aUser();
    const agent = new UserAgent(withLate(() => newPassword(user)));
    const refused = await agent.signIn(await (await agent.visit('/account')).text(), user);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(OUTDATED);
    expect(sessionOf(agent)).toBeUndefined();
    expect(await sessionsOf(user)).toEqual([]);
  });

  test('an account that has just got an authenticator app is not entered with the password alone', async () => {
    const { user, agent: owner } = await aPerson(server());
    const agent = new UserAgent(withLate(() => setUpTotp(server(), owner)));
    const refused = await agent.signIn(await (await agent.visit('/account')).text(), user);
    expect(await refused.text()).toContain(OUTDATED);
    expect(await sessionsOf(user)).toHaveLength(1);
  });

  test('a code of the app, or a passkey, that was taken away in that moment signs nobody in', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(withLate(() => reset(user)));
    const page = await afterPassword(server(), user, agent);
    const refused = await agent.submit(page, { code: app.code(), action: 'totp' });
    expect(await refused.text()).toContain(OUTDATED);
    const owner = await aPerson(server());
    const authenticator = await addPasskey(server(), owner.agent);
    const thief = new UserAgent(withLate(() => reset(owner.user)));
    const login = await (await thief.visit('/account')).text();
    expect(await (await usePasskey(thief, login, authenticator)).text()).toContain(OUTDATED);
    for (const one of [user, owner.user]) expect(await sessionsOf(one)).toEqual([]);
  });

  test('who is signed out everywhere while they prove more does not stay signed in', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const before = new UserAgent(server());
    const page = await afterPassword(server(), user, before);
    await before.submit(page, { code: app.code(), action: 'totp' });
    server().clock.advance(700);
    const again = await (await before.visit('/account/security/passkeys/add')).text();
    expect(factorPage(again)).toBe('login');
    // Who proves everything anew signs in anew: another session, which the one that ended says nothing about.
    const [old] = await sessionsOf(user);
    const agent = takeOver(
      before,
      withLate(() => endSessions(user)),
    );
    const second = await (await agent.signIn(again, user)).text();
    await agent.submit(second, { code: app.code(), action: 'totp' });
    const [fresh, ...others] = await sessionsOf(user);
    expect(others).toEqual([]);
    expect(fresh?.sid).not.toBe(old?.sid);
  });

  test('one factor more does not bring a session back that has ended', async () => {
    const { user, agent } = await aPerson(server());
    await setUpTotp(
      withLate(() => endSessions(user)),
      takeOver(
        agent,
        withLate(() => endSessions(user)),
      ),
    );
    expect(await sessionsOf(user)).toEqual([]);
  });

  test('catalogue 25: an app that is allowed just after its user signed out gets nothing, and may ask again', async () => {
    const { user, agent: before } = await aPerson(server());
    const client = await server().aClient();
    const page = await (await before.visit(requestUrl(client))).text();
    const late = (act: () => Promise<unknown>) => meanwhile(server(), ['grants', 'approve'], act);
    const agent = takeOver(
      before,
      late(() => endSessions(user)),
    );
    const asked = await agent.submit(page, { decision: 'allow', scope: ['openid'] });
    expect(factorPage(await asked.text())).toBe('login');
    const { tenant_id } = await server().tenant();
    expect(await server().deps.storage.grants.find(tenant_id, client.client_id, user.sub, '')).toBeNull();
    // The same without a page.
    const again = new UserAgent(server());
    await again.signIn(await (await again.visit('/account')).text(), user);
    await again.submit(await (await again.visit(requestUrl(client))).text(), { decision: 'allow', scope: ['openid'] });
    const silent = takeOver(
      again,
      late(() => endSessions(user)),
    );
    const answer = redirected(await silent.send(requestUrl(client, { prompt: 'none' })));
    expect(answer.parameters).toMatchObject({ error: 'login_required' });
    expect(answer.parameters.code).toBeUndefined();
  });
});
