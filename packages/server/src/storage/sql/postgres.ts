import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { OwnerGoneError, type Storage, StorageUnavailableError } from '../port.ts';
import { assertNewest, type MigrateOptions, migrate } from './migrate.ts';
import { newestMigration } from './migrations/index.ts';
import { bindStores, type NamedOperation } from './operations.ts';
import { PostgresConnection, translate } from './postgres-connection.ts';

/** Milliseconds to wait for a connection, new or from the pool. */
const ACQUIRE_TIMEOUT = 2_000;
/** Milliseconds after which the server gives up a statement; the client does so a little later, if it is out of reach. */
const STATEMENT_TIMEOUT = 5_000;
const QUERY_TIMEOUT = 5_500;
/** Operations that may wait for a connection before further ones are turned away. */
const MAX_WAITING = 10_000;
/** How often a write is tried that lost to a deadlock or a serialization failure. */
const ATTEMPTS = 4;

/** int8 (times, counts) as a number: every value is far below 2^53. */
const INT8 = 20;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/**
 * Opens a pool of connections; does not migrate. The database need not be reachable yet.
 * @param options.connectionString as libpq's `postgres://…`
 * @param options.poolSize connections at most; 10 if left out
 */
export async function openPostgresStorage(options: { connectionString: string; poolSize?: number }): Promise<Storage> {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: QUERY_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
    keepAlive: true,
    types,
  });
  // A connection that breaks, idle or in use, must not end the process; whoever uses it sees its query fail.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  const inLine = oneLinePerTenant();
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  /** The pool forgets whoever still waits for a connection when it ends; so it ends when nobody does. */
  function track<T>(start: () => Promise<T>): Promise<T> {
    if (closed) return Promise.reject(new StorageUnavailableError('the storage was closed'));
    const result = start();
    running.add(result);
    const forget = () => running.delete(result);
    result.then(forget, forget);
    return result;
  }

  return {
    ...bindStores((operation, args) => track(() => inLine(operation, args, () => perform(pool, operation, args)))),
    tenantStaleness: 0.5,
    migration: newestMigration,
    ready: () => track(() => onConnection(pool, assertNewest)),
    close() {
      closed ??= Promise.allSettled(running).then(() => pool.end());
      return closed;
    },
  };
}

/**
 * Appends to the audit log of one tenant wait for each other in the database in any case, for its chain has one end. Here they do so
 * before they take a connection, so that a crowd of them leaves the pool to others.
 */
function oneLinePerTenant() {
  const lines = new Map<string, Promise<unknown>>();
  return (operation: NamedOperation, args: readonly unknown[], start: () => Promise<unknown>): Promise<unknown> => {
    if (operation.name !== 'audit.append') return start();
    const { tenant_id } = args[0] as { tenant_id: string };
    const turn = (lines.get(tenant_id) ?? Promise.resolve()).then(start, start);
    lines.set(tenant_id, turn);
    const leave = () => lines.get(tenant_id) === turn && lines.delete(tenant_id);
    turn.then(leave, leave);
    return turn;
  };
}

async function perform(pool: pg.Pool, operation: NamedOperation, args: unknown[]): Promise<unknown> {
  const { kind, run } = operation;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await onConnection(pool, (tx) =>
        kind === 'writes' ? tx.transaction(() => run(tx, ...args)) : run(tx, ...args),
      );
    } catch (error) {
      // A read never loses like this; a write that did has changed nothing and can simply be run again.
      const known = error instanceof StorageUnavailableError || error instanceof OwnerGoneError;
      const cause = known ? error.cause : error;
      if (!isLostRace(cause) || attempt === ATTEMPTS) throw error;
    }
  }
}

/**
 * serialization_failure, deadlock_detected (https://www.postgresql.org/docs/current/errcodes-appendix.html), unique_violation and
 * foreign_key_violation: what was free when the operation looked was taken when it wrote, or what was there was removed; when it looks
 * again it sees that.
 */
const LOST_RACES = ['40001', '40P01', '23505', '23503'];

function isLostRace(cause: unknown): boolean {
  return cause instanceof pg.DatabaseError && LOST_RACES.includes(cause.code ?? '');
}

async function onConnection<T>(pool: pg.Pool, use: (tx: PostgresConnection) => Promise<T>): Promise<T> {
  if (pool.waitingCount >= MAX_WAITING) throw new StorageUnavailableError('too many operations wait for a connection');
  const client = await pool.connect().catch((error: unknown) => {
    throw translate(error);
  });
  const connection = new PostgresConnection(client);
  try {
    return await use(connection);
  } finally {
    // `true` closes it: its state is unknown.
    client.release(connection.broken);
  }
}

/**
 * Brings the schema to the newest migration, in one transaction; a second process waits and finds nothing to do.
 * @returns the names of the migrations that were applied
 */
export async function migratePostgres(options: { connectionString: string } & MigrateOptions): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: options.connectionString, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await migrate(db, 'postgres', options);
  } finally {
    await db.destroy();
  }
}
