import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { createNotifier } from '../../src/notices/notifier.ts';
import { xenia } from '../cli/xenia.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { deliveriesOf, type Receiver, startReceiver, uninstall } from './receiver.ts';

let server: TestServer;
let receiver: Receiver;
let client: IssuedClient;
let user: TestUser;
beforeAll(async () => {
  server = await startServer();
  receiver = await startReceiver();
  client = await server.aClient({ webhook_uri: `${receiver.origin}/hook` });
  user = await server.aUser();
});
afterAll(async () => {
  await receiver.close();
  await server.close();
});

/** The command on the server's database. */
function run(...words: string[]) {
  const { dataDir, masterKey } = server.deps.config;
  return xenia(words, { cwd: dataDir, env: { XENIA_DATA_DIR: dataDir, XENIA_MASTER_KEY: masterKey } });
}

test('an operator sees what an app was told and has it sent again', async () => {
  await uninstall(server, client, user);
  receiver.next.push({ status: 400, body: '{"err":"invalid_audience","description":"Not for us"}' });
  await createNotifier(server.deps).sendDue();
  const list = await run('delivery', 'list', '--client', client.client_id);
  expect(list.stdout).toMatch(/EVENT_ID +KIND +STATUS +ATTEMPTS .*\n.* webhook +given up +1 /);
  expect(list.stdout).toContain('It refused: invalid_audience: Not for us');

  const [delivery] = await deliveriesOf(server, client);
  const retry = ['delivery', 'retry', delivery?.event_id ?? '', '--client', client.client_id];
  expect((await run(...retry, '--json')).json()).toMatchObject({ status: 'waiting', attempts: 0 });
  const again = await run(...retry);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('waiting anyway')]);
});

test('who did what', async () => {
  const { client_id } = client;
  await uninstall(server, client, user);
  const log = await run('audit', 'list', '--client', client_id, '--user', user.email, '--json');
  expect(log.json()).toContainEqual(
    expect.objectContaining({ action: 'grant.revoked', actor: 'operator', client_id, sub: user.sub }),
  );
  expect((await run('audit', 'list')).stdout).toMatch(/CREATED_AT +ACTOR +ACTION .*\n.* operator +\S+/);
});
