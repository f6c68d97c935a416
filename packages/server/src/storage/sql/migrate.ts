import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Executor } from './executor.ts';
import { migrations, newestMigration } from './migrations/index.ts';
import { type Dialect, dynamicStatement } from './statement.ts';

export interface MigrateOptions {
  /** Called with the name of each migration before it is applied. */
  onProgress?: (name: string) => void;
}

/**
 * Applies what is missing.
 * @returns the names of what was applied; empty also when the schema is newer than this program, as during the roll-back
 * of an upgrade
 */
export async function migrate(db: Kysely<unknown>, dialect: Dialect, options: MigrateOptions): Promise<string[]> {
  const provider = {
    getMigrations: async () =>
      Object.fromEntries(
        Object.entries(migrations(dialect)).map(([name, migration]) => [
          name,
          {
            up: (trx: Kysely<unknown>) => {
              options.onProgress?.(name);
              return migration.up(trx);
            },
          },
        ]),
      ),
  };
  const migrator = new Migrator({ db, provider });
  const known = await migrator.getMigrations();
  if (known.at(-1)?.executedAt) return [];
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}

const newestApplied = dynamicStatement((db) =>
  db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .where('name', '=', newestMigration),
);

/** Rejects when the schema is older than this program. */
export async function assertNewest(tx: Executor): Promise<void> {
  try {
    if (await tx.first(newestApplied, {})) return;
  } catch (error) {
    // Both backends name the table that is not there yet.
    if (!(error instanceof Error) || !error.message.includes('kysely_migration')) throw error;
  }
  throw new Error(`the schema is not at migration ${newestMigration}: run the migrations first`);
}
