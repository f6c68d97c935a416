import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailsTo, mailTo } from '../support/mails.ts';
import { serverWith, startServer, type TestServer } from '../support/start-server.ts';
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
  recordOperations,
  signInWith,
} from './journeys.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const chosen = (password = NEW_PASSWORD) => ({ password, password_again: password });

describe('a forgotten password', () => {
  test('is replaced: every session ends, the user is told, and the old one is worth nothing', async () => {
    const user = await server.aUser();
    const { agent: laptop } = await signInWith(server, user);
    const agent = new UserAgent(server);
    await askFor(agent, '/forgot-password', user.email);
    const { page } = await openMail(server, agent, user.email, 'reset_password');
    expect(page).toContain('At least 15 characters');
    const done = await agent.submit(page, chosen());
    expect(await done.text()).toContain('Your password is very hard to guess');
    await expectSignedOut(laptop);
    // Nobody is signed in by it: a second factor would still be asked for.
    await expectSignedOut(agent);
    expect((await mailTo(server, user.email, 'password_changed')).text).toContain('/forgot-password');
    expect((await signInWith(server, user)).response.status).toBe(422);
    await expectSignedIn((await signInWith(server, { ...user, password: NEW_PASSWORD })).agent, user.email);
  });

  test('catalogue 76: a known and an unknown address get the same body, status, headers and storage operations', async () => {
    const known = await server.aUser();
    const disabled = await server.aUser();
    const { tenant_id } = await server.tenant();
    await server.deps.storage.users.setDisabled(tenant_id, disabled.sub, server.clock(), 'event', server.clock());
    const answers = [];
    for (const email of [known.email, freshAddress(), disabled.email]) {
      const { storage, operations } = recordOperations(server);
      const agent = new UserAgent(serverWith(server, { storage }));
      const form = await (await agent.visit('/forgot-password')).text();
      operations.length = 0;
      const response = await agent.submit(form, { email });
      const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
      const body = comparable(await response.text(), email);
      answers.push({ status: response.status, headers, body, operations });
      expect(await mailsTo(server, email)).toHaveLength(email === known.email ? 1 : 0);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('what is written for an unknown address is never sent and opens nothing', async () => {
    const email = freshAddress();
    await askFor(new UserAgent(server), '/forgot-password', email);
    const { tenant_id } = await server.tenant();
    const [record] = await server.deps.storage.mails.newest(tenant_id, 1);
    expect(record).toMatchObject({ next_attempt_at: null, sent_at: null });
    expect(await server.deps.storage.mails.claim(server.clock() + 60, 1000, server.clock())).not.toContainEqual(
      expect.objectContaining({ mail_id: record?.mail_id }),
    );
  });

  test('catalogue 69: a step cannot be skipped: without the link there is no form, and its address takes none', async () => {
    const user = await server.aUser();
    const agent = new UserAgent(server);
    await askFor(agent, '/forgot-password', user.email);
    const asked = await (await agent.visit('/forgot-password')).text();
    const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(asked) ?? [];
    const body = () => new URLSearchParams({ csrf, email: user.email, ...chosen() });
    const headers = { origin: new URL(server.issuer).origin };
    for (const path of ['/link/', '/link/x', `/link/${'A'.repeat(200)}`]) {
      const response = await agent.send(path, { method: 'POST', body: body(), headers });
      expect([400, 403, 404]).toContain(response.status);
    }
    expect((await agent.send('/forgot-password', { method: 'POST', body: body(), headers })).status).toBe(200);
    await expectSignedIn((await signInWith(server, user)).agent, user.email);
  });

  test.each(['to', 'recipient', 'cc', 'email_to', 'notify'])(
    'catalogue 72: a recipient in the request (%s) is ignored: the mail goes to the address of the account as it is stored',
    async (field) => {
      const user = await server.aUser({ email: `Ada.${field}@Post.example` });
      const agent = new UserAgent(server);
      const page = await (await agent.visit('/forgot-password')).text();
      await agent.submit(page, { email: ` ada.${field}@post.EXAMPLE `, [field]: 'eve@evil.example' });
      expect(await mailsTo(server, 'eve@evil.example')).toEqual([]);
      expect(await mailsTo(server, user.email)).toHaveLength(1);
    },
  );

  test('catalogue 72: two addresses in one request are refused', async () => {
    const user = await server.aUser();
    const agent = new UserAgent(server);
    const page = await (await agent.visit('/forgot-password')).text();
    const response = await agent.submit(page, { email: [user.email, 'eve@evil.example'] });
    expect(response.status).toBe(400);
    expect(await mailsTo(server, 'eve@evil.example')).toEqual([]);
    expect(await mailsTo(server, user.email)).toEqual([]);
  });

  test('the link is worthless once the password has changed in another way, or the address', async () => {
    const { tenant_id } = await server.tenant();
    for (const change of [
      { password_hash: await server.deps.passwords.hash(OTHER_PASSWORD) },
      { email: 'moved@post.example', email_key: 'moved@post.example' },
    ]) {
      const user = await server.aUser();
      const agent = new UserAgent(server);
      await askFor(agent, '/forgot-password', user.email);
      const { page } = await openMail(server, agent, user.email, 'reset_password');
      await server.deps.storage.users.update(tenant_id, user.sub, change, server.clock());
      expect((await agent.submit(page, chosen())).status).toBe(410);
    }
  });

  test('a form of another site is refused', async () => {
    const user = await server.aUser();
    const agent = new UserAgent(server);
    await agent.visit('/forgot-password');
    const body = new URLSearchParams({ email: user.email });
    for (const origin of ['https://evil.example', 'null']) {
      expect((await agent.send('/forgot-password', { method: 'POST', body, headers: { origin } })).status).toBe(403);
    }
    expect(await mailsTo(server, user.email)).toEqual([]);
  });
});
