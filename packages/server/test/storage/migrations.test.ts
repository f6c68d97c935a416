import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { migrations, newestMigration } from '../../src/storage/sql/migrations/index.ts';
import { migratePostgres, openPostgresStorage } from '../../src/storage/sql/postgres.ts';
import { migrateSqlite, openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import type { Dialect } from '../../src/storage/sql/statement.ts';
import { COMPILERS } from '../../src/storage/sql/statement.ts';
import { createPostgresDatabase, execute } from '../support/postgres.ts';
import { aRefreshToken, NOW, rotate } from './records.ts';

const sqlite = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xenia-sqlite-'));
  const path = join(folder, 'data', 'xenia.db');
  return {
    dialect: 'sqlite' as const,
    migrate: (onProgress?: (name: string) => void) => migrateSqlite({ path, ...(onProgress ? { onProgress } : {}) }),
    open: () => openSqliteStorage({ path }),
    async execute(statement: string) {
      await mkdir(dirname(path), { recursive: true });
      const database = new DatabaseSync(path);
      database.exec(statement);
      database.close();
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
};

const postgres = async () => {
  const { connectionString, drop } = await createPostgresDatabase();
  return {
    dialect: 'postgres' as const,
    migrate: (onProgress?: (name: string) => void) =>
      migratePostgres({ connectionString, ...(onProgress ? { onProgress } : {}) }),
    open: () => openPostgresStorage({ connectionString }),
    execute: (statement: string) => execute(connectionString, statement),
    drop,
  };
};

/** The statements of one migration, without a database. */
async function statementsOf(name: string, dialect: Dialect): Promise<string[]> {
  const statements: string[] = [];
  const db = new Kysely<unknown>({
    dialect: COMPILERS[dialect],
    log: ({ query }) => void statements.push(query.sql),
  });
  await migrations(dialect)[name]?.up(db);
  return statements;
}

/** An installation as it was before the second migration. */
const ROWS_OF_0001 = [
  `INSERT INTO tenants (tenant_id, name, issuer, display_name, settings, revision, created_at)
    VALUES ('t', 'acme', 'https://acme.example', 'Acme', '{}', 3, ${NOW})`,
  `INSERT INTO clients (tenant_id, client_id, metadata, revision, created_at, updated_at)
    VALUES ('t', 'app', '{"client_name":"App"}', 2, ${NOW}, ${NOW})`,
  `INSERT INTO users (tenant_id, sub, email, email_key, email_verified, claims, created_at, updated_at)
    VALUES ('t', 'ada', 'ada@acme.example', 'ada@acme.example', 1, '{}', ${NOW}, ${NOW})`,
  `INSERT INTO sessions (tenant_id, session_hash, sid, sub, auth_time, amr, acr, created_at, last_seen_at, expires_at)
    VALUES ('t', 'session', 'sid', 'ada', ${NOW}, 'pwd', '1', ${NOW}, ${NOW}, ${NOW + 999})`,
  `INSERT INTO grants (tenant_id, grant_id, client_id, sub, scope, created_at, updated_at)
    VALUES ('t', 'grant', 'app', 'ada', 'openid', ${NOW}, ${NOW})`,
  `INSERT INTO token_families (tenant_id, family_id, grant_id, client_id, sub, scope, resource, sid, auth_time, amr, acr, created_at, expires_at)
    VALUES ('t', 'family', 'grant', 'app', 'ada', 'openid', '[]', 'sid', ${NOW}, 'pwd', '1', ${NOW}, ${NOW + 999})`,
  `INSERT INTO refresh_tokens (tenant_id, token_hash, family_id, client_id, created_at, expires_at)
    VALUES ('t', 'token', 'family', 'app', ${NOW}, ${NOW + 999})`,
];

describe.each([
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
] as const)('%s: migrations', (_, create) => {
  let database: Awaited<ReturnType<typeof create>> | undefined;
  afterEach(() => database?.drop());

  test('an empty database is brought to the newest schema once, telling each step', async () => {
    database = await create();
    const told: string[] = [];
    const applied = await database.migrate((name) => told.push(name));
    expect(applied.at(-1)).toBe(newestMigration);
    expect(told).toEqual(applied);
    expect(await database.migrate((name) => told.push(name))).toEqual([]);
    expect(told).toEqual(applied);
    const storage = await database.open();
    await storage.ready();
    await storage.close();
  });

  test('0002: an installation of the first schema keeps everything and works on', async () => {
    database = await create();
    const { dialect, execute: run } = database;
    for (const statement of await statementsOf('0001-spine', dialect)) await run(statement);
    await run(
      'CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL)',
    );
    await run("INSERT INTO kysely_migration (name, timestamp) VALUES ('0001-spine', '2026-01-01T00:00:00.000Z')");
    for (const statement of ROWS_OF_0001) await run(statement);

    expect((await database.migrate())[0]).toBe('0002-notices');
    const storage = await database.open();
    try {
      expect((await storage.clients.find('t', 'app'))?.client).toMatchObject({
        metadata: '{"client_name":"App"}',
        revision: 2,
        backchannel_logout: 0,
        frontchannel_logout: 0,
        webhook: 0,
      });
      expect(await storage.sessions.find('t', 'session', NOW, 99)).toMatchObject({ user: { sub: 'ada' } });
      const found = await storage.refreshTokens.find('t', 'token', NOW);
      expect(found).toMatchObject({ ended: null, family: { family_id: 'family', sid: 'sid', dialect: null } });
      const successor = aRefreshToken({ tenant_id: 't', family_id: 'family', client_id: 'app' });
      if (found) expect(await rotate(storage, found.token, successor)).toEqual({ outcome: 'rotated' });
      expect(await storage.sessions.end('t', 'session', 'event', NOW)).toMatchObject({ sid: 'sid' });
      expect(await storage.grants.find('t', 'app', 'ada', '')).toMatchObject({ grant_id: 'grant', scope: 'openid' });
    } finally {
      await storage.close();
    }
  });

  test('two processes that migrate at once apply each step once', async () => {
    database = await create();
    const { migrate } = database;
    const runs = await Promise.all([migrate(), migrate(), migrate()]);
    expect(runs.flat()).toEqual([...new Set(runs.flat())]);
    expect(runs.flat()).toContain(newestMigration);
  });

  test('a storage is not ready before the migrations, and is after them', async () => {
    database = await create();
    await database.migrate();
    await database.execute('ALTER TABLE kysely_migration RENAME TO away');
    const storage = await database.open();
    await expect(storage.ready()).rejects.toThrow(newestMigration);
    await database.execute('ALTER TABLE away RENAME TO kysely_migration');
    await storage.ready();
    await database.execute('DELETE FROM kysely_migration');
    await expect(storage.ready()).rejects.toThrow(newestMigration);
    await storage.close();
  });

  test('F18: a program meets a schema newer than itself and leaves it alone', async () => {
    database = await create();
    await database.migrate();
    await database.execute(
      "INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', '2099-01-01T00:00:00.000Z')",
    );
    expect(await database.migrate()).toEqual([]);
    const storage = await database.open();
    await storage.ready();
    await storage.close();
  });
});
