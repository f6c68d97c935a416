import { beforeAll, describe, expect, test } from 'vitest';
import { makeSetupLink, recoverOperator } from '../../src/management/first-operator.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { expectSignedIn } from '../accounts-by-mail/journeys.ts';
import { errorPage } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { mailTo } from '../support/mails.ts';
import { PASSWORD, startServer, type TestServer } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { aSetupLink, aUserWith, NEW_PASSWORD, setUp, stored } from './journeys.ts';

const EMAIL = 'hostess@example.com';

/** What the page for a path that leads nowhere says, without what differs each time. */
async function sameEverywhere(response: Response): Promise<string> {
  const { text, reference } = await errorPage(response, 404);
  return text.replaceAll(reference, 'REFERENCE');
}

describeServer('the first operator', {}, (server) => {
  test('a setup link leads to a page whose address does not tell its secret, and opening it uses nothing up', async () => {
    const url = await aSetupLink(server());
    for (const method of ['HEAD', 'GET', 'GET']) {
      const agent = new UserAgent(server());
      const response = await agent.send(url, { method });
      expect(response.status).toBe(303);
      const location = response.headers.get('location') ?? '';
      expect(location).not.toContain(url.slice(-20));
      const page = await agent.send(location);
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('referrer-policy')).toMatch(/no-referrer|same-origin/);
    }
  });

  test('each start makes it anew: the earlier one is a page that does not exist', async () => {
    const [first, second] = [await aSetupLink(server()), await aSetupLink(server())];
    const nothing = await sameEverywhere(await new UserAgent(server()).send('/nothing/here'));
    expect(await sameEverywhere(await new UserAgent(server()).send(first))).toBe(nothing);
    expect((await new UserAgent(server()).visit(second)).status).toBe(200);
  });

  test('the page of one browser is none for another, nor without a link', async () => {
    const agent = new UserAgent(server());
    const response = await agent.send(await aSetupLink(server()));
    const nothing = await sameEverywhere(await new UserAgent(server()).send('/nothing/here'));
    const stranger = new UserAgent(server());
    expect(await sameEverywhere(await stranger.send(response.headers.get('location') ?? ''))).toBe(nothing);
    for (const path of ['/setup', '/setup/', '/setup/xtk_guess', `/setup/xtk_${'A'.repeat(49)}`, '/setup/sealed']) {
      expect(await sameEverywhere(await stranger.send(path))).toBe(nothing);
    }
  });

  test('what is typed is looked at as everywhere, and nothing is used up by a refusal', async () => {
    const url = await aSetupLink(server());
    const user = await server().aUser();
    const cases: [Record<string, string>, string][] = [
      [{ email: EMAIL, password: NEW_PASSWORD, password_again: `${NEW_PASSWORD}!` }, 'The two passwords differ.'],
      [{ email: EMAIL, password: 'too short', password_again: 'too short' }, 'The password is too short.'],
      [{ email: EMAIL, password: 'hostess@example', password_again: 'hostess@example' }, 'too easy to guess'],
      [{ email: 'nobody', password: NEW_PASSWORD, password_again: NEW_PASSWORD }, 'That is no email address.'],
      [{ email: user.email, password: NEW_PASSWORD, password_again: NEW_PASSWORD }, 'This address is in use.'],
    ];
    for (const [values, words] of cases) {
      const agent = new UserAgent(server());
      const response = await agent.submit(await (await agent.visit(url)).text(), values);
      expect(response.status).toBe(422);
      const page = await response.text();
      expect(page).toContain(words);
      expect(page).toContain(`value="${values.email}"`);
      expect(page).not.toContain(NEW_PASSWORD);
    }
    expect((await stored(server(), user.sub)).role).toBeNull();
    expect(await server().deps.passwords.verify((await stored(server(), user.sub)).password_hash, PASSWORD)).toBe(true);
  });

  test.each(['role', 'email_verified', 'tenant_id', 'sub', 'claims', 'purpose'])(
    'catalogue 71: a form that also says %s is refused as a whole',
    async (name) => {
      const agent = new UserAgent(server());
      const page = await (await agent.visit(await aSetupLink(server()))).text();
      const values = { email: EMAIL, password: NEW_PASSWORD, password_again: NEW_PASSWORD, [name]: 'admin' };
      expect((await agent.submit(page, values)).status).toBe(400);
      expect(await server().deps.storage.administrators.hasOperator()).toBe(false);
    },
  );

  test('a form of another page or browser is refused', async () => {
    const url = await aSetupLink(server());
    const agent = new UserAgent(server());
    const location = (await agent.send(url)).headers.get('location') ?? '';
    const body = () => new URLSearchParams({ email: EMAIL, password: NEW_PASSWORD, password_again: NEW_PASSWORD });
    const origin = new URL(server().issuer).origin;
    expect((await agent.send(location, { method: 'POST', body: body(), headers: { origin } })).status).toBe(403);
    const foreign = { origin: 'https://evil.example' };
    expect((await agent.send(location, { method: 'POST', body: body(), headers: foreign })).status).toBe(403);
    expect((await agent.send(url, { method: 'POST', body: body(), headers: { origin } })).status).toBe(404);
    expect(await server().deps.storage.administrators.hasOperator()).toBe(false);
  });

  test('F3: of 200 who open the link at once exactly one becomes the operator, and is signed in on the way to the console', async () => {
    const url = await aSetupLink(server());
    const agents = Array.from({ length: 200 }, () => new UserAgent(server()));
    const pages: string[] = [];
    for (const agent of agents) pages.push(await (await agent.visit(url)).text());
    const answers = await Promise.all(
      agents.map((agent, index) => {
        const csrf = /name="csrf" value="([^"]+)"/.exec(pages[index] ?? '')?.[1] ?? '';
        const action = /action="([^"]+)"/.exec(pages[index] ?? '')?.[1] ?? '';
        const password = { password: NEW_PASSWORD, password_again: NEW_PASSWORD };
        const body = new URLSearchParams({ csrf, email: `racer${index}@example.com`, ...password });
        return agent.send(action, { method: 'POST', body, headers: { origin: new URL(server().issuer).origin } });
      }),
    );
    const won = answers.filter(({ status }) => status === 303);
    expect(won.map((response) => response.headers.get('location'))).toEqual([`${server().issuer}/console`]);
    // The others find no page, or are asked to come back later.
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => ![303, 404, 429, 503].includes(status))).toEqual([]);
    const operators = await server().deps.storage.administrators.operators({ after: null, limit: 9 });
    expect(operators).toEqual([expect.objectContaining({ email_verified: 1, role: 'operator', claims: '{}' })]);
    const winner = agents[answers.findIndex(({ status }) => status === 303)];
    if (winner === undefined) throw new Error('nobody won');
    await expectSignedIn(winner, operators[0]?.email ?? '');
    const { tenant_id } = await server().tenant();
    const page = { after: null, limit: 100 };
    const events = await server().deps.storage.audit.list(tenant_id, { sub: operators[0]?.sub ?? '' }, page);
    expect(events.map(({ actor, action }) => [actor, action])).toContainEqual([
      `user:${operators[0]?.sub}`,
      'administrator.set_up',
    ]);
  });

  test('once there is an operator, no link is made and none can be opened', async () => {
    expect(await makeSetupLink(server().deps)).toBeNull();
  });
});

