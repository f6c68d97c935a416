import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { createOutboundFetch } from '../../src/http/outbound-fetch.ts';
import { deleteClient, updateClient } from '../../src/management/clients.ts';
import { retryDelivery } from '../../src/management/deliveries.ts';
import { createNotifier, type Notifier } from '../../src/notices/notifier.ts';
import { describeServer } from '../support/databases.ts';
import { listeningServer, serverWith, startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { authorize, redeem } from '../support/user-agent.ts';
import { claimsOf, deliveriesOf, type Receiver, startReceiver, uninstall } from './receiver.ts';

/** As the server's own, with a patience that suits a test. */
const impatient = createOutboundFetch({ allowPrivateNetworks: true });
const fetch: typeof impatient = (url, options) => impatient(url, { ...options, timeout: 0.3 });

describe('delivering', () => {
  let server: TestServer;
  let receiver: Receiver;
  let notifier: Notifier;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer({ deps: { fetch } });
    receiver = await startReceiver();
    notifier = createNotifier(server.deps);
    user = await server.aUser();
  });
  afterAll(async () => {
    await receiver.close();
    await server.close();
  });
  beforeEach(async () => {
    receiver.next.length = 0;
    await notifier.sendDue();
    receiver.posted.length = 0;
  });

  const anApp = (webhook_uri = `${receiver.origin}/hook`) => server.aClient({ webhook_uri });

  test('an answer that is no success is asked for again: after 5 seconds, then later and later; the same event each time', async () => {
    const client = await anApp();
    await uninstall(server, client, user);
    receiver.next.push(500, 404, 429);
    await notifier.sendDue();
    await notifier.sendDue();
    expect(receiver.posted).toHaveLength(1);
    expect(await deliveriesOf(server, client)).toMatchObject([
      { status: 'waiting', attempts: 1, last_status: 500, last_error: 'It answered 500.' },
    ]);
    server.clock.advance(4);
    await notifier.sendDue();
    expect(receiver.posted).toHaveLength(1);
    for (const pause of [2, 36, 144]) {
      server.clock.advance(pause);
      await notifier.sendDue();
    }
    expect(receiver.posted).toHaveLength(4);
    expect(new Set(receiver.posted.map((posted) => claimsOf(posted).jti)).size).toBe(1);
    expect(new Set(receiver.posted.map((posted) => claimsOf(posted).iat)).size).toBe(4);
    expect(await deliveriesOf(server, client)).toMatchObject([
      { status: 'delivered', attempts: 4, last_status: 200, last_error: null },
    ]);
    server.clock.advance(86_400);
    await notifier.sendDue();
    expect(receiver.posted).toHaveLength(4);
  });

  test('a receiver that never answers is given up after three days, nine attempts in all, and can be asked again by hand', async () => {
    const client = await anApp();
    await uninstall(server, client, user);
    const day = 86_400;
    for (const pause of [0, 6, 36, 144, 720, 4320, 0.3 * day, 1.2 * day, 2.4 * day, 30 * day]) {
      receiver.next.splice(0, 1, 'hangs');
      server.clock.advance(pause);
      await notifier.sendDue();
    }
    receiver.release();
    expect(receiver.posted).toHaveLength(9);
    const [delivery] = await deliveriesOf(server, client);
    expect(delivery).toMatchObject({ status: 'given up', attempts: 9, last_status: null });
    expect(delivery?.last_error).toMatch(/did not answer in time/);
    expect(server.log).toContainEqual(
      expect.objectContaining({ event: 'notice_given_up', client_id: client.client_id, attempts: 9 }),
    );

    receiver.next.length = 0;
    const { event_id = '' } = delivery ?? {};
    const key = { client_id: client.client_id, event_id };
    await retryDelivery(server.deps, await server.tenant(), key);
    await notifier.sendDue();
    expect(await deliveriesOf(server, client)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    await expect(retryDelivery(server.deps, await server.tenant(), key)).rejects.toMatchObject({ kind: 'conflict' });
  });

  test('a refused connection is tried again', async () => {
    const closed = createServer();
    await once(closed.listen(0, '127.0.0.1'), 'listening');
    const { port } = closed.address() as AddressInfo;
    await once(closed.close(), 'close');
    const client = await anApp(`http://127.0.0.1:${port}/`);
    await uninstall(server, client, user);
    await notifier.sendDue();
    expect(await deliveriesOf(server, client)).toMatchObject([
      { status: 'waiting', attempts: 1, last_status: null, last_error: '127.0.0.1 cannot be reached.' },
    ]);
    // To where the app is now.
    const able = capabilities([]);
    const change = { webhook_uri: `${receiver.origin}/moved`, scope: 'openid' };
    await updateClient(server.deps, await server.tenant(), { ...able, scopes: ['openid'] }, { ...client, change });
    server.clock.advance(6);
    await notifier.sendDue();
    expect(receiver.posted.map(({ path }) => path)).toEqual(['/moved']);
  });

  test('catalogue 61: a redirect is not followed', async () => {
    const client = await anApp();
    await uninstall(server, client, user);
    receiver.next.push({ status: 307, headers: { location: `${receiver.origin}/inside` } });
    await notifier.sendDue();
    expect(receiver.posted.map(({ path }) => path)).toEqual(['/hook']);
    expect((await deliveriesOf(server, client))[0]).toMatchObject({ status: 'waiting', attempts: 1 });
  });

  test('a receiver that hangs holds up no other, however much waits for it, and is left alone a while', async () => {
    const [slow, quick] = [await anApp(), await anApp(`${receiver.origin}/quick`)];
    // More than are ever in hand at once.
    const many = 150;
    for (let index = 0; index < many; index += 1) await uninstall(server, slow, user);
    await uninstall(server, quick, user);
    receiver.silent.add('/hook');
    const patient: typeof impatient = (url, options) => impatient(url, { ...options, timeout: 2 });
    const sent = createNotifier({ ...server.deps, fetch: patient }).sendDue();
    await receiver.heard(3);
    // Two hang, and are all that the slow one was asked; the quick one, which was due last, has its notice meanwhile.
    expect(receiver.posted.map(({ path }) => path).sort()).toEqual(['/hook', '/hook', '/quick']);
    expect((await deliveriesOf(server, slow)).filter(({ last_error }) => last_error !== null)).toEqual([]);
    await sent;
    receiver.release();
    const silent = await deliveriesOf(server, slow);
    expect(silent.filter(({ status, attempts }) => status === 'waiting' && attempts === 1)).toHaveLength(many);
    expect(receiver.posted.filter(({ path }) => path === '/hook')).toHaveLength(2);
    server.clock.advance(6);
    await notifier.sendDue();
    expect((await deliveriesOf(server, slow)).every(({ status }) => status === 'delivered')).toBe(true);
  });

  test('an app with no address any more is not told; one that is deleted takes its notices with it', async () => {
    const client = await anApp();
    await uninstall(server, client, user);
    const able = { ...capabilities([]), scopes: ['openid'] };
    const change = { webhook_uri: null, scope: 'openid' };
    await updateClient(server.deps, await server.tenant(), able, { ...client, change });
    const deleted = await anApp();
    await uninstall(server, deleted, user);
    await deleteClient(server.deps, await server.tenant(), deleted.client_id);
    await notifier.sendDue();
    expect(receiver.posted).toEqual([]);
    expect(await deliveriesOf(server, client)).toMatchObject([
      { status: 'given up', last_error: 'The client has no address for it any more.' },
    ]);
  });
});

