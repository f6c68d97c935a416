import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailsTo } from '../support/mails.ts';
import { PASSWORD, pkce, serverWith, startServer, type TestServer } from '../support/start-server.ts';
import { authorizationUrl, redeem, UserAgent } from '../support/user-agent.ts';
import {
  askFor,
  comparable,
  expectSignedIn,
  expectSignedOut,
  freshAddress,
  NEW_PASSWORD,
  newAccount,
  openMail,
  recordOperations,
  signInWith,
  signUp,
} from './journeys.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { signUp: 'open' } });
});
afterAll(() => server.close());

const findUser = async (email: string) =>
  server.deps.storage.users.findByEmailKey((await server.tenant()).tenant_id, email);

describe('signing up', () => {
  test('an address, a mail, a name and a password make an account whose address is verified', async () => {
    const agent = new UserAgent(server);
    const email = freshAddress();
    const done = await signUp(server, agent, email);
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('Your account is ready');
    await expectSignedIn(agent, email);
    const user = await findUser(email);
    expect(user).toMatchObject({ email_verified: 1, claims: JSON.stringify({ name: 'Grace Hopper' }) });
    const elsewhere = await signInWith(server, { email, password: NEW_PASSWORD });
    await expectSignedIn(elsewhere.agent, email);
  });

  test('the first page asks for the address only, and nothing is made before the link is opened', async () => {
    const agent = new UserAgent(server);
    const email = freshAddress();
    const first = await (await agent.visit('/sign-up')).text();
    expect(first).not.toContain('type="password"');
    await agent.submit(first, { email, name: 'Grace Hopper', password: NEW_PASSWORD });
    expect(await findUser(email)).toBeNull();
  });

  test('from an app: in the same browser it ends at the app, signed in as the new user', async () => {
    const client = await server.aClient();
    const agent = new UserAgent(server);
    const { code_verifier, ...challenge } = pkce();
    const login = await (await agent.visit(authorizationUrl(client, { ...challenge, prompt: 'login' }))).text();
    const [, path = ''] = /href="[^"]*(\/sign-up[^"]*)"/.exec(login) ?? [];
    const email = freshAddress();
    const consent = await signUp(server, agent, email, path.replaceAll('&amp;', '&'));
    const page = await consent.text();
    expect(page).toContain('value="switch_account"');
    const answered = await agent.submit(page, { decision: 'allow', scope: ['openid'] });
    const code = new URL(answered.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const redirect_uri = 'https://app.example/cb';
    const { body } = await redeem(server, client, { code, code_verifier, redirect_uri });
    const claims = JSON.parse(Buffer.from(body.id_token?.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ sub: (await findUser(email))?.sub, amr: ['pwd'] });
  });

  test('from an app, but the link is opened in another browser: says where it goes on', async () => {
    const client = await server.aClient();
    const agent = new UserAgent(server);
    const { code_verifier: _, ...challenge } = pkce();
    const login = await (await agent.visit(authorizationUrl(client, challenge))).text();
    const [, path = ''] = /href="[^"]*(\/sign-up[^"]*)"/.exec(login) ?? [];
    const email = freshAddress();
    await askFor(agent, path.replaceAll('&amp;', '&'), email);
    const phone = new UserAgent(server);
    const { page } = await openMail(server, phone, email, 'sign_up');
    const done = await phone.submit(page, newAccount());
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('Go back there and sign in');
  });

  test('a password that is too short, guessable, personal or mistyped is refused with the reason; the link still works', async () => {
    const agent = new UserAgent(server);
    const email = freshAddress();
    await askFor(agent, '/sign-up', email);
    const { page } = await openMail(server, agent, email, 'sign_up');
    for (const [password, reason] of [
      ['short one 4711', 'too short'],
      ['password1234567', 'too easy to guess'],
      ['gracehopper gracehopper', 'your name, your address'],
    ] as const) {
      const refused = await agent.submit(page, newAccount(password));
      expect(refused.status).toBe(422);
      const text = await refused.text();
      expect(text).toContain(reason);
      expect(text).not.toContain(password);
      expect(text).toContain('value="Grace Hopper"');
    }
    const differing = await agent.submit(page, { ...newAccount(), password_again: 'seven quiet lantern' });
    expect(await differing.text()).toContain('differ');
    expect((await agent.submit(page, newAccount())).status).toBe(200);
    await expectSignedIn(agent, email);
  });

  test('catalogue 76: a known and an unknown address get the same body, status, headers and storage operations', async () => {
    const known = await server.aUser();
    const unknown = freshAddress();
    const answers = [];
    for (const email of [known.email, unknown]) {
      const { storage, operations } = recordOperations(server);
      const agent = new UserAgent(serverWith(server, { storage }));
      const form = await (await agent.visit('/sign-up')).text();
      operations.length = 0;
      const response = await agent.submit(form, { email });
      const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
      answers.push({ status: response.status, headers, body: comparable(await response.text(), email), operations });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect((await mailsTo(server, known.email)).map(({ template }) => template)).toEqual(['sign_up_exists']);
    expect((await mailsTo(server, unknown)).map(({ template }) => template)).toEqual(['sign_up']);
  });

  test('catalogue 68: an address that an account has by now is never linked to it by a sign-up', async () => {
    const agent = new UserAgent(server);
    const email = freshAddress();
    await askFor(agent, '/sign-up', email);
    const { page } = await openMail(server, agent, email, 'sign_up');
    // An operator makes the account while the mail is on its way; nobody has shown yet whose the address is.
    const made = await server.aUser({ email });
    const refused = await agent.submit(page, newAccount());
    expect(refused.status).toBe(410);
    expect(await refused.text()).toContain('An account has it by now');
    expect(await findUser(email)).toMatchObject({ sub: made.sub, email_verified: 0 });
    await expectSignedOut(agent);
    await expectSignedIn((await signInWith(server, { email, password: PASSWORD })).agent, email);
  });

  test.each(['email_verified', 'sub', 'email', 'claims'])(
    'catalogue 71: mass assignment of %s in the form of a new account is answered 400 and makes none',
    async (field) => {
      const agent = new UserAgent(server);
      const email = freshAddress();
      await askFor(agent, '/sign-up', email);
      const { page } = await openMail(server, agent, email, 'sign_up');
      expect((await agent.submit(page, { ...newAccount(), [field]: 'true' })).status).toBe(400);
      expect(await findUser(email)).toBeNull();
    },
  );

  test.each([
    'ada\uff20post.example',
    'ada@@post.example',
    'ada@post@example',
    'ada',
    'a@b, c@d',
    'ada@post.example\u202e',
  ])('catalogue 77: %j is no address: 400, and no mail', async (email) => {
    const agent = new UserAgent(server);
    const before = await server.deps.storage.mails.newest((await server.tenant()).tenant_id, 1000);
    const response = await askFor(agent, '/sign-up', email);
    expect(response.status).toBe(400);
    expect(await server.deps.storage.mails.newest((await server.tenant()).tenant_id, 1000)).toHaveLength(before.length);
  });

  test.each([
    '/\\evil.example',
    '//evil.example',
    '/%09/evil.example',
    'https://evil.example/',
    '/interaction/../evil',
  ])('catalogue 63: the return target %j is ignored', async (target) => {
    const agent = new UserAgent(server);
    const email = freshAddress();
    const done = await signUp(server, agent, email, `/sign-up?${new URLSearchParams({ continue: target })}`);
    const text = await done.text();
    expect(done.status).toBe(200);
    expect(text).not.toContain('evil');
  });

  test('another browser cannot go on with an interaction that is not its own', async () => {
    const client = await server.aClient();
    const { code_verifier: _, ...challenge } = pkce();
    const victim = new UserAgent(server);
    const login = await (await victim.visit(authorizationUrl(client, challenge))).text();
    const [, interaction = ''] = /(\/interaction\/[\w-]{22})/.exec(login) ?? [];
    const stranger = new UserAgent(server);
    const email = freshAddress();
    const done = await signUp(server, stranger, email, `/sign-up?${new URLSearchParams({ continue: interaction })}`);
    expect(done.status).toBe(200);
    expect(await done.text()).not.toContain(interaction);
  });
});

describe('who may sign up', () => {
  test('closed: there is no such page, and no link to it', async () => {
    const closed = await startServer();
    const agent = new UserAgent(closed);
    expect((await agent.visit('/sign-up')).status).toBe(404);
    expect(await (await agent.visit('/sign-in')).text()).not.toContain('/sign-up');
    await closed.close();
  });

  test('a link that was mailed while the doors were open opens nothing once they are closed', async () => {
    const changing = await startServer({ settings: { signUp: 'open' } });
    const agent = new UserAgent(changing);
    const email = freshAddress();
    await askFor(agent, '/sign-up', email);
    const { page } = await openMail(changing, agent, email, 'sign_up');
    const { tenant_id } = await changing.tenant();
    await changing.deps.storage.tenants.update(tenant_id, { settings: JSON.stringify({ signUp: 'closed' }) });
    const refused = await agent.submit(page, newAccount());
    expect(refused.status).toBe(410);
    expect(await changing.deps.storage.users.findByEmailKey(tenant_id, email)).toBeNull();
    await changing.close();
  });
});
