import { expect, test } from 'vitest';
import { codeOf } from '../factors/person.ts';
import { passkeyOptions, SoftwareAuthenticator } from '../factors/software-authenticator.ts';
import { errorPage, pageKind } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import { type Moment, meanwhile } from '../support/meanwhile.ts';
import type { TestServer, TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

/** The same server, on which the user is deleted by somebody else in the very moment before this operation. */
function deletingBefore(server: TestServer, user: TestUser, moment: Moment): TestServer {
  const { storage, clock } = server.deps;
  return meanwhile(server, moment, async () => {
    const { tenant_id } = await server.tenant();
    const notice = { event_id: `gone-${user.sub}`, initiating_entity: 'admin' } as const;
    await storage.users.delete(tenant_id, user.sub, notice, clock());
  });
}

describeServer('an account that is deleted while a page of its user is answered', {}, (server) => {
  const errors = () => server().log.filter(({ level }) => Number(level) >= 50);

  /** A browser of the user's, signed in, that goes on at the server where they are deleted. */
  async function aBrowser(moment: Moment, path: string) {
    const user = await server().aUser();
    const before = new UserAgent(server());
    await before.signIn(await (await before.visit('/account')).text(), user);
    const page = await (await before.visit(path)).text();
    const agent = new UserAgent(deletingBefore(server(), user, moment));
    for (const [name, value] of before.cookies) agent.cookies.set(name, value);
    return { user, agent, page };
  }

  test('signing in: a page that says what to do, and nobody is signed in', async () => {
    const user = await server().aUser();
    const agent = new UserAgent(deletingBefore(server(), user, ['sessions', 'start']));
    const response = await agent.signIn(await (await agent.visit('/account')).text(), user);
    const { text } = await errorPage(response);
    expect(text).toContain('It is your move');
    expect(pageKind(await (await agent.visit('/account')).text())).toBe('login');
    expect(errors()).toEqual([]);
  });

  test('allowing an app: they are asked to sign in, and the app gets nothing', async () => {
    const { client_id } = await server().aClient();
    const { agent, page } = await aBrowser(['grants', 'approve'], requestUrl({ client_id }));
    expect(pageKind(page)).toBe('consent');
    const response = await agent.submit(page, { decision: 'allow', scope: ['openid'] });
    expect(response.status).toBe(200);
    expect(pageKind(await response.text())).toBe('login');
    expect(errors()).toEqual([]);
  });

  test('adding a passkey', async () => {
    const { agent, page } = await aBrowser(['credentials', 'addPasskey'], '/account/security/passkeys/add');
    const authenticator = new SoftwareAuthenticator(new URL(server().issuer).origin);
    const credential = authenticator.create(passkeyOptions(page));
    await errorPage(await agent.submit(page, { name: 'Phone', credential }));
    expect(errors()).toEqual([]);
  });

  test('setting up an authenticator app', async () => {
    const { agent, page } = await aBrowser(['credentials', 'addTotp'], '/account/security/authenticator');
    const key = (/<code class="key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '');
    await errorPage(await agent.submit(page, { code: codeOf(key, server().clock()) }));
    expect(errors()).toEqual([]);
  });

  test('changing the password: they are asked for the password that they have no more', async () => {
    const { agent, page, user } = await aBrowser(['users', 'setPassword'], '/account/password');
    const password = 'seven quiet lanterns';
    const sent = { current_password: user.password, password, password_again: password };
    const response = await agent.submit(page, sent);
    expect([400, 422]).toContain(response.status);
    expect(pageKind(await (await agent.visit('/account')).text())).toBe('login');
    expect(errors()).toEqual([]);
  });
});
