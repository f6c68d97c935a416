import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { newestMigration } from '../../src/storage/sql/migrations/index.ts';
import { migratePostgres, openPostgresStorage } from '../../src/storage/sql/postgres.ts';
import { migrateSqlite, openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import { createPostgresDatabase, execute } from '../support/postgres.ts';

const sqlite = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xenia-sqlite-'));
  const path = join(folder, 'data', 'xenia.db');
  return {
    migrate: (onProgress?: (name: string) => void) => migrateSqlite({ path, ...(onProgress ? { onProgress } : {}) }),
    open: () => openSqliteStorage({ path }),
    async execute(statement: string) {
      const database = new DatabaseSync(path);
      database.exec(statement);
      database.close();
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
};

const postgres = async () => {
  const { connectionString, drop } = await createPostgresDatabase();
  return {
    migrate: (onProgress?: (name: string) => void) =>
      migratePostgres({ connectionString, ...(onProgress ? { onProgress } : {}) }),
    open: () => openPostgresStorage({ connectionString }),
    execute: (statement: string) => execute(connectionString, statement),
    drop,
  };
};

describe.each([
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
] as const)('%s: migrations', (_, create) => {
  let database: Awaited<ReturnType<typeof create>> | undefined;
  afterEach(() => database?.drop());

  test('an empty database is brought to the newest schema once, telling each step', async () => {
    database = await create();
    const told: string[] = [];
    const applied = await database.migrate((name) => told.push(name));
    expect(applied.at(-1)).toBe(newestMigration);
    expect(told).toEqual(applied);
    expect(await database.migrate((name) => told.push(name))).toEqual([]);
    expect(told).toEqual(applied);
    const storage = await database.open();
    await storage.ready();
    await storage.close();
  });

  test('two processes that migrate at once apply each step once', async () => {
    database = await create();
    const { migrate } = database;
    const runs = await Promise.all([migrate(), migrate(), migrate()]);
    expect(runs.flat()).toEqual([...new Set(runs.flat())]);
    expect(runs.flat()).toContain(newestMigration);
  });

  test('a storage is not ready before the migrations, and is after them', async () => {
    database = await create();
    await database.migrate();
    await database.execute('ALTER TABLE kysely_migration RENAME TO away');
    const storage = await database.open();
    await expect(storage.ready()).rejects.toThrow(newestMigration);
    await database.execute('ALTER TABLE away RENAME TO kysely_migration');
    await storage.ready();
    await database.execute('DELETE FROM kysely_migration');
    await expect(storage.ready()).rejects.toThrow(newestMigration);
    await storage.close();
  });

  test('F18: a program meets a schema newer than itself and leaves it alone', async () => {
    database = await create();
    await database.migrate();
    await database.execute(
      "INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', '2099-01-01T00:00:00.000Z')",
    );
    expect(await database.migrate()).toEqual([]);
    const storage = await database.open();
    await storage.ready();
    await storage.close();
  });
});
