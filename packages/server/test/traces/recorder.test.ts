import { describe, expect, test, vi } from 'vitest';
import { StorageUnavailableError } from '../../src/storage/port.ts';
import { withBrokenStore } from '../support/broken-storage.ts';
import { aService } from '../support/installed-app.ts';
import { listeningServer, startServer } from '../support/start-server.ts';
import { post } from '../support/user-agent.ts';
import { tracesOf } from './traces-of.ts';

describe('the recorder', () => {
  test('nothing of a request waits for it: entries are written together, by themselves', async () => {
    const server = await startServer();
    const service = await aService(server);
    const { append } = server.deps.storage.traces;
    const batches: number[] = [];
    Object.assign(server.deps.storage.traces, {
      append: (...args: Parameters<typeof append>) => {
        batches.push(args[0].length);
        return append(...args);
      },
    });
    for (let turn = 0; turn < 5; turn++) await post(server, '/token', service, { grant_type: 'client_credentials' });
    expect(batches).toEqual([]);
    await expect.poll(() => batches, { timeout: 5000 }).toEqual([5]);
    await server.close();
  });

  test('a hundred go at once, without waiting for more', async () => {
    // The pause of a second never ends.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const server = await startServer();
    const [one, other] = [await aService(server), await aService(server)];
    for (let turn = 0; turn < 50; turn++) {
      await post(server, '/token', one, { grant_type: 'client_credentials' });
      await post(server, '/token', other, { grant_type: 'client_credentials' });
    }
    const { tenant_id } = await server.tenant();
    const written = () => server.deps.storage.traces.list(tenant_id, one.client_id, {}, { after: null, limit: 200 });
    while ((await written()).length === 0) await new Promise(setImmediate);
    expect(await written()).toHaveLength(50);
    vi.useRealTimers();
    await server.close();
  });

  test('storage that is out of reach: requests are answered, entries wait, the oldest go when there are too many', async () => {
    const server = await startServer();
    const services = await Promise.all(Array.from({ length: 11 }, () => aService(server)));
    const mend = withBrokenStore(server, 'traces', new StorageUnavailableError('away'), 'append');
    for (const service of services) {
      for (let turn = 0; turn < 100; turn++) {
        expect((await post(server, '/token', service, { grant_type: 'nothing' })).status).toBe(400);
      }
    }
    await server.deps.traces.flush();
    mend();
    const counts = [];
    for (const service of services) counts.push((await tracesOf(server, service)).length);
    expect(counts).toEqual([0, ...Array(10).fill(100)]);
    await server.close();
  });

  test('what was recorded is written before the server ends', async () => {
    const server = await listeningServer();
    const service = await aService(server);
    await post(server, '/token', service, { grant_type: 'client_credentials' });
    const written: number[] = [];
    const { append } = server.deps.storage.traces;
    Object.assign(server.deps.storage.traces, {
      append: async (...args: Parameters<typeof append>) => {
        await append(...args);
        written.push(args[0].length);
      },
    });
    await server.close();
    expect(written).toEqual([1]);
  });
});
