import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageKind } from '../support/answers.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { authorize, UserAgent } from '../support/user-agent.ts';
import { anotherBrowser, aPerson, EDGE, IPHONE, type Person, send } from './account.ts';

const DAY = 86_400;

describe('the devices', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const page = async ({ agent }: Pick<Person, 'agent'>) => (await agent.visit('/account/devices')).text();
  /** What stands beside each device, in the order of the page. */
  const rows = (text: string) =>
    [...text.matchAll(/<li><span class="sign"[\s\S]*?<\/li>/g)].map(([row]) => ({
      sid: /name="sid" value="([^"]*)"/.exec(row)?.[1] ?? null,
      words: row
        .replace(/<svg[\s\S]*?<\/svg>/g, '')
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    }));
  const signOut = (person: Pick<Person, 'agent'>, fields: Record<string, string>) =>
    send(server, person, '/account/devices/sign-out', fields);
  const isSignedIn = async ({ agent }: Pick<Person, 'agent'>) =>
    pageKind(await (await agent.visit('/account')).text()) !== 'login';

  test('each with its browser, system, address and times; this one first, then those that were active last', async () => {
    const user = await server.aUser();
    const phone = await anotherBrowser(server, user, IPHONE);
    const silent = await anotherBrowser(server, user, '');
    server.clock.advance(DAY);
    await anotherBrowser(server, user, EDGE);
    await phone.visit('/account');
    server.clock.advance(2 * 3_600);
    const here = await anotherBrowser(server, user);
    expect(rows(await page({ agent: here })).map(({ words }) => words)).toEqual([
      'Firefox on Linux This device From 127.0.0.1 Signed in just now Active now Sign out',
      expect.stringMatching(/^(Edge on Windows .* Signed in 2 hours ago Last active 2 hours ago|Safari on iPhone)/),
      expect.stringMatching(
        /^(Edge on Windows|Safari on iPhone From 127.0.0.1 Signed in 1 day ago Last active 2 hours ago)/,
      ),
      expect.stringMatching(/^Unknown device From 127.0.0.1 Signed in 1 day ago Last active 1 day ago Sign out/),
    ]);
    expect(await isSignedIn({ agent: silent })).toBe(true);
  });

  test('sessions that have ended by themselves are not among them', async () => {
    const person = await aPerson(server);
    server.clock.advance(2 * DAY + 1);
    const here = await anotherBrowser(server, person.user);
    expect(rows(await page({ agent: here }))).toHaveLength(1);
  });

  test('catalogue 90: one that is signed out is dead at once, and no other', async () => {
    const here = await aPerson(server);
    const phone = await anotherBrowser(server, here.user, IPHONE);
    const desk = await anotherBrowser(server, here.user, EDGE);
    const sid = rows(await page(here)).find(({ words }) => words.startsWith('Safari'))?.sid ?? '';
    const response = await signOut(here, { sid });
    expect(response.status).toBe(303);
    const text = await (await here.agent.visit(response.headers.get('location') ?? '')).text();
    expect(text).toContain('That device is signed out.');
    expect(rows(text).map(({ words }) => words.split(' ')[0])).toEqual(['Firefox', 'Edge']);
    expect(await Promise.all([here, { agent: phone }, { agent: desk }].map(isSignedIn))).toEqual([true, false, true]);
    // A second time, from a page that was open twice.
    const again = await signOut(here, { sid });
    expect(again.status).toBe(404);
    expect(await again.text()).toContain('That device is not signed in.');
  });

  test('catalogue 80: the session of another user is as unknown as one that never was', async () => {
    const [person, stranger] = [await aPerson(server), await aPerson(server)];
    await anotherBrowser(server, person.user, EDGE);
    const sid = rows(await page(person))[1]?.sid ?? '';
    const normal = async (response: Response) => [response.status, rows(await response.text()).length];
    expect(sid).not.toBe('');
    expect(await normal(await signOut(stranger, { sid }))).toEqual([404, 1]);
    expect(await normal(await signOut(stranger, { sid: 'AAAAAAAAAAAAAAAAAAAAAA' }))).toEqual([404, 1]);
    expect(await normal(await signOut(stranger, {}))).toEqual([404, 1]);
    expect(rows(await page(person))).toHaveLength(2);
  });

  test('everywhere else: all others and nothing here', async () => {
    const here = await aPerson(server);
    const others = [await anotherBrowser(server, here.user, IPHONE), await anotherBrowser(server, here.user, EDGE)];
    const stranger = await aPerson(server);
    const response = await signOut(here, { which: 'other' });
    const text = await (await here.agent.visit(response.headers.get('location') ?? '')).text();
    expect(text).toContain('2 devices are signed out.');
    expect(text).toContain('You are signed in on this device only.');
    expect(await isSignedIn(here)).toBe(true);
    for (const agent of others) expect(await isSignedIn({ agent })).toBe(false);
    expect(await isSignedIn(stranger)).toBe(true);
  });

  test('everywhere: here as well, and the cookie is gone', async () => {
    const here = await aPerson(server);
    const other = await anotherBrowser(server, here.user, EDGE);
    const response = await signOut(here, { which: 'every' });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('You are signed out');
    expect(here.agent.cookies.has('xenia_session_demo')).toBe(false);
    for (const agent of [here.agent, other]) expect(await isSignedIn({ agent })).toBe(false);
  });

  test('OIDC Back-Channel Logout §2.3, Front-Channel Logout §3: the apps of each session are told', async () => {
    const user = await server.aUser();
    const back = await server.aClient({ backchannel_logout_uri: 'https://back.example/out' });
    const front = await server.aClient({ frontchannel_logout_uri: 'https://app.example/out' });
    const here = await anotherBrowser(server, user);
    const other = new UserAgent(server);
    await authorize(server, back, user, { scope: 'openid' }, other);
    await authorize(server, back, user, { scope: 'openid' }, here);
    await authorize(server, front, user, { scope: 'openid' }, here);
    const { tenant_id } = await server.tenant();
    const told = () => server.deps.storage.deliveries.list(tenant_id, back.client_id, { after: null, limit: 9 });
    await signOut({ agent: here }, { which: 'other' });
    expect(await told()).toHaveLength(1);
    const last = await (await signOut({ agent: here }, { which: 'every' })).text();
    expect(await told()).toHaveLength(2);
    expect(last).toContain('src="https://app.example/out"');
  });

  test('what was ended is written down, by whom and how many', async () => {
    const here = await aPerson(server);
    await signOut(here, { which: 'other' });
    await anotherBrowser(server, here.user, EDGE);
    await signOut(here, { which: 'other' });
    const { sub } = here.user;
    const { tenant_id } = await server.tenant();
    const events = await server.deps.storage.audit.list(tenant_id, { sub }, { after: null, limit: 9 });
    expect(events).toMatchObject([{ actor: `user:${sub}`, action: 'user.sessions_ended', details: '{"sessions":1}' }]);
  });
});
