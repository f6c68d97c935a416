import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type PostgresCluster, startPostgres } from './postgres-cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers GET with the connection string of the cluster that all test files share. */
    postgresStarter: string;
  }
}

let server: Server | undefined;
let cluster: Promise<PostgresCluster> | undefined;

/** Starts PostgreSQL when the first test file asks for it, so that a run without such a file does not pay for it. */
export async function setup(project: TestProject): Promise<void> {
  const starter = createServer(async (_, response) => {
    try {
      cluster ??= startPostgres();
      response.end((await cluster).url);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  server = starter;
  project.provide('postgresStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}`);
}

export async function teardown(): Promise<void> {
  server?.close();
  await (await cluster?.catch(() => undefined))?.stop();
}