describe('catalogue 60, 62: addresses inside', () => {
  let server: TestServer;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    const env = { XENIA_MODE: 'production', XENIA_PUBLIC_URL: 'https://id.example' };
    server = await startServer({ env, publicUrl: 'https://id.example' });
  });
  afterAll(async () => {
    await receiver.close();
    await server.close();
  });

  test.each([
    ['http://127.0.0.1:PORT/hook', /https/],
    ['http://localhost:PORT/hook', /https/],
    ['https://127.0.0.1:PORT/hook', /not on the public internet/],
    ['https://localhost:PORT/hook', /not on the public internet/],
    ['https://[::ffff:127.0.0.1]:PORT/hook', /not on the public internet/],
    ['https://169.254.169.254/latest/meta-data', /not on the public internet/],
    ['https://10.0.0.1/hook', /not on the public internet/],
  ])('production does not connect to %s', async (template, why) => {
    const webhook_uri = template.replace('PORT', new URL(receiver.origin).port);
    const client = await server.aClient({ webhook_uri, backchannel_logout_uri: webhook_uri });
    const user = await server.aUser();
    await uninstall(server, client, user);
    const { agent, ...authorized } = await authorize(server, client, user, { scope: 'openid' });
    const { id_token = '' } = (await redeem(server, client, authorized)).body;
    await agent.send(`/logout?${new URLSearchParams({ id_token_hint: id_token })}`);
    await createNotifier(server.deps).sendDue();
    const told = await deliveriesOf(server, client);
    expect(told.map(({ kind }) => kind).sort()).toEqual(['backchannel_logout', 'webhook']);
    for (const delivery of told) {
      expect(delivery).toMatchObject({ status: 'given up', last_error: expect.stringMatching(why) });
    }
    expect(receiver.posted).toEqual([]);
  });
});

