import { expect, test } from 'vitest';
import { setUserDisabled } from '../../src/management/users.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

const COOKIE = 'xenia_accounts_demo';

/** A browser on which these users have signed in one after the other, and nobody is signed in any more. */
async function aSharedBrowser(server: TestServer, users: readonly TestUser[]): Promise<UserAgent> {
  const agent = new UserAgent(server);
  for (const user of users) {
    await agent.signIn(await (await agent.visit('/sign-in')).text(), user);
    agent.cookies.delete('xenia_session_demo');
  }
  return agent;
}

/** The accounts that the login page offers, from the first to the last. */
function offered(page: string): string[] {
  return [...page.matchAll(/name="account" value="([^"]+)"/g)].map(([, sub = '']) => sub);
}

const loginPage = async (agent: UserAgent) => (await agent.visit('/sign-in')).text();

describeServer('accounts that a browser remembers', {}, (the) => {
  test('the latest comes first; one that is picked needs only its password', async () => {
    const [ada, grace] = [await the().aUser(), await the().aUser()];
    const agent = await aSharedBrowser(the(), [ada, grace, ada]);
    const page = await loginPage(agent);
    expect(offered(page)).toEqual([ada.sub, grace.sub]);
    const picked = await (await agent.submit(page, { account: grace.sub })).text();
    expect(picked).toContain(`value="${grace.email}"`);
    expect(offered(picked)).toEqual([]);
    const answer = await agent.signIn(picked, grace);
    expect(answer.status).toBe(200);
    expect(agent.cookies.has('xenia_session_demo')).toBe(true);
  });

  test("an app's request offers them, too, and goes on to its consent", async () => {
    const user = await the().aUser();
    const agent = await aSharedBrowser(the(), [user]);
    const page = await (await agent.visit(requestUrl(await the().aClient()))).text();
    expect(offered(page)).toEqual([user.sub]);
    const picked = await (await agent.submit(page, { account: user.sub })).text();
    expect(await (await agent.signIn(picked, user)).text()).toContain('value="allow"');
  });

  test('it is forgotten where its user says so, and no more than five are remembered', async () => {
    const users = await Promise.all(Array.from({ length: 6 }, () => the().aUser()));
    const agent = await aSharedBrowser(the(), users);
    const latest = users.map(({ sub }) => sub).reverse();
    expect(offered(await loginPage(agent))).toEqual(latest.slice(0, 5));
    await agent.submit(await loginPage(agent), { forget: latest[0] ?? '' });
    expect(offered(await loginPage(agent))).toEqual(latest.slice(1, 5));
  });

  test('catalogue 68, 80: nothing is told of other accounts, whatever the cookie or the form says', async () => {
    const [user, stranger] = [await the().aUser(), await the().aUser()];
    const agent = await aSharedBrowser(the(), [user]);
    const page = await loginPage(agent);
    const picked = await (await agent.submit(page, { account: stranger.sub })).text();
    expect(picked).not.toContain(stranger.email);
    const cookie = agent.cookies.get(COOKIE) ?? '';
    expect(cookie).not.toContain(user.sub);
    for (const forged of [JSON.stringify([stranger.sub]), `${cookie}x`, cookie.slice(0, -2), '']) {
      agent.cookies.set(COOKIE, forged);
      expect(offered(await loginPage(agent))).toEqual([]);
    }
  });

  test('one that was disabled is not offered; a form without the token forgets nothing', async () => {
    const [kept, disabled] = [await the().aUser(), await the().aUser()];
    const agent = await aSharedBrowser(the(), [kept, disabled]);
    await setUserDisabled(the().deps, await the().tenant(), disabled.sub, true);
    const page = await loginPage(agent);
    expect(offered(page)).toEqual([kept.sub]);
    const body = new URLSearchParams({ csrf: 'x', action: 'pick', forget: kept.sub });
    expect((await agent.send('/sign-in', { method: 'POST', body })).status).toBe(403);
    expect(offered(await loginPage(agent))).toEqual([kept.sub]);
  });
});
