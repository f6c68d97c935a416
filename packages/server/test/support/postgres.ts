import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type {} from './postgres-global-setup.ts';

export interface TestDatabase {
  connectionString: string;
  /** Removes it, ending whatever is still connected. */
  drop(): Promise<void>;
}

/** A fresh, empty PostgreSQL database. */
export async function createPostgresDatabase(): Promise<TestDatabase> {
  const started = await fetch(inject('postgresStarter'));
  const answer = await started.text();
  if (!started.ok) throw new Error(answer);
  const name = `xenia_test_${randomBytes(6).toString('hex')}`;
  await execute(answer, `CREATE DATABASE ${name}`);
  const url = new URL(answer);
  url.pathname = `/${name}`;
  return { connectionString: url.href, drop: () => execute(answer, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Runs one statement on a connection of its own. */
export async function execute(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
