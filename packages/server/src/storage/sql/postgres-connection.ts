import pg from 'pg';
import { OwnerGoneError, StorageUnavailableError } from '../port.ts';
import type { Executor } from './executor.ts';
import { bind, type Statement } from './statement.ts';

const SEARCHES = /^(select|delete) /;

/** One connection of the pool for the length of one operation. */
export class PostgresConnection implements Executor {
  /** True once the connection must not be used again. */
  broken = false;
  readonly #client: pg.PoolClient;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async all<A extends object, R>(statement: Statement<A, R>, args: A): Promise<R[]> {
    return (await this.#execute(statement, args)).rows;
  }

  async first<A extends object, R>(statement: Statement<A, R>, args: A): Promise<R | undefined> {
    return (await this.#execute(statement, args)).rows[0];
  }

  async run<A extends object, R>(statement: Statement<A, R>, args: A): Promise<number> {
    return (await this.#execute(statement, args)).rowCount ?? 0;
  }

  /** READ COMMITTED: the guarded updates decide races, whatever the database's default is. */
  async transaction<T>(use: () => Promise<T>): Promise<T> {
    await this.#query({ text: 'BEGIN ISOLATION LEVEL READ COMMITTED' });
    try {
      const result = await use();
      const { command } = await this.#query({ text: 'COMMIT' });
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
      return result;
    } catch (error) {
      if (!this.broken) await this.#query({ text: 'ROLLBACK' }).catch(() => undefined);
      throw error;
    }
  }

  async #execute<A extends object, R>(
    statement: Statement<A, R>,
    args: A,
  ): Promise<Pick<pg.QueryResult, 'rows' | 'rowCount'>> {
    const compiled = statement.compiled.postgres();
    const { name, sql: text } = compiled;
    const values = bind(compiled, args);
    // PostgreSQL refuses NUL in text even where it only searches; no row can contain it.
    if (SEARCHES.test(text) && values.some((value) => typeof value === 'string' && value.includes('\0'))) {
      return { rows: [], rowCount: 0 };
    }
    return this.#query({ ...(name === null ? {} : { name }), text, values });
  }

  async #query(query: pg.QueryConfig) {
    try {
      return await this.#client.query(query);
    } catch (error) {
      // Unless the server reported it and goes on, nobody knows what state the connection is in.
      if (!(error instanceof pg.DatabaseError) || error.severity !== 'ERROR') this.broken = true;
      throw translate(error);
    }
  }
}

/**
 * SQLSTATEs that say nothing about the request: connection (08), resources (53), operator intervention (57), read-only
 * server (25006), idle transaction ended (25P03), lock not available (55P03), serialization failure and deadlock (40).
 */
const UNAVAILABLE = /^(08|53|57|40)|^(25006|25P03|55P03)$/;

/** foreign_key_violation */
const OWNER_GONE = '23503';

/** The error as the port promises it. Whatever the driver reports without the server is a broken or missing connection. */
export function translate(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && error.code === OWNER_GONE) {
    return new OwnerGoneError(error.message, { cause: error });
  }
  if (error instanceof pg.DatabaseError && !UNAVAILABLE.test(error.code ?? '')) return error;
  const reason = error instanceof Error && error.message ? error.message : 'PostgreSQL cannot be reached';
  return new StorageUnavailableError(reason, { cause: error });
}