describe('a setup link in the meantime', () => {
  test('it works for a day', async () => {
    const server = await startServer();
    const url = await aSetupLink(server);
    server.clock.advance(86_399);
    const agent = new UserAgent(server);
    const page = await (await agent.visit(url)).text();
    expect(page).toContain('name="email"');
    server.clock.advance(1);
    const password = { password: NEW_PASSWORD, password_again: NEW_PASSWORD };
    expect((await agent.submit(page, { email: EMAIL, ...password })).status).toBe(404);
    expect((await agent.visit(url)).status).toBe(404);
    await server.close();
  });

  test('its open page is none any more once somebody else is an operator', async () => {
    const server = await startServer();
    const agent = new UserAgent(server);
    const page = await (await agent.visit(await aSetupLink(server))).text();
    await aUserWith(server, 'operator');
    const password = { password: NEW_PASSWORD, password_again: NEW_PASSWORD };
    expect((await agent.submit(page, { email: EMAIL, ...password })).status).toBe(404);
    await expect(stored(server, EMAIL)).rejects.toThrow('no user');
    await server.close();
  });

  test('it is of the oldest tenant, or of the one that the configuration names', async () => {
    const server = await startServer();
    const at = (tenant: string) => server.issuer.replace(/demo$/, tenant);
    server.clock.advance(1);
    await createTenant(server.deps, { name: 'aaa' });
    expect(await aSetupLink(server)).toContain(`${server.issuer}/setup/`);
    const named = (tenant: string) => ({
      ...server.deps,
      config: { ...server.deps.config, bootstrap: { email: null, password: null, tenant } },
    });
    expect((await makeSetupLink(named('aaa')))?.url).toContain(`${at('aaa')}/setup/`);
    await expect(makeSetupLink(named('bbb'))).rejects.toMatchObject({ kind: 'not_found' });
    await server.close();
  });
});

