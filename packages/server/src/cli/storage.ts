import { sqlitePath } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Storage } from '../storage/port.ts';

type Target = Pick<Config, 'databaseUrl' | 'dataDir'>;

/** Opens the database that the configuration names, without migrating it. Each backend is loaded only where it is used. */
export async function openStorage(config: Target): Promise<Storage> {
  if (config.databaseUrl !== null) {
    const { openPostgresStorage } = await import('../storage/sql/postgres.ts');
    return openPostgresStorage({ connectionString: config.databaseUrl });
  }
  const { openSqliteStorage } = await import('../storage/sql/sqlite.ts');
  return openSqliteStorage({ path: sqlitePath(config) });
}

/** Applies what is missing; returns the names of the migrations applied. */
export async function migrateStorage(config: Target, onProgress: (name: string) => void): Promise<string[]> {
  if (config.databaseUrl !== null) {
    const { migratePostgres } = await import('../storage/sql/postgres.ts');
    return migratePostgres({ connectionString: config.databaseUrl, onProgress });
  }
  const { migrateSqlite } = await import('../storage/sql/sqlite.ts');
  return migrateSqlite({ path: sqlitePath(config), onProgress });
}
