import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkIn, mailsTo, mailTo } from '../support/mails.ts';
import { PASSWORD, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  askFor,
  comparable,
  expectSignedIn,
  expectSignedOut,
  freshAddress,
  NEW_PASSWORD,
  OTHER_PASSWORD,
  openMail,
  signInWith,
} from './journeys.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const stored = async (sub: string) => server.deps.storage.users.find((await server.tenant()).tenant_id, sub);

/** Asks for another address on the account's page. */
async function askToChange(agent: UserAgent, email: string, password = PASSWORD): Promise<Response> {
  const page = await (await agent.visit('/account/email')).text();
  return agent.submit(page, { email, password, action: 'change' });
}

async function aPerson(): Promise<{ user: TestUser; agent: UserAgent }> {
  const user = await server.aUser();
  return { user, agent: (await signInWith(server, user)).agent };
}

describe('another address', () => {
  test('the new one gets a link, the old one stays until it is opened, and is then told', async () => {
    const { user, agent } = await aPerson();
    const email = freshAddress();
    expect(await (await askToChange(agent, email)).text()).toContain('Look into your mail.');
    expect((await stored(user.sub))?.email).toBe(user.email);
    const { page } = await openMail(server, agent, email, 'change_email');
    expect(page).toContain(user.email);
    const done = await agent.submit(page, {});
    expect(await done.text()).toContain('Email changed.');
    expect(await stored(user.sub)).toMatchObject({ email, email_key: email, email_verified: 1 });
    expect((await mailsTo(server, user.email)).map(({ template }) => template)).toEqual(['email_changed']);
    await expectSignedIn((await signInWith(server, { email, password: PASSWORD })).agent, email);
  });

  test('whoever only found the browser open cannot ask: the password is asked for again', async () => {
    const { user, agent } = await aPerson();
    const email = freshAddress();
    const refused = await askToChange(agent, email, 'not the password');
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain(`value="${email}"`);
    expect(await mailsTo(server, email)).toEqual([]);
    expect((await stored(user.sub))?.email).toBe(user.email);
  });

  test('the link is for its user only: who reads the mail of a mistyped address gets no account with it', async () => {
    const { user, agent } = await aPerson();
    const email = freshAddress();
    await askToChange(agent, email);
    const link = linkIn(await mailTo(server, email, 'change_email'));
    const nobody = await new UserAgent(server).visit(link);
    expect(nobody.status).toBe(403);
    expect(await nobody.text()).not.toContain('<form');
    const { agent: stranger } = await aPerson();
    const other = await stranger.visit(link);
    expect(other.status).toBe(403);
    expect(await other.text()).not.toContain(user.email);
    expect((await stored(user.sub))?.email).toBe(user.email);
  });

  test('signed out, the way leads through the sign-in and back to the link', async () => {
    const { user, agent } = await aPerson();
    const email = freshAddress();
    await askToChange(agent, email);
    const phone = new UserAgent(server);
    const { page } = await openMail(server, phone, email, 'change_email');
    const [, path = ''] = /href="[^"]*(\/sign-in\?[^"]*)"/.exec(page) ?? [];
    const login = await (await phone.visit(path.replaceAll('&amp;', '&'))).text();
    const back = await phone.signIn(login, user);
    const question = await back.text();
    expect(question).toContain('Use this address?');
    await phone.submit(question, {});
    expect((await stored(user.sub))?.email).toBe(email);
  });

  test('catalogue 70: of two changes at once each link gives its own address, and only the newer one works', async () => {
    const { user, agent } = await aPerson();
    const [first, second] = [freshAddress(), freshAddress()];
    await askToChange(agent, first);
    const one = await openMail(server, agent, first, 'change_email');
    await askToChange(agent, second);
    const two = await openMail(server, agent, second, 'change_email');
    expect((await agent.submit(one.page, {})).status).toBe(410);
    expect((await stored(user.sub))?.email).toBe(user.email);
    await agent.submit(two.page, {});
    expect(await stored(user.sub)).toMatchObject({ email: second });
    expect((await agent.visit(one.link)).status).toBe(410);
  });

  test('catalogue 70: two users who ask for one address: it becomes that of the first who opens their link', async () => {
    const [ada, bob] = [await aPerson(), await aPerson()];
    const email = freshAddress();
    await askToChange(ada.agent, email);
    const forAda = await openMail(server, ada.agent, email, 'change_email');
    await askToChange(bob.agent, email);
    const forBob = await openMail(server, bob.agent, email, 'change_email');
    await bob.agent.submit(forBob.page, {});
    const late = await ada.agent.submit(forAda.page, {});
    expect(late.status).toBe(410);
    expect(await stored(bob.user.sub)).toMatchObject({ email });
    expect(await stored(ada.user.sub)).toMatchObject({ email: ada.user.email });
  });

  test('the link of somebody who had got in is worthless once the password was reset', async () => {
    const { user, agent: thief } = await aPerson();
    const email = freshAddress();
    await askToChange(thief, email);
    const link = linkIn(await mailTo(server, email, 'change_email'));
    const owner = new UserAgent(server);
    await askFor(owner, '/forgot-password', user.email);
    const { page } = await openMail(server, owner, user.email, 'reset_password');
    await owner.submit(page, { password: NEW_PASSWORD, password_again: NEW_PASSWORD });
    await expectSignedOut(thief);
    const { agent } = await signInWith(server, { ...user, password: NEW_PASSWORD });
    expect((await agent.visit(link)).status).toBe(410);
    expect((await stored(user.sub))?.email).toBe(user.email);
  });

  test('a taken address gets the same answer; its owner is told, and nothing changes', async () => {
    const holder = await server.aUser();
    const { user, agent } = await aPerson();
    const free = freshAddress();
    const answers = [];
    for (const email of [free, holder.email]) {
      const response = await askToChange(agent, email);
      answers.push([response.status, comparable(await response.text(), email).replaceAll(/done=[^"]*/g, '')]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect((await mailsTo(server, holder.email)).map(({ template }) => template)).toEqual(['sign_up_exists']);
    expect((await stored(user.sub))?.email).toBe(user.email);
  });

  test.each(['ada\uff20post.example', 'a@@b.example'])('catalogue 77: %j is refused with 400', async (email) => {
    const { agent } = await aPerson();
    expect((await askToChange(agent, email)).status).toBe(400);
  });
});

describe('confirming the address of an account', () => {
  test('from the account’s page by mail', async () => {
    const { user, agent } = await aPerson();
    expect((await stored(user.sub))?.email_verified).toBe(0);
    const page = await (await agent.visit('/account/email')).text();
    await agent.submit(page, { action: 'verify' });
    const { page: question } = await openMail(server, agent, user.email, 'verify_email');
    expect((await stored(user.sub))?.email_verified).toBe(0);
    await agent.submit(question, {});
    expect((await stored(user.sub))?.email_verified).toBe(1);
  });

  test('a link that went to another address than the account has by now confirms nothing', async () => {
    const { user, agent } = await aPerson();
    const page = await (await agent.visit('/account/email')).text();
    await agent.submit(page, { action: 'verify' });
    const { page: question } = await openMail(server, agent, user.email, 'verify_email');
    const email = freshAddress();
    const { tenant_id } = await server.tenant();
    await server.deps.storage.users.update(tenant_id, user.sub, { email, email_key: email }, server.clock());
    expect((await agent.submit(question, {})).status).toBe(410);
    expect((await stored(user.sub))?.email_verified).toBe(0);
  });
});

describe('another password', () => {
  const changed = (current: string, password: string) => ({
    current_password: current,
    password,
    password_again: password,
  });

  test('ends every session but this one, and the user is told', async () => {
    const { user, agent } = await aPerson();
    const { agent: phone } = await signInWith(server, user);
    const page = await (await agent.visit('/account/password')).text();
    const done = await agent.submit(page, changed(user.password, OTHER_PASSWORD));
    expect(await done.text()).toContain('Password changed.');
    await expectSignedIn(agent, user.email);
    await expectSignedOut(phone);
    await mailTo(server, user.email, 'password_changed');
    expect((await signInWith(server, user)).response.status).toBe(422);
    await expectSignedIn((await signInWith(server, { ...user, password: OTHER_PASSWORD })).agent, user.email);
  });

  test('the current one is asked for, and failures count with those of the sign-in', async () => {
    const { user, agent } = await aPerson();
    const page = await (await agent.visit('/account/password')).text();
    for (let tries = 0; tries < 5; tries++) {
      expect((await agent.submit(page, changed('wrong', OTHER_PASSWORD))).status).toBe(422);
    }
    expect((await agent.submit(page, changed(user.password, OTHER_PASSWORD))).status).toBe(429);
    expect((await signInWith(server, user)).response.status).toBe(429);
    await expectSignedIn(agent, user.email);
  });

  test('NIST SP 800-63B-4 §3.1.1.2: what is too short or guessable is refused', async () => {
    const { user, agent } = await aPerson();
    const page = await (await agent.visit('/account/password')).text();
    for (const password of ['only fourteen!', 'passwordpassword', 'qwertyuiop123456789', user.email]) {
      const refused = await agent.submit(page, changed(user.password, password));
      expect([password, refused.status]).toEqual([password, 422]);
    }
  });

  test('who has none chooses one after a fresh sign-in', async () => {
    const { user, agent } = await aPerson();
    const { tenant_id } = await server.tenant();
    await server.deps.storage.users.update(tenant_id, user.sub, { password_hash: null }, server.clock());
    const page = await (await agent.visit('/account/password')).text();
    expect(page).not.toContain('name="current_password"');
    server.clock.advance(601);
    const late = await agent.submit(page, { password: NEW_PASSWORD, password_again: NEW_PASSWORD });
    expect(await late.text()).toContain('autocomplete="current-password"');
    expect((await stored(user.sub))?.password_hash).toBeNull();
  });
});
