import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import { columns } from './columns.ts';
import type { Database } from './schema.ts';
import { type Statement, statement } from './statement.ts';

/**
 * Inserts many whole records at once. They travel as one JSON text, so that a single prepared statement serves any number of them.
 * `conflict`: the ON CONFLICT clause.
 */
export function insertRows<T extends keyof typeof columns & keyof Database>(
  table: T,
  conflict: RawBuilder<unknown> = sql``,
): Statement<{ rows: string }, unknown> {
  const names = Object.keys(columns[table]);
  return statement((db, { rows }: { rows: string }) => {
    const inserted = sql.join(names.map((name) => sql.ref(name)));
    const query = sql`insert into ${sql.table(table)} (${inserted}) ${selected(db, table, names, rows)} ${conflict}`;
    return { compile: () => query.compile(db) };
  });
}

function selected(db: Kysely<Database>, table: string, names: readonly string[], rows: string): RawBuilder<unknown> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    const list = sql.join(names.map((name) => sql.ref(name)));
    return sql`select ${list} from json_populate_recordset(null::${sql.table(table)}, cast(${rows} as json))`;
  }
  const list = sql.join(names.map((name) => sql`e.value ->> ${sql.lit(name)}`));
  // Without a condition SQLite would take ON CONFLICT for a join's ON (https://sqlite.org/lang_upsert.html §2.2).
  return sql`select ${list} from json_each(${rows}) as e where true`;
}
