import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/observability/log.ts';
import { describeServer } from '../support/databases.ts';
import { linkIn, mailTo } from '../support/mails.ts';
import { serverWith, startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { askFor, freshAddress, NEW_PASSWORD, newAccount, OTHER_PASSWORD, openMail } from './journeys.ts';

const newPassword = { password: OTHER_PASSWORD, password_again: OTHER_PASSWORD };

describe('a link in a mail', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { signUp: 'open' } });
  });
  afterAll(() => server.close());

  /** A link with which a user chooses a new password. */
  async function aResetLink() {
    const user = await server.aUser();
    const agent = new UserAgent(server);
    await askFor(agent, '/forgot-password', user.email);
    return { user, agent, link: linkIn(await mailTo(server, user.email, 'reset_password')) };
  }

  test('opening it by GET or HEAD, however often, uses nothing up: mail servers open it, too', async () => {
    const { agent, link } = await aResetLink();
    for (let scans = 0; scans < 5; scans++) {
      const scanner = new UserAgent(server);
      expect((await scanner.visit(link)).status).toBe(200);
      expect((await scanner.send(link, { method: 'HEAD' })).status).toBe(303);
    }
    const page = await (await agent.visit(link)).text();
    expect((await agent.submit(page, newPassword)).status).toBe(200);
  });

  test('it is redeemed by POST to its page only', async () => {
    const { agent, link } = await aResetLink();
    await agent.visit(link);
    expect((await agent.send(link, { method: 'POST' })).status).toBe(405);
  });

  test('the page behind it has another address, without the secret, and so have its form and every Referer', async () => {
    const { agent, link } = await aResetLink();
    const secret = link.slice(link.lastIndexOf('/') + 1);
    const hop = await agent.send(link);
    expect(hop.status).toBe(303);
    expect(hop.headers.get('referrer-policy')).toBe('no-referrer');
    expect(hop.headers.get('cache-control')).toBe('no-store');
    const location = hop.headers.get('location') ?? '';
    expect(location).not.toContain(secret);
    const page = await agent.visit(location);
    expect(await page.text()).not.toContain(secret);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
  });

  test('catalogue 86: neither secret nor password reaches the log', async () => {
    const { agent: asked, link } = await aResetLink();
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => lines.push(line) });
    const agent = new UserAgent(serverWith(server, { log }));
    for (const [name, value] of asked.cookies) agent.cookies.set(name, value);
    const secret = link.slice(link.lastIndexOf('/') + 1);
    const page = await (await agent.visit(link)).text();
    await agent.submit(page, { ...newPassword, password_again: 'another one' });
    await agent.submit(page, newPassword);
    await agent.send(link, { method: 'DELETE' });
    const written = lines.join('');
    expect(written).toContain('password_reset');
    expect(written).toContain('/link/[redacted]');
    expect(written).not.toContain(secret.slice(4, 40));
    expect(written).not.toContain(OTHER_PASSWORD);
  });

  test('its page belongs to the browser that opened it', async () => {
    const { agent, link } = await aResetLink();
    const location = (await agent.send(link)).headers.get('location') ?? '';
    const page = await (await agent.visit(location)).text();
    const stranger = new UserAgent(server);
    const shown = await stranger.visit(location);
    expect(shown.status).toBe(400);
    expect(await shown.text()).toContain('Open the link from the mail');
    await stranger.visit('/sign-in');
    expect((await stranger.submit(page, newPassword)).status).toBe(403);
  });

  test('a second opening says kindly that it was used, whoever looks', async () => {
    const { agent, link } = await aResetLink();
    const page = await (await agent.visit(link)).text();
    await agent.submit(page, newPassword);
    for (const browser of [agent, new UserAgent(server)]) {
      const again = await browser.visit(link);
      expect(again.status).toBe(410);
      expect(await again.text()).toContain('This link was used already');
    }
    expect((await agent.submit(page, newPassword)).status).toBe(410);
  });

  test.each([
    ['reset_password', 1800],
    ['sign_up', 86_400],
  ] as const)('one for %s ends after %i seconds', async (purpose, seconds) => {
    const agent = new UserAgent(server);
    const email = purpose === 'sign_up' ? freshAddress() : (await server.aUser()).email;
    await askFor(agent, purpose === 'sign_up' ? '/sign-up' : '/forgot-password', email);
    const link = linkIn(await mailTo(server, email, purpose));
    server.clock.advance(seconds - 1);
    expect((await agent.visit(link)).status).toBe(200);
    server.clock.advance(1);
    const over = await agent.visit(link);
    expect(over.status).toBe(410);
    expect(await over.text()).toContain('does not work any more');
  });

  test('a newer mail takes the link of the older one back', async () => {
    const { user, agent, link } = await aResetLink();
    server.clock.advance(1);
    await askFor(agent, '/forgot-password', user.email);
    expect((await agent.visit(link)).status).toBe(410);
  });

  test('one that was cut off on its way, or made up, opens nothing', async () => {
    const { agent, link } = await aResetLink();
    for (const wrong of [link.slice(0, -1), `${link}x`, link.replace(/xtk_..../, 'xtk_AAAA')]) {
      const response = await agent.visit(wrong);
      expect(response.status).toBe(410);
    }
  });

  test('catalogue 69: a link for one purpose does nothing of another', async () => {
    const user = await server.aUser();
    const agent = new UserAgent(server);
    const email = freshAddress();
    await askFor(agent, '/sign-up', email);
    const { page } = await openMail(server, agent, email, 'sign_up');
    // The form of a new password, sent to the page of a new account.
    await agent.submit(page, newPassword);
    const { tenant_id } = await server.tenant();
    const stored = await server.deps.storage.users.findByEmailKey(tenant_id, email);
    const other = await server.deps.storage.users.find(tenant_id, user.sub);
    expect(stored === null || stored.sub !== user.sub).toBe(true);
    expect(await server.deps.passwords.verify(other?.password_hash ?? null, user.password)).toBe(true);
  });
});

