import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import type { AuthorizationCodeRecord, RefreshTokenRecord } from '../../src/storage/records.ts';
import { openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import { createSqlite } from './backends.ts';
import { aPlace, aSigningKey, aTenant, NOW, redeem, unique } from './records.ts';

const processScript = fileURLToPath(new URL('./sqlite-process.ts', import.meta.url));

describe('SQLite', () => {
  let backend: Awaited<ReturnType<typeof createSqlite>>;
  let storage: Storage;
  beforeAll(async () => {
    backend = await createSqlite();
    storage = await backend.open();
  });
  afterAll(() => backend.drop());

  const claim = (id: string, on = storage) => on.replay.claim('t', 'p', id, NOW + 60, NOW);

  test('an operation that fails halfway leaves nothing, and does not affect those in the same commit', async () => {
    const rounds = Array.from({ length: 20 }, () => ({ id: unique('id'), torn: aTenant(), whole: aTenant() }));
    const answers = await Promise.allSettled(
      rounds.flatMap(({ id, torn, whole }) => {
        const key = aSigningKey(torn.tenant_id);
        return [claim(id), storage.tenants.create(torn, [key, key], []), storage.tenants.create(whole, [], [])];
      }),
    );
    for (const [i, answer] of answers.entries()) {
      if (i % 3 === 1) expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'Error' } });
      else expect(answer).toMatchObject({ status: 'fulfilled', value: i % 3 === 0 ? true : 'created' });
    }
    for (const { id, torn, whole } of rounds) {
      expect(await claim(id)).toBe(false);
      expect(await storage.tenants.findByName(torn.name)).toBeNull();
      expect(await storage.tenants.findByName(whole.name)).toEqual(whole);
    }
  });

  test('F10: while another process locks the database, writes are unavailable and reads work; then all works', async () => {
    const { tenant_id, client } = await aPlace(storage);
    const locker = new DatabaseSync(backend.path);
    locker.exec('BEGIN EXCLUSIVE');
    const id = unique('id');
    const refused = expect(claim(id)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
    expect((await storage.clients.find(tenant_id, client.client_id))?.client).toEqual(client);
    await storage.ready();
    await refused;
    locker.exec('ROLLBACK');
    locker.close();
    expect(await claim(id)).toBe(true);
  });

  test('when the writer thread dies, waiting operations are unavailable and the next ones find a new thread', async () => {
    let writer: Worker | undefined;
    const remember = (worker: Worker) => {
      writer = worker;
    };
    process.on('worker', remember);
    const own = await backend.open();
    await claim(unique('id'), own);
    const pending = Array.from({ length: 5 }, () => claim(unique('id'), own));
    const settled = Promise.allSettled(pending);
    // The batch is posted at the end of this turn; the thread ends before it can answer.
    const locker = new DatabaseSync(backend.path);
    locker.exec('BEGIN IMMEDIATE');
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await writer?.terminate();
    locker.exec('ROLLBACK');
    locker.close();
    for (const answer of await settled) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'StorageUnavailableError' } });
    }
    expect(await claim(unique('id'), own)).toBe(true);
    process.off('worker', remember);
  });

  test('F9: more writes than may wait are turned away at once, and the accepted ones are answered', async () => {
    const own = await backend.open();
    const answers = await Promise.allSettled(Array.from({ length: 10_100 }, (_, i) => claim(`many${i}`, own)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10_000);
    expect(answers.at(-1)).toMatchObject({ status: 'rejected', reason: { name: 'StorageUnavailableError' } });
  });

  test('a file that cannot be opened is unavailable, and works once it can be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'xenia-sqlite-'));
    const own = await openSqliteStorage({ path: join(folder, 'missing', 'xenia.db') });
    await expect(own.ready()).rejects.toMatchObject({ name: 'StorageUnavailableError' });
    await expect(claim('x', own)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
    await expect(own.tenants.findByName('x')).rejects.toMatchObject({ name: 'StorageUnavailableError' });
    await own.close();
    await rm(folder, { recursive: true });
  });

  test('the files are readable by their owner only', async () => {
    for (const file of [backend.path, `${backend.path}-wal`]) expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test('F3: two processes that claim the same identifiers at once win each of them once', async () => {
    const tenant_id = unique('tenant');
    const ids = Array.from({ length: 20 }, () => unique('id'));
    const child = spawn(process.execPath, [processScript, backend.path, 'claim', tenant_id, ids.join(',')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('"ready"');
    child.stdin.end('go\n');
    const attempts = ids.flatMap((id) => Array.from({ length: 10 }, () => id));
    const claims = await Promise.all(attempts.map((id) => storage.replay.claim(tenant_id, 'jti', id, NOW + 60, NOW)));
    const wonHere = attempts.filter((_, i) => claims[i]);
    const wonThere = JSON.parse((await lines.next()).value ?? '[]') as string[];
    expect([...wonHere, ...wonThere].sort()).toEqual(ids.sort());
  });

  test('F4: what was acknowledged before kill -9 is there, spent codes stay spent, and the file is sound', async () => {
    for (const wait of [20, 50, 90, 140, 200]) {
      const child = spawn(process.execPath, [processScript, backend.path, 'ledger'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const acknowledged: { tenant_id: string; code: AuthorizationCodeRecord; token: RefreshTokenRecord }[] = [];
      const lines = createInterface(child.stdout);
      lines.on('line', (line) => acknowledged.push(JSON.parse(line)));
      await once(lines, 'line');
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill('SIGKILL');
      await once(lines, 'close');
      expect(acknowledged.length).toBeGreaterThan(0);
      const restarted = await backend.open();
      for (const { tenant_id, token } of acknowledged) {
        expect((await restarted.refreshTokens.find(tenant_id, token.token_hash, NOW))?.ended).toBeNull();
      }
      for (const { code } of acknowledged.slice(-20)) {
        expect((await redeem(restarted, code, null)).outcome).toBe('reused');
      }
      const check = new DatabaseSync(backend.path, { readOnly: true });
      expect(check.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      expect(check.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
      // No partial grant: a redeemed code has its token.
      const torn = check.prepare(
        'SELECT code_hash FROM authorization_codes c WHERE redeemed_at IS NOT NULL AND tenant_id = ? AND NOT EXISTS (SELECT 1 FROM refresh_tokens r WHERE r.tenant_id = c.tenant_id AND r.family_id = c.family_id)',
      );
      expect(torn.all(acknowledged[0]?.tenant_id ?? '')).toEqual([]);
      check.close();
    }
  });
});