describeServer('several processes', { deps: { fetch } }, (server) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    receiver.posted.length = 0;
  });

  test('F20: what a process took before it died is sent again when its lease is over, as the same event', async () => {
    const client = await server().aClient({ webhook_uri: `${receiver.origin}/hook` });
    await uninstall(server(), client, await server().aUser());
    const { clock, deps } = server();
    // Sent, and then the process is gone before it could say so.
    const dying = {
      ...deps.storage,
      deliveries: { ...deps.storage.deliveries, settle: () => new Promise<void>(() => {}) },
    };
    void createNotifier({ ...deps, storage: dying }).sendDue();
    await receiver.heard(1);
    const notifier = createNotifier(deps);
    clock.advance(59);
    await notifier.sendDue();
    expect(receiver.posted).toHaveLength(1);
    clock.advance(1);
    await notifier.sendDue();
    expect(receiver.posted).toHaveLength(2);
    expect(claimsOf(receiver.posted[0]).jti).toBe(claimsOf(receiver.posted[1]).jti);
    expect(await deliveriesOf(server(), client)).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });

  test('two processes send each notice once', async () => {
    const user = await server().aUser();
    const clients = await Promise.all(
      Array.from({ length: 5 }, (_, index) => server().aClient({ webhook_uri: `${receiver.origin}/${index}` })),
    );
    for (const client of clients) for (let count = 0; count < 6; count += 1) await uninstall(server(), client, user);
    const notifiers = [createNotifier(server().deps), createNotifier(server().deps)];
    await Promise.all(notifiers.map((notifier) => notifier.sendDue()));
    await notifiers[0]?.sendDue();
    const ids = receiver.posted.map((posted) => claimsOf(posted).jti);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });

  test('a process that stops waits for what it is sending and leaves the rest to others at once', async () => {
    const client = await server().aClient({ webhook_uri: `${receiver.origin}/hook` });
    const user = await server().aUser();
    for (let count = 0; count < 5; count += 1) await uninstall(server(), client, user);
    receiver.next.push('hangs', 'hangs');
    const stopping = createNotifier(server().deps);
    const sent = stopping.sendDue();
    await receiver.heard(2);
    const stopped = stopping.stop();
    receiver.release();
    await Promise.all([sent, stopped]);
    const after = await deliveriesOf(server(), client);
    expect(after.filter(({ status }) => status === 'delivered')).toHaveLength(2);
    expect(after.filter(({ status, attempts }) => status === 'waiting' && attempts === 0)).toHaveLength(3);
    await createNotifier(server().deps).sendDue();
    expect(receiver.posted).toHaveLength(5);
  });

  test('what a request of this process ends is sent without being asked for', async () => {
    const notifier = createNotifier(server().deps);
    const woken = serverWith(server(), { storage: notifier.storage });
    const client = await woken.aClient({ backchannel_logout_uri: `${receiver.origin}/logout` });
    const user = await woken.aUser();
    const { agent, ...authorized } = await authorize(woken, client, user, { scope: 'openid' });
    const { id_token = '' } = (await redeem(woken, client, authorized)).body;
    await agent.send(`/logout?${new URLSearchParams({ id_token_hint: id_token })}`);
    await receiver.heard(1);
    expect(claimsOf(receiver.posted[0])).toMatchObject({ sub: user.sub });
    await uninstall(woken, await woken.aClient({ webhook_uri: `${receiver.origin}/hook` }), user);
    await receiver.heard(2);
    await notifier.stop();
  });
});

describe('a server that listens', () => {
  test('sends what another process wrote within its next look', async () => {
    const receiver = await startReceiver();
    const server = await listeningServer();
    try {
      const client = await server.aClient({ webhook_uri: `${receiver.origin}/hook` });
      // Past the storage of the running server, as the command line does it.
      await uninstall(server, client, await server.aUser());
      await receiver.heard(1);
      expect(claimsOf(receiver.posted[0])).toMatchObject({ aud: client.client_id });
    } finally {
      await server.close();
      await receiver.close();
    }
  });
});
