import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { describeAuditEvent } from '../../src/management/audit.ts';
import { checkChain } from '../../src/management/audit-chain-check.ts';
import type { Storage } from '../../src/storage/port.ts';
import { migrations } from '../../src/storage/sql/migrations/index.ts';
import { migratePostgres, openPostgresStorage } from '../../src/storage/sql/postgres.ts';
import { migrateSqlite, openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import type { Dialect } from '../../src/storage/sql/statement.ts';
import { COMPILERS } from '../../src/storage/sql/statement.ts';
import { NOW } from '../storage/records.ts';
import { createPostgresDatabase, execute } from '../support/postgres.ts';
import { anEvent, intoSqlite, KEY } from './support.ts';

/** The statements that made the schema just before the chain, and an installation's log with more than a batch of events. */
async function before(dialect: Dialect): Promise<string[]> {
  const statements: string[] = [];
  const db = new Kysely<unknown>({
    dialect: COMPILERS[dialect],
    log: ({ query }) => void statements.push(query.sql),
  });
  const names = Object.keys(migrations(dialect)).filter((name) => name < '0007');
  for (const name of names) await migrations(dialect)[name]?.up(db);
  statements.push(
    'CREATE TABLE kysely_migration (name varchar(255) NOT NULL PRIMARY KEY, timestamp varchar(255) NOT NULL)',
  );
  for (const name of names)
    statements.push(`INSERT INTO kysely_migration VALUES ('${name}', '2026-01-01T00:00:00.000Z')`);
  for (const tenant of ['a', 'b', 'none']) {
    statements.push(`INSERT INTO tenants (tenant_id, name, issuer, display_name, settings, revision, created_at)
      VALUES ('${tenant}', '${tenant}', 'https://${tenant}.example', 'A', '{}', 1, ${NOW})`);
  }
  const rows = Array.from(
    { length: 700 },
    (_, i) =>
      `('${i < 600 ? 'a' : 'b'}', '00${NOW + i}_x', ${NOW + i}, 'operator', 'user.disabled', NULL, 'ada', '{"n": ${i}}')`,
  );
  statements.push(
    `INSERT INTO audit_events (tenant_id, audit_id, at, actor, action, client_id, sub, details) VALUES ${rows.join(', ')}`,
  );
  return statements;
}

async function onSqlite(use: (storage: Storage, intrude: (sql: string) => Promise<void>) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'xenia-sqlite-'));
  const path = join(folder, 'xenia.db');
  try {
    for (const statement of await before('sqlite')) intoSqlite(path, statement);
    await migrateSqlite({ path });
    const storage = await openSqliteStorage({ path });
    await use(storage, async (sql) => intoSqlite(path, sql)).finally(() => storage.close());
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function onPostgres(use: (storage: Storage, intrude: (sql: string) => Promise<void>) => Promise<void>) {
  const { connectionString, drop } = await createPostgresDatabase();
  try {
    for (const statement of await before('postgres')) await execute(connectionString, statement);
    await migratePostgres({ connectionString });
    const storage = await openPostgresStorage({ connectionString });
    await use(storage, (sql) => execute(connectionString, sql)).finally(() => storage.close());
  } finally {
    await drop();
  }
}

async function verify(storage: Storage, tenant_id: string) {
  const { head, events } = await storage.audit.chain(tenant_id, 0, 9_999);
  const check = checkChain({ sealKey: KEY });
  for (const event of events) check.take({ ...describeAuditEvent(event), category: event.category, seal: event.seal });
  return { ...check.finish(head), actions: events.map(({ action }) => action) };
}

test.each([
  ['SQLite', onSqlite],
  ['PostgreSQL', onPostgres],
] as const)('%s: 0007 chains what was there as it is found, and the first event after it seals that', async (_, on) => {
  await on(async (storage, intrude) => {
    expect(await verify(storage, 'a')).toMatchObject({ whole: true, events: 600, taken_over: 600, head: { seq: 600 } });
    expect(await verify(storage, 'b')).toMatchObject({ whole: true, events: 100, taken_over: 100 });
    expect(await verify(storage, 'none')).toMatchObject({ whole: true, events: 0, head: null });
    expect(await storage.audit.list('a', { action: 'user.' }, { after: null, limit: 999 })).toHaveLength(600);

    for (const tenant_id of ['a', 'none']) await storage.audit.append(anEvent(tenant_id, NOW + 999), KEY);
    const after = await verify(storage, 'a');
    expect(after).toMatchObject({ whole: true, events: 602, taken_over: 600 });
    expect(after.actions.slice(600)).toEqual(['audit.taken_over', 'client.created']);
    expect((await verify(storage, 'none')).actions).toEqual(['client.created']);

    await intrude(`UPDATE audit_events SET sub = 'eve' WHERE tenant_id = 'a' AND seq = 77`);
    expect((await verify(storage, 'a')).findings).toEqual([{ fault: 'changed', from: 77, to: 77 }]);
  });
});
