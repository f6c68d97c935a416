import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorPage, pageKind, redirected } from '../support/answers.ts';
import { requestUrl, signedInAgent } from '../support/authorization.ts';
import { serverWith, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { lockDatabase, withBroken } from '../support/unavailable-storage.ts';
import { authorize, UserAgent } from '../support/user-agent.ts';

/** Says that it is temporary and when to come back, and leads nowhere. */
async function unavailable(response: Response, reader: 'person' | 'client'): Promise<void> {
  expect(response.headers.get('location')).toBeNull();
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  if (reader === 'person') {
    await errorPage(response, 503);
  } else {
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: 'temporarily_unavailable' });
  }
}

describe('RFC 9110 §15.6.4 a storage that is out of reach: 503 and Retry-After, never 500, never a redirection', () => {
  let server: TestServer;
  let user: TestUser;
  let visitor: UserAgent;
  beforeAll(async () => {
    server = await startServer();
    user = await server.aUser();
    visitor = await signedInAgent(server, user);
  });
  afterAll(() => server.close());

  /** The same browser, at a server that has lost one operation of its storage. */
  function without(operation: string, agent: UserAgent): UserAgent {
    const storage = withBroken(server.deps.storage, (name) => name === operation);
    const twin = new UserAgent(serverWith(server, { storage }));
    for (const [name, value] of agent.cookies) twin.cookies.set(name, value);
    return twin;
  }

  test.each([
    ['clients.find', 'person'],
    ['sessions.find', 'person'],
    ['grants.find', 'person'],
    ['grants.approve', 'person'],
  ] as const)('authorization endpoint without %s', async (operation, reader) => {
    const client = await server.aClient();
    const { agent } = await authorize(server, client, user, { scope: 'openid' }, visitor);
    const broken = without(operation, agent);
    await unavailable(await broken.send(requestUrl(client)), reader);
    await unavailable(await broken.send(requestUrl(client, { prompt: 'none' })), reader);
  });

  test.each([
    'interactions.find',
    'throttle.read',
    'throttle.clear',
    'users.findByEmailKey',
    'sessions.start',
    'interactions.update',
  ])('the login form without %s: nobody is signed in', async (operation) => {
    const client = await server.aClient();
    const agent = new UserAgent(server);
    const page = await (await agent.visit(requestUrl(client))).text();
    const broken = without(operation, agent);
    await unavailable(await broken.signIn(page, user), 'person');
  });

  test('the consent form without grants.approve: nothing is lost, the answer can be given again', async () => {
    const client = await server.aClient();
    const page = await (await visitor.visit(requestUrl(client))).text();
    const broken = without('grants.approve', visitor);
    await unavailable(await broken.submit(page, { decision: 'allow' }), 'person');
    expect(redirected(await visitor.submit(page, { decision: 'allow' })).parameters).toHaveProperty('code');
  });

  test('logout without sessions.end: the cookie stays, as the session does', async () => {
    const client = await server.aClient();
    const page = await (await visitor.send('/logout')).text();
    expect(pageKind(page)).toBe('logout');
    const broken = without('sessions.end', visitor);
    await unavailable(await broken.submit(page, { decision: 'sign_out' }), 'person');
    expect((await visitor.visit(requestUrl(client))).status).toBe(200);
  });

  test('everything out of reach, even the tenants: JSON, as nobody knows whose page it would be', async () => {
    const broken = serverWith(server, { storage: withBroken(server.deps.storage, () => true) });
    for (const path of [
      '/authorize',
      '/logout',
      '/',
      '/interaction/x',
      '/.well-known/openid-configuration',
      '/jwks',
      '/token',
    ]) {
      await unavailable(await broken.fetch(path), 'client');
    }
  });

  test('fault 10: SQLite locked by BEGIN EXCLUSIVE: what must be written waits or is refused, and works again afterwards', {
    timeout: 60_000,
  }, async () => {
    const client = await server.aClient();
    const unlock = lockDatabase(join(server.deps.config.dataDir, 'xenia.db'));
    const attempts = [server.fetch(requestUrl(client)), server.fetch(requestUrl(client, { prompt: 'login' }))];
    // What is only read is answered meanwhile.
    expect((await server.fetch('/.well-known/openid-configuration')).status).toBe(200);
    expect((await server.fetch(requestUrl(client, { prompt: 'none' }))).status).toBe(303);
    const answers = await Promise.all(attempts);
    unlock();
    for (const answer of answers) await unavailable(answer, 'person');
    expect((await server.fetch(requestUrl(client))).headers.get('location')).toContain('/interaction/');
  });

  test('the log has the reason, for whoever quotes the reference', async () => {
    const broken = serverWith(server, { storage: withBroken(server.deps.storage, (name) => name === 'clients.find') });
    const { text, reference } = await errorPage(await broken.fetch(requestUrl(await server.aClient())), 503);
    expect(text).toContain('We cannot do this right now');
    expect(text).not.toContain('out of reach');
    const line = server.log.find(({ request_id }) => request_id === reference);
    expect(JSON.stringify(line)).toContain('the database is out of reach');
  });

  test('a defect: 500, a page without a word about its cause, and the cause in the log', async () => {
    const defect = withBroken(server.deps.storage, (name) => name === 'clients.find', new TypeError('canary-cause'));
    const failing = serverWith(server, { storage: defect });
    const { text, reference } = await errorPage(await failing.fetch(requestUrl(await server.aClient())), 500);
    expect(text).toContain('Something went wrong on our side');
    expect(text).not.toContain('canary-cause');
    expect(JSON.stringify(server.log.find(({ request_id }) => request_id === reference))).toContain('canary-cause');
  });

  test('a defect before anything is known of the request: 500 as JSON, without its cause', async () => {
    const random = () => {
      throw new TypeError('canary-early');
    };
    const response = await serverWith(server, { random }).fetch('/authorize');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'server_error' });
    expect(JSON.stringify(server.log)).toContain('canary-early');
  });
});
