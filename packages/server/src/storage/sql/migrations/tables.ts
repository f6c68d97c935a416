import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Dialect } from '../statement.ts';

/** Space-separated names by type; `?` after a column's name lets it be null. Times are seconds. */
export interface Columns {
  text: string;
  time?: string;
  integer?: string;
}
type More = (table: CreateTableBuilder<string, string>) => CreateTableBuilder<string, string>;
/** Creates a table with this primary key. */
export type CreateTable = (
  db: Kysely<unknown>,
  name: string,
  key: string[],
  columns: Columns,
  more?: More,
) => Promise<void>;

/** Byte order on both backends: keyset paging and unique keys must not depend on a locale. */
export function textType(dialect: Dialect) {
  return dialect === 'postgres' ? sql`text collate "C"` : 'text';
}

export function tablesOf(dialect: Dialect): CreateTable {
  const text = textType(dialect);
  return async (db, name, key, columns, more = (t) => t) => {
    let builder: CreateTableBuilder<string, string> = db.schema.createTable(name);
    for (const [type, names] of [
      ['text', columns.text],
      ['bigint', columns.time ?? ''],
      ['integer', columns.integer ?? ''],
    ] as const) {
      for (const column of names.split(' ').filter(Boolean)) {
        const optional = column.endsWith('?');
        builder = builder.addColumn(optional ? column.slice(0, -1) : column, type === 'text' ? text : type, (c) =>
          optional ? c : c.notNull(),
        );
      }
    }
    await more(builder.addPrimaryKeyConstraint(`${name}_pk`, key)).execute();
  };
}

/** Rows go with the row that they belong to. */
export function belongsTo(parent: string, key: string[]): More {
  return (t) =>
    t.addForeignKeyConstraint(`belongs_to_${parent}`, key, parent, key, (constraint) => constraint.onDelete('cascade'));
}

export function index(db: Kysely<unknown>, table: string, columns: string[]) {
  return db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns);
}
