import { createServer } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import { openPostgresStorage } from '../../src/storage/sql/postgres.ts';
import { execute } from '../support/postgres.ts';
import { createPostgres } from './backends.ts';
import { anAccessToken, anInstallation, aPlace, aRefreshToken, NOW, rotate, unique } from './records.ts';

const unavailable = { name: 'StorageUnavailableError' };

describe('PostgreSQL', () => {
  let backend: Awaited<ReturnType<typeof createPostgres>>;
  let storage: Storage;
  beforeAll(async () => {
    backend = await createPostgres();
    storage = await backend.open();
  });
  afterAll(() => backend.drop());

  const claim = (on = storage) => on.replay.claim('t', 'p', unique('id'), NOW + 60, NOW);

  /** What a client does after a 503. At most one try for each connection that the pool had. */
  async function untilAvailable<T>(call: () => Promise<T>): Promise<T> {
    for (let tries = 0; tries < 10; tries += 1) {
      try {
        return await call();
      } catch (error) {
        expect(error).toMatchObject(unavailable);
      }
    }
    return call();
  }

  test('times come back as numbers', async () => {
    const { tenant_id, user } = await aPlace(storage);
    expect((await storage.users.find(tenant_id, user.sub))?.created_at).toBe(NOW);
  });

  test('F7: connections that the server ends make operations unavailable at worst, and new ones work at once', async () => {
    const { token } = await anInstallation(storage, await aPlace(storage));
    let current = token;
    for (let round = 0; round < 5; round += 1) {
      const traffic = Promise.allSettled(Array.from({ length: 40 }, () => claim()));
      await execute(
        backend.connectionString,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      for (const answer of await traffic) {
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject(unavailable);
        else expect(answer.value).toBe(true);
      }
      const successor = aRefreshToken(token);
      expect(await untilAvailable(() => rotate(storage, current, successor))).toEqual({ outcome: 'rotated' });
      current = successor;
    }
  });

  test('F8: with every connection held, operations give up within the acquire timeout; a pool of one does not deadlock', async () => {
    const small = await openPostgresStorage({ connectionString: backend.connectionString, poolSize: 1 });
    const { tenant_id, client } = await aPlace(small);
    const locker = new pg.Client({ connectionString: backend.connectionString });
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE replay_ids');
    const blocked = claim(small);
    const waiting = small.clients.find(tenant_id, client.client_id);
    await expect(waiting).rejects.toMatchObject(unavailable);
    await locker.query('ROLLBACK');
    await locker.end();
    expect(await blocked).toBe(true);
    expect(await Promise.all(Array.from({ length: 20 }, () => claim(small)))).not.toContain(false);
    await small.close();
  });

  test('F9: a statement that takes too long is given up and changes nothing', async () => {
    const locker = new pg.Client({ connectionString: backend.connectionString });
    await locker.connect();
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE replay_ids');
    const id = unique('id');
    await expect(storage.replay.claim('t', 'p', id, NOW + 60, NOW)).rejects.toMatchObject(unavailable);
    await locker.query('ROLLBACK');
    await locker.end();
    expect(await storage.replay.claim('t', 'p', id, NOW + 60, NOW)).toBe(true);
  });

  test('a server that is out of reach, or accepts and says nothing, is unavailable', async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const mute = await openPostgresStorage({ connectionString: `postgres://x:x@127.0.0.1:${port}/x` });
    await expect(mute.ready()).rejects.toMatchObject(unavailable);
    await expect(claim(mute)).rejects.toMatchObject(unavailable);
    await new Promise((resolve) => silent.close(resolve));
    await expect(claim(mute)).rejects.toMatchObject(unavailable);
    await mute.close();
  });

  test('an operation that fails for a reason of its own is no unavailability, and its connection goes on', async () => {
    const { tenant_id, client } = await aPlace(storage);
    const token = anAccessToken({ tenant_id, family_id: null, client_id: client.client_id });
    await storage.accessTokens.create(token);
    await expect(storage.accessTokens.create(token)).rejects.toMatchObject({ code: '23505' });
    expect(await claim()).toBe(true);
  });
});