describeServer('200 parallel uses of one link', { settings: { signUp: 'open', signInByMail: true } }, (server) => {
  async function inParallel(link: string, values: Record<string, string>) {
    const agents = Array.from({ length: 200 }, () => new UserAgent(server()));
    const pages = await Promise.all(agents.map(async (agent) => (await agent.visit(link)).text()));
    const answers = await Promise.all(agents.map((agent, index) => agent.submit(pages[index] ?? '', values)));
    return { agents, statuses: answers.map(({ status }) => status) };
  }

  test('F3: of signing in by a link exactly one succeeds', async () => {
    const user = await server().aUser();
    await askFor(new UserAgent(server()), '/sign-in/mail', user.email);
    const link = linkIn(await mailTo(server(), user.email, 'sign_in_link'));
    const { agents, statuses } = await inParallel(link, {});
    expect(statuses.filter((status) => status === 410)).toHaveLength(199);
    const { tenant_id } = await server().tenant();
    const now = server().clock();
    expect(await server().deps.storage.sessions.listOfUser(tenant_id, user.sub, now, 3600)).toHaveLength(1);
    expect(agents.filter(({ cookies }) => [...cookies.keys()].some((name) => name.includes('session')))).toHaveLength(
      1,
    );
  });

  test('F3: of making an account exactly one succeeds; the rest are told so or asked to wait', async () => {
    const email = freshAddress();
    await askFor(new UserAgent(server()), '/sign-up', email);
    const link = linkIn(await mailTo(server(), email, 'sign_up'));
    const { statuses } = await inParallel(link, newAccount(NEW_PASSWORD));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 200 && status !== 410 && status !== 429)).toEqual([]);
    const { tenant_id } = await server().tenant();
    const users = await server().deps.storage.users.list(tenant_id, {}, { after: null, limit: 100 });
    expect(users.filter((user) => user.email === email)).toHaveLength(1);
  });
});
