import { createHash } from 'node:crypto';
import {
  type Compilable,
  DummyDriver,
  Kysely,
  type Dialect as KyselyDialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { columns } from './columns.ts';
import type { Database } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

/** SQL with its parameters in order: the name of an argument, or a value that the statement itself fixed. */
interface CompiledStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Name under which PostgreSQL may keep it prepared; null for a statement that is run once. */
  readonly name: string | null;
}

/** A query written once with named arguments `A`, giving rows `R`, and compiled at most once for each dialect. */
export interface Statement<A, R> {
  readonly compiled: Record<Dialect, () => CompiledStatement>;
  /** Never present: carries the types. */
  readonly types?: (args: A) => R;
}

type Build<A, R> = (db: Kysely<Database>, args: A) => Compilable<R>;

/** Stands for an argument while the query is compiled. */
class Placeholder {
  readonly argument: string;
  constructor(argument: string) {
    this.argument = argument;
  }
}

/** Write SQL and run nothing. */
export const COMPILERS: Record<Dialect, KyselyDialect> = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  postgres: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
};
const compilers: Record<Dialect, Kysely<Database>> = {
  sqlite: new Kysely({ dialect: COMPILERS.sqlite }),
  postgres: new Kysely({ dialect: COMPILERS.postgres }),
};

/**
 * Declares a statement. `build` sees each argument as a value of its type, but what it holds is a placeholder: it may be
 * passed to the query, not computed with.
 */
export function statement<A extends object, R>(build: Build<A, R>): Statement<A, R> {
  const placeholders = new Proxy({} as A, {
    get: (_, name) => new Placeholder(String(name)),
    ownKeys: () => {
      throw new TypeError('a statement must name its arguments: they cannot be spread');
    },
  });
  return {
    compiled: {
      sqlite: once(() => compile(build(compilers.sqlite, placeholders), true)),
      postgres: once(() => compile(build(compilers.postgres, placeholders), true)),
    },
  };
}

/** A statement whose shape depends on the call (which columns to set, what to filter by). Costs a compilation each time. */
export function dynamicStatement<R>(build: (db: Kysely<Database>) => Compilable<R>): Statement<object, R> {
  return {
    compiled: {
      sqlite: once(() => compile(build(compilers.sqlite), false)),
      postgres: once(() => compile(build(compilers.postgres), false)),
    },
  };
}

type InsertedWhole = keyof typeof columns;

/** Inserts a whole record; a record that is there already is an error. */
export function insertInto<T extends InsertedWhole>(table: T): Statement<Database[T], unknown> {
  return statement((db, record: Database[T]) => insertion(db, table, record));
}

/** Inserts a whole record unless one with the same key, or another that must be unique, is there. */
export function insertUnlessExists<T extends InsertedWhole>(table: T): Statement<Database[T], unknown> {
  return statement((db, record: Database[T]) =>
    insertion(db, table, record).onConflict((conflict) => conflict.doNothing()),
  );
}

function insertion<T extends InsertedWhole>(db: Kysely<Database>, table: T, record: Database[T]) {
  const names = Object.keys(columns[table]) as (keyof Database[T])[];
  // The compiler cannot follow a table name that is a type parameter; `columns` has checked what matters.
  return db
    .insertInto<InsertedWhole>(table)
    .values(Object.fromEntries(names.map((name) => [name, record[name]])) as never);
}

/** The values to bind, in order. */
export function bind(compiled: CompiledStatement, args: object): unknown[] {
  const values = args as Record<string, unknown>;
  return compiled.parameters.map((parameter) =>
    parameter instanceof Placeholder ? values[parameter.argument] : parameter,
  );
}

function compile(query: Compilable<unknown>, prepared: boolean): CompiledStatement {
  const { sql, parameters } = query.compile();
  return { sql, parameters, name: prepared ? createHash('sha256').update(sql).digest('base64url').slice(0, 22) : null };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