describe('recovery', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    return () => server.close();
  });

  test('an operator who is locked out chooses a new password, and every operator is told by mail and the audit log', async () => {
    const [locked, other] = [await aUserWith(server, 'operator'), await aUserWith(server, 'operator')];
    const admin = await aUserWith(server, 'admin');
    const tenant = await server.tenant();
    const link = await recoverOperator(server.deps, tenant, locked.email);
    expect(link.told).toBe(2);
    const mails = [await mailTo(server, locked.email, 'operator_recovery')];
    mails.push(await mailTo(server, other.email, 'operator_recovery'));
    for (const { text } of mails) {
      expect(text).toContain(locked.email);
      expect(text).not.toContain('xtk_');
    }
    await expect(mailTo(server, admin.email, 'operator_recovery')).rejects.toThrow();
    const agent = new UserAgent(server);
    const page = await (await agent.visit(link.url)).text();
    expect(page).toContain(`value="${locked.email}"`);
    expect(page).not.toContain('name="email"');
    await agent.submit(page, { password: NEW_PASSWORD, password_again: NEW_PASSWORD });
    const record = await stored(server, locked.sub);
    expect(record.role).toBe('operator');
    expect(await server.deps.passwords.verify(record.password_hash, NEW_PASSWORD)).toBe(true);
    await expectSignedIn(agent, locked.email);
    const events = await server.deps.storage.audit.list(
      tenant.tenant_id,
      { sub: locked.sub },
      { after: null, limit: 99 },
    );
    const seen = events.map(({ actor, action }) => `${actor} ${action}`);
    expect(seen).toContain('operator administrator.setup_link_made');
    expect(seen).toContain(`user:${locked.sub} administrator.set_up`);
    expect(JSON.stringify(events)).not.toContain('xtk_');
  });

  test('somebody new becomes an operator beside those who are there, once', async () => {
    const { url } = await recoverOperator(server.deps, await server.tenant(), null);
    await setUp(new UserAgent(server), url, { email: EMAIL });
    expect(await stored(server, EMAIL)).toMatchObject({ role: 'operator', email_verified: 1 });
    expect((await new UserAgent(server).visit(url)).status).toBe(404);
  });

  test('the secret stands in no log and no row', async () => {
    const { url } = await recoverOperator(server.deps, await server.tenant(), null);
    const secret = url.slice(url.lastIndexOf('/') + 1);
    await setUp(new UserAgent(server), url, { email: 'second@example.com' });
    expect(JSON.stringify(server.log)).not.toContain(secret);
  });

  test('a second factor is still asked for', async () => {
    const user = await aUserWith(server, 'operator');
    const { tenant_id } = await server.tenant();
    const totp = { tenant_id, sub: user.sub, sealed_secret: 'sealed', created_at: server.clock(), last_step: 0 };
    await server.deps.storage.credentials.addTotp(totp, []);
    const { url } = await recoverOperator(server.deps, await server.tenant(), user.sub);
    const agent = new UserAgent(server);
    const page = await (await setUp(agent, url, {})).text();
    expect(page).toContain('one-time-code');
    expect([...agent.cookies.keys()].some((name) => name.includes('session'))).toBe(false);
  });
});
