import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIn, linkIn, mailsTo, mailTo } from '../support/mails.ts';
import { pkce, serverWith, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorizationUrl, redeem, UserAgent } from '../support/user-agent.ts';
import {
  askFor,
  comparable,
  expectSignedIn,
  expectSignedOut,
  freshAddress,
  openMail,
  recordOperations,
  signInWith,
} from './journeys.ts';

const PAGE = '/sign-in/mail';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { signInByMail: true } });
});
afterAll(() => server.close());

/** The page on which the code is typed, and the code of the mail. */
async function asked(user: TestUser, agent = new UserAgent(server), path = PAGE) {
  const page = await (await askFor(agent, path, user.email)).text();
  return { agent, page, code: codeIn(await mailTo(server, user.email, 'sign_in_link')) };
}

describe('signing in by mail', () => {
  test('is off unless the tenant wants it', async () => {
    const other = await startServer();
    const agent = new UserAgent(other);
    expect((await agent.visit(PAGE)).status).toBe(404);
    expect(await (await agent.visit('/sign-in')).text()).not.toContain(PAGE);
    await other.close();
  });

  test('with the code, in the browser that asked', async () => {
    const user = await server.aUser();
    const { agent, page, code } = await asked(user);
    await agent.submit(page, { code: `${code.slice(0, 3)} ${code.slice(3)}` });
    await expectSignedIn(agent, user.email);
  });

  test('the code is worth nothing in another browser, nor with a page that was made for one', async () => {
    const user = await server.aUser();
    const { agent, page, code } = await asked(user);
    const stranger = new UserAgent(server);
    await stranger.visit(PAGE);
    expect((await stranger.submit(page, { code })).status).toBe(403);
    // A page of their own, asked for another address, with the code of this one.
    const own = await (await askFor(stranger, PAGE, freshAddress())).text();
    expect((await stranger.submit(own, { code })).status).toBe(422);
    await expectSignedOut(stranger);
    await agent.submit(page, { code });
    await expectSignedIn(agent, user.email);
  });

  test('with the link, in any browser, once', async () => {
    const user = await server.aUser();
    const { agent, page: form, code } = await asked(user);
    const phone = new UserAgent(server);
    const { page } = await openMail(server, phone, user.email, 'sign_in_link');
    await expectSignedOut(phone);
    await phone.submit(page, {});
    await expectSignedIn(phone, user.email);
    // The code went with the link.
    expect((await agent.submit(form, { code })).status).toBe(422);
    expect((await phone.submit(page, {})).status).toBe(410);
  });

  test('link and code end after ten minutes', async () => {
    const user = await server.aUser();
    const { agent, page, code } = await asked(user);
    const link = linkIn(await mailTo(server, user.email, 'sign_in_link'));
    server.clock.advance(600);
    expect((await agent.submit(page, { code })).status).toBe(422);
    expect((await agent.visit(link)).status).toBe(410);
  });

  test('catalogue 74: tries at the code and at the password are counted together', async () => {
    const user = await server.aUser();
    const { agent, page, code } = await asked(user);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 3; tries++) expect((await agent.submit(page, { code: wrong })).status).toBe(422);
    for (let tries = 0; tries < 2; tries++) {
      expect((await signInWith(server, { ...user, password: 'wrong' })).response.status).toBe(422);
    }
    const throttled = await agent.submit(page, { code });
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('1');
    expect((await signInWith(server, user)).response.status).toBe(429);
    server.clock.advance(60);
    await agent.submit(page, { code });
    await expectSignedIn(agent, user.email);
  });

  test('catalogue 76: a known and an unknown address get the same body, status and storage operations', async () => {
    const known = await server.aUser();
    const unknown = freshAddress();
    const answers = [];
    for (const email of [known.email, unknown]) {
      const { storage, operations } = recordOperations(server);
      const agent = new UserAgent(serverWith(server, { storage }));
      const form = await (await agent.visit(PAGE)).text();
      operations.length = 0;
      const response = await agent.submit(form, { email });
      const page = await response.text();
      const refused = await agent.submit(page, { code: 'nonsense' });
      const bodies = [comparable(page, email), comparable(await refused.text(), email)];
      answers.push({ statuses: [response.status, refused.status], bodies, operations });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(await mailsTo(server, unknown)).toEqual([]);
  });

  test('the app learns how: amr names neither password nor another factor', async () => {
    const user = await server.aUser();
    const client = await server.aClient();
    const agent = new UserAgent(server);
    const { code_verifier, ...challenge } = pkce();
    const login = await (await agent.visit(authorizationUrl(client, challenge))).text();
    const [, path = ''] = /href="[^"]*(\/sign-in\/mail[^"]*)"/.exec(login) ?? [];
    const { page, code } = await asked(user, agent, path.replaceAll('&amp;', '&'));
    const consent = await (await agent.submit(page, { code })).text();
    const answered = await agent.submit(consent, { decision: 'allow', scope: ['openid'] });
    const location = new URL(answered.headers.get('location') ?? '');
    const given = {
      code: location.searchParams.get('code') ?? '',
      code_verifier,
      redirect_uri: 'https://app.example/cb',
    };
    const { body } = await redeem(server, client, given);
    const claims = JSON.parse(Buffer.from(body.id_token?.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ sub: user.sub, amr: ['mail'], acr: 'urn:xenia:acr:password' });
  });

  test('whoever has a second factor is asked for it, and the right code gives nobody new tries at it', async () => {
    const user = await server.aUser();
    const { tenant_id } = await server.tenant();
    const created_at = server.clock();
    const totp = { tenant_id, sub: user.sub, sealed_secret: 'none', created_at, last_step: 0 };
    await server.deps.storage.credentials.addTotp(totp, []);
    for (let tries = 0; tries < 3; tries++) await signInWith(server, { ...user, password: 'wrong' });
    const { agent, page, code } = await asked(user);
    const second = await (await agent.submit(page, { code })).text();
    expect(second).toContain('One more step');
    await expectSignedOut(agent);
    const byLink = new UserAgent(server);
    await askFor(byLink, PAGE, user.email);
    const { page: question } = await openMail(server, byLink, user.email, 'sign_in_link');
    expect(await (await byLink.submit(question, {})).text()).toContain('One more step');
    await expectSignedOut(byLink);
    await signInWith(server, { ...user, password: 'wrong' });
    expect((await signInWith(server, user)).response.status).toBe(429);
  });
});
