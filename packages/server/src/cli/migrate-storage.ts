import { sqlitePath } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

/** Applies what is missing to the database that the configuration names; returns the names of the migrations applied. */
export async function migrateStorage(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  onProgress: (name: string) => void,
): Promise<string[]> {
  if (config.databaseUrl !== null) {
    const { migratePostgres } = await import('../storage/sql/postgres.ts');
    return migratePostgres({ connectionString: config.databaseUrl, onProgress });
  }
  const { migrateSqlite } = await import('../storage/sql/sqlite.ts');
  return migrateSqlite({ path: sqlitePath(config), onProgress });
}
