import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { OwnerGoneError, StorageUnavailableError } from '../port.ts';
import type { Executor } from './executor.ts';
import { bind, type Statement } from './statement.ts';

/** Result codes after which nothing is wrong with the request: busy, locked, read-only, I/O, full, cannot open, protocol. */
const UNAVAILABLE = new Set([5, 6, 8, 10, 13, 14, 15]);
/** Of these, the ones that a fresh connection may cure: the file was moved, replaced or came back. */
const REOPEN = new Set([8, 10, 14]);

/**
 * Opens the database file, readable by its owner only, with the settings under which an acknowledged write survives a
 * power loss (https://sqlite.org/pragma.html#pragma_synchronous).
 * @param busy_timeout milliseconds to wait for another process's lock
 */
export function openDatabase(path: string, busy_timeout: number): DatabaseSync {
  // SQLite gives the -wal and -shm files the permissions of the database file.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: busy_timeout, enableForeignKeyConstraints: true });
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    // On macOS fsync does not reach the disk; elsewhere this changes nothing.
    database.exec('PRAGMA fullfsync = ON');
    database.exec('PRAGMA cache_size = -32000');
    database.exec('PRAGMA temp_store = MEMORY');
    database.exec('PRAGMA journal_size_limit = 67108864');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** One connection that keeps its statements prepared and opens itself again after an error of the file system. */
export class SqliteConnection implements Executor {
  readonly #path: string;
  readonly #busyTimeout: number;
  #database: DatabaseSync | null = null;
  #prepared = new WeakMap<Statement<never, unknown>, { statement: StatementSync; compiled: Compiled }>();

  constructor(path: string, busyTimeout: number) {
    this.#path = path;
    this.#busyTimeout = busyTimeout;
  }

  all<A extends object, R>(statement: Statement<A, R>, args: A): R[] {
    const { statement: prepared, compiled } = this.#prepare(statement);
    return prepared.all(...(bind(compiled, args) as SQLInputValue[])) as R[];
  }

  first<A extends object, R>(statement: Statement<A, R>, args: A): R | undefined {
    const { statement: prepared, compiled } = this.#prepare(statement);
    return prepared.get(...(bind(compiled, args) as SQLInputValue[])) as R | undefined;
  }

  run<A extends object, R>(statement: Statement<A, R>, args: A): number {
    const { statement: prepared, compiled } = this.#prepare(statement);
    return Number(prepared.run(...(bind(compiled, args) as SQLInputValue[])).changes);
  }

  get database(): DatabaseSync {
    this.#database ??= openDatabase(this.#path, this.#busyTimeout);
    return this.#database;
  }

  /** The error as the port promises it; closes the connection when a new one may cure it. */
  translate(error: unknown): unknown {
    const code = sqliteCode(error);
    if (code !== null && REOPEN.has(code)) this.close();
    return isUnavailable(error) ? new StorageUnavailableError((error as Error).message, { cause: error }) : error;
  }

  close(): void {
    const database = this.#database;
    this.#database = null;
    this.#prepared = new WeakMap();
    database?.close();
  }

  #prepare<A extends object, R>(statement: Statement<A, R>) {
    let prepared = this.#prepared.get(statement);
    if (!prepared) {
      const compiled = statement.compiled.sqlite();
      prepared = { statement: this.database.prepare(compiled.sql), compiled };
      this.#prepared.set(statement, prepared);
    }
    return prepared;
  }
}

type Compiled = Parameters<typeof bind>[0];

export function isUnavailable(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && UNAVAILABLE.has(code);
}

/** Whether a row was to be added to one that is not there, as an operation found or the database (SQLITE_CONSTRAINT_FOREIGNKEY). */
export function isOwnerGone(error: unknown): boolean {
  return error instanceof OwnerGoneError || (error instanceof Error && 'errcode' in error && error.errcode === 787);
}

/** The primary result code (https://sqlite.org/rescode.html); null for an error that is not SQLite's. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  // The file itself could not be opened or made, or its disk is full.
  return 'syscall' in error ? 14 : null;
}
