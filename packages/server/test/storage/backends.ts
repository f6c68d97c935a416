import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import { migratePostgres, openPostgresStorage } from '../../src/storage/sql/postgres.ts';
import { migrateSqlite, openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import { createPostgresDatabase } from '../support/postgres.ts';

/** A migrated database for one suite. */
export interface TestBackend {
  open(): Promise<Storage>;
  /** Closes what was opened and removes the database. */
  drop(): Promise<void>;
}

export async function createSqlite(): Promise<TestBackend & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'xenia-sqlite-'));
  const path = join(folder, 'xenia.db');
  await migrateSqlite({ path });
  const opened: Storage[] = [];
  return {
    path,
    async open() {
      const storage = await openSqliteStorage({ path });
      opened.push(storage);
      return storage;
    },
    async drop() {
      await Promise.all(opened.map((storage) => storage.close()));
      await rm(folder, { recursive: true });
    },
  };
}

export async function createPostgres(): Promise<TestBackend & { connectionString: string }> {
  const { connectionString, drop } = await createPostgresDatabase();
  await migratePostgres({ connectionString });
  const opened: Storage[] = [];
  return {
    connectionString,
    async open() {
      const storage = await openPostgresStorage({ connectionString });
      opened.push(storage);
      return storage;
    },
    async drop() {
      await Promise.all(opened.map((storage) => storage.close()));
      await drop();
    },
  };
}

/** Runs the same suite on every backend; `storages` gives two that are open on one database. */
export function describeStorage(
  title: string,
  suite: (storages: () => [Storage, Storage], backend: () => TestBackend) => void,
) {
  describe.each([
    ['SQLite', createSqlite],
    ['PostgreSQL', createPostgres],
  ] as const)(`%s: ${title}`, (_, create) => {
    let backend: TestBackend;
    let storages: [Storage, Storage];
    beforeAll(async () => {
      backend = await create();
      storages = [await backend.open(), await backend.open()];
    });
    afterAll(() => backend?.drop());
    suite(
      () => storages,
      () => backend,
    );
  });
}
