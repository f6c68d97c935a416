import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mailsTo } from '../support/mails.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { askFor, comparable, freshAddress, NEW_PASSWORD, openMail } from './journeys.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ settings: { signUp: 'open' }, env: { XENIA_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterEach(() => server.close());

/** One request for a mail, from an address of the network. */
async function askFrom(address: string, email: string): Promise<Response> {
  const agent = new UserAgent(server);
  const page = await (await agent.visit('/forgot-password')).text();
  const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(page) ?? [];
  return agent.send('/forgot-password', {
    method: 'POST',
    body: new URLSearchParams({ csrf, email }),
    headers: { origin: new URL(server.issuer).origin, 'x-forwarded-for': address },
  });
}

describe('how much mail anybody can make us send', () => {
  test('six mails to one address, then none for an hour after the last; the answer stays the same', async () => {
    const user = await server.aUser();
    const bodies = new Set<string>();
    for (let asked = 0; asked < 9; asked++) {
      const response = await askFor(new UserAgent(server), '/forgot-password', user.email);
      bodies.add(`${response.status} ${comparable(await response.text(), user.email)}`);
    }
    expect(bodies.size).toBe(1);
    expect(await mailsTo(server, user.email)).toHaveLength(6);
    server.clock.advance(3599);
    await askFor(new UserAgent(server), '/forgot-password', user.email);
    expect(await mailsTo(server, user.email)).toHaveLength(6);
    // What was refused did not begin a new hour: nobody can keep somebody's mail away.
    server.clock.advance(1);
    await askFor(new UserAgent(server), '/forgot-password', user.email);
    expect(await mailsTo(server, user.email)).toHaveLength(7);
  });

  test('of many at the same moment only as many as were free', async () => {
    const user = await server.aUser();
    await Promise.all(Array.from({ length: 30 }, () => askFrom('192.0.2.7', user.email)));
    expect((await mailsTo(server, user.email)).length).toBeLessThanOrEqual(6);
  });

  test('the same address in another spelling shares the count; another purpose, too', async () => {
    const user = await server.aUser({ email: 'Ada@Post.example' });
    for (const email of ['ada@post.example', ' ADA@POST.EXAMPLE', 'Ada@Post.example ']) {
      for (const path of ['/forgot-password', '/sign-up', '/forgot-password']) {
        await askFor(new UserAgent(server), path, email);
      }
    }
    expect(await mailsTo(server, user.email)).toHaveLength(6);
  });

  test('whoever opens a link has the address: the count begins again', async () => {
    const user = await server.aUser();
    const agent = new UserAgent(server);
    for (let asked = 0; asked < 6; asked++) await askFor(agent, '/forgot-password', user.email);
    const { page } = await openMail(server, agent, user.email, 'reset_password');
    await agent.submit(page, { password: NEW_PASSWORD, password_again: NEW_PASSWORD });
    const before = (await mailsTo(server, user.email)).length;
    await askFor(agent, '/forgot-password', user.email);
    expect(await mailsTo(server, user.email)).toHaveLength(before + 1);
  });

  test('catalogue 75: every address of one /64, however it is spelled, is one network: sixty mails', async () => {
    const spellings = [
      '2001:db8:0:1::1',
      '2001:0DB8:0000:0001:0000:0000:0000:0002',
      '2001:db8::1:dead:beef:0:3',
      '2001:db8:0:1:ffff:ffff:ffff:ffff',
    ];
    const users = await Promise.all(Array.from({ length: 16 }, () => server.aUser()));
    for (let asked = 0; asked < 80; asked++) {
      const { email = '' } = users[asked % 16] ?? {};
      await askFrom(spellings[asked % 4] ?? '', email);
    }
    const sent = await Promise.all(users.map(async ({ email }) => (await mailsTo(server, email)).length));
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(60);
    const neighbour = await server.aUser();
    await askFrom('2001:db8:0:2::1', neighbour.email);
    expect(await mailsTo(server, neighbour.email)).toHaveLength(1);
  });

  test('an unknown address counts like a known one', async () => {
    const email = freshAddress();
    for (let asked = 0; asked < 6; asked++) await askFor(new UserAgent(server), '/forgot-password', email);
    await askFor(new UserAgent(server), '/sign-up', email);
    expect(await mailsTo(server, email)).toEqual([]);
  });
});
