import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { Kysely, SqliteDialect } from 'kysely';
import { type Storage, StorageUnavailableError } from '../port.ts';
import { assertNewest, type MigrateOptions, migrate } from './migrate.ts';
import { newestMigration } from './migrations/index.ts';
import { bindStores } from './operations.ts';
import { isUnavailable, openDatabase, SqliteConnection } from './sqlite-connection.ts';
import { SqliteWriteQueue } from './sqlite-write-queue.ts';

/** Milliseconds that a read may wait on the main thread; in WAL mode readers hardly ever wait. */
const READ_BUSY_TIMEOUT = 100;
/** How often, and after how many milliseconds each time, to try again while another process migrates: about a minute. */
const MIGRATION_ATTEMPTS = 600;
const MIGRATION_PAUSE = 100;

/**
 * Opens the embedded database; does not migrate it. Reads run on the calling thread, writes on a thread of their own.
 * @param options.path the database file; its folder must exist
 */
export async function openSqliteStorage(options: { path: string }): Promise<Storage> {
  const reader = new SqliteConnection(options.path, READ_BUSY_TIMEOUT);
  const queue = new SqliteWriteQueue(options.path);

  let closed: Promise<void> | undefined;

  async function read<T>(query: () => Promise<T>): Promise<T> {
    if (closed) throw new StorageUnavailableError('the storage was closed');
    try {
      return await query();
    } catch (error) {
      throw reader.translate(error);
    }
  }

  return {
    ...bindStores(({ name, kind, run }, args) =>
      kind === 'reads' ? read(() => run(reader, ...args)) : queue.write(name, args),
    ),
    tenantStaleness: 0,
    migration: newestMigration,
    ready: () => read(() => assertNewest(reader)),
    close() {
      closed ??= queue.close().then(() => reader.close());
      return closed;
    },
  };
}

/**
 * Brings the schema to the newest migration, in one transaction; a second process waits and finds nothing to do.
 * Makes the file and its folder if need be.
 * @returns the names of the migrations that were applied
 */
export async function migrateSqlite(options: { path: string } & MigrateOptions): Promise<string[]> {
  mkdirSync(dirname(options.path), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await migrateOnce(options);
    } catch (error) {
      if (!isUnavailable(error) || attempt === MIGRATION_ATTEMPTS) throw error;
      await setTimeout(MIGRATION_PAUSE);
    }
  }
}

async function migrateOnce(options: { path: string } & MigrateOptions): Promise<string[]> {
  const database = openDatabase(options.path, READ_BUSY_TIMEOUT);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: asKyselyDatabase(database) }) });
  try {
    database.exec('BEGIN IMMEDIATE');
    const applied = await migrate(db, 'sqlite', options);
    database.exec('COMMIT');
    return applied;
  } finally {
    // Closing ends an open transaction without effect.
    await db.destroy();
    if (database.isOpen) database.close();
  }
}

/** node:sqlite in the shape that Kysely's SQLite dialect expects. */
function asKyselyDatabase(database: DatabaseSync): ConstructorParameters<typeof SqliteDialect>[0]['database'] & object {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as never[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
