import { afterAll, beforeAll, describe } from 'vitest';
import { createPostgresDatabase } from './postgres.ts';
import { startServer, type TestServer, type TestServerOptions } from './start-server.ts';

/** Runs the same suite against a server on SQLite and one on PostgreSQL. */
export function describeServer(
  title: string,
  options: TestServerOptions,
  suite: (server: () => TestServer) => void,
): void {
  describe.each(['SQLite', 'PostgreSQL'] as const)(`%s: ${title}`, (kind) => {
    let server: TestServer;
    let drop = async () => {};
    beforeAll(async () => {
      if (kind === 'SQLite') server = await startServer(options);
      else {
        const database = await createPostgresDatabase();
        drop = database.drop;
        server = await startServer({ ...options, databaseUrl: database.connectionString });
      }
    });
    afterAll(async () => {
      await server?.close();
      await drop();
    });
    suite(() => server);
  });
}
