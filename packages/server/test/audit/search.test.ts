import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditFilter } from '../../src/storage/audit-port.ts';
import type { Executor } from '../../src/storage/sql/executor.ts';
import { operations } from '../../src/storage/sql/operations.ts';
import { bind, type Dialect, type Statement } from '../../src/storage/sql/statement.ts';
import { createPostgres, createSqlite, describeStorage } from '../storage/backends.ts';
import { aPlace, NOW } from '../storage/records.ts';
import { anEvent, KEY } from './support.ts';

describeStorage('searching the audit log', (storages) => {
  test('events come back in order of time, by every filter and several, page by page, in the own tenant only', async () => {
    const [storage, other] = storages();
    const [{ tenant_id }, stranger] = [await aPlace(storage), await aPlace(storage)];
    const write = (at: number, change: Parameters<typeof anEvent>[2]) =>
      storage.audit.append(anEvent(tenant_id, at, change), KEY);
    await write(NOW, { client_id: 'app', action: 'client.created' });
    await write(NOW + 2, { client_id: 'app', sub: 'ada', action: 'grant.revoked', actor: 'user:ada' });
    // From a server whose clock is behind: the order of the chain is not that of time.
    await write(NOW + 1, { sub: 'ada', action: 'user.disabled', actor: 'user:bob' });
    await write(NOW + 2, { sub: 'eve', action: 'user.deleted', actor: 'user:bob' });
    await write(NOW + 3, { sub: 'eve', action: 'users_of_old.found' });
    await storage.audit.append(anEvent(stranger.tenant_id, NOW, { client_id: 'app', sub: 'ada' }), KEY);

    const page = (filter: AuditFilter, after: string | null = null, limit = 9) =>
      other.audit.list(tenant_id, filter, { after, limit });
    const list = async (filter: AuditFilter) => (await page(filter)).map(({ seq }) => seq);
    expect(await list({})).toEqual([1, 3, 2, 4, 5]);
    expect(await list({ newest_first: true })).toEqual([5, 4, 2, 3, 1]);
    expect(await list({ client_id: 'app' })).toEqual([1, 2]);
    expect(await list({ sub: 'ada' })).toEqual([3, 2]);
    expect(await list({ actor: 'user:bob' })).toEqual([3, 4]);
    expect(await list({ action: 'user.deleted' })).toEqual([4]);
    expect(await list({ action: 'user.' })).toEqual([3, 4]);
    expect(await list({ action: 'user' })).toEqual([]);
    expect(await list({ from: NOW + 1, until: NOW + 3 })).toEqual([3, 2, 4]);
    expect(await list({ from: NOW + 2 })).toEqual([2, 4, 5]);
    expect(await list({ until: NOW + 1 })).toEqual([1]);
    expect(await list({ client_id: 'app', sub: 'ada', actor: 'user:ada', action: 'grant.' })).toEqual([2]);
    expect(await list({ client_id: 'app', from: NOW + 1 })).toEqual([2]);

    for (const newest_first of [false, true]) {
      const seen: number[] = [];
      for (let after: string | null = null; ; ) {
        const rows = await page({ newest_first, from: NOW + 1 }, after, 2);
        seen.push(...rows.map(({ seq }) => seq));
        after = rows.at(-1)?.audit_id ?? null;
        if (after === null) break;
      }
      expect(seen).toEqual(newest_first ? [5, 4, 2, 3] : [3, 2, 4, 5]);
    }
  });

  test('an event is stored as it was given, with its place', async () => {
    const [storage] = storages();
    const { tenant_id } = await aPlace(storage);
    const given = anEvent(tenant_id, NOW, {
      ...{ actor: 'user:ada', action: 'client.created', client_id: 'app', sub: 'ada' },
      ...{ address: '2001:db8::1', request_id: 'XR-7K3M-9QPD', details: '{"a":[1,{"b":"ü"}]}' },
    });
    const { hash } = await storage.audit.append(given, KEY);
    const placed = { seq: 1, audit_id: `00${NOW}_000000000001`, category: 'client.', hash, seal: expect.any(String) };
    expect(await storage.audit.list(tenant_id, {}, { after: null, limit: 9 })).toEqual([{ ...given, ...placed }]);
  });

  test('a tenant that is not there has no log', async () => {
    const [storage] = storages();
    await expect(storage.audit.append(anEvent('nowhere', NOW), KEY)).rejects.toThrow();
    expect(await storage.audit.chain('nowhere', 0, 9)).toEqual({ head: null, events: [] });
  });
});

/** Every filter alone, with a range of time, in both directions; and the chain itself. */
const SEARCHES: readonly (readonly [index: string, filter: AuditFilter])[] = (
  [
    ['client_id', { client_id: 'app 7' }],
    ['sub', { sub: 'user 7' }],
    ['actor', { actor: 'user:7' }],
    ['action', { action: 'kind7.done' }],
    ['category', { action: 'kind7.' }],
  ] as const
).flatMap(([column, filter]) =>
  [
    {},
    { newest_first: true },
    { from: NOW, until: NOW + 9_999 },
    { from: NOW, until: NOW + 9_999, newest_first: true },
  ].map((more) => [`audit_events_by_tenant_id_${column}_audit_id`, { ...filter, ...more }] as const),
);

const INSERT = `INSERT INTO audit_events (tenant_id, audit_id, seq, at, actor, action, category, client_id, sub, details)`;
const ROWS = 20_000;

/** Runs the operation on an executor that only explains. */
async function explained(explain: (sql: string, values: unknown[]) => Promise<string[]>, dialect: Dialect) {
  const plans: string[] = [];
  const all = async <A extends object, R>(statement: Statement<A, R>, args: A): Promise<R[]> => {
    const compiled = statement.compiled[dialect]();
    plans.push(...(await explain(compiled.sql, bind(compiled, args))));
    return [];
  };
  const tx: Executor = { all, first: async () => undefined, run: async () => 0 };
  return {
    plans,
    run: (name: string, ...args: unknown[]) => operations.get(name)?.run(tx, ...args),
  };
}

describe.each(['SQLite', 'PostgreSQL'] as const)('%s: each search of the audit log has its index', (kind) => {
  let explain: (sql: string, values: unknown[]) => Promise<string[]>;
  let close: () => Promise<void>;
  let tenant_id: string;

  beforeAll(async () => {
    const series =
      kind === 'SQLite' ? `WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${ROWS})` : '';
    const source = kind === 'SQLite' ? 's' : `generate_series(1, ${ROWS}) n`;
    const fill = (
      tenant: string,
    ) => `${INSERT} ${series} SELECT '${tenant}', '00' || (${NOW} + n) || '_' || n, n, ${NOW} + n,
      'user:' || (n % 100), 'kind' || (n % 100) || '.done', 'kind' || (n % 100) || '.', 'app ' || (n % 100), 'user ' || (n % 100), '{}'
      FROM ${source}`;
    if (kind === 'SQLite') {
      const backend = await createSqlite();
      ({ tenant_id } = await aPlace(await backend.open()));
      const database = new DatabaseSync(backend.path);
      // SQLite reads a recursive table only in a statement of its own.
      database.exec(fill(tenant_id).replace(`${INSERT} ${series}`, `${series} ${INSERT}`));
      explain = async (sql, values) =>
        database
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all(...(values as string[]))
          .map(({ detail }) => String(detail));
      close = async () => {
        database.close();
        await backend.drop();
      };
    } else {
      const backend = await createPostgres();
      ({ tenant_id } = await aPlace(await backend.open()));
      const client = new pg.Client({ connectionString: backend.connectionString });
      await client.connect();
      await client.query(fill(tenant_id));
      await client.query('ANALYZE audit_events');
      explain = async (sql, values) =>
        (await client.query(`EXPLAIN ${sql}`, values)).rows.map((row) => String(row['QUERY PLAN']));
      close = async () => {
        await client.end();
        await backend.drop();
      };
    }
  });
  afterAll(() => close?.());

  test.each(SEARCHES)('%s: %j', async (index, filter) => {
    const { plans, run } = await explained(explain, kind === 'SQLite' ? 'sqlite' : 'postgres');
    await run('audit.list', tenant_id, filter, { after: null, limit: 50 });
    expect(plans.join('\n')).toContain(index);
    expect(plans.join('\n')).not.toMatch(/SCAN|Seq Scan|TEMP B-TREE|Sort/);
  });

  test('without a filter, and the chain', async () => {
    const { plans, run } = await explained(explain, kind === 'SQLite' ? 'sqlite' : 'postgres');
    await run('audit.list', tenant_id, { newest_first: true }, { after: `00${NOW + 500}_500`, limit: 50 });
    expect(plans.join('\n')).toMatch(/sqlite_autoindex_audit_events_1|audit_events_pk/);
    await run('audit.chain', tenant_id, 500, 50);
    expect(plans.join('\n')).toContain('audit_events_by_tenant_id_seq');
    expect(plans.join('\n')).not.toMatch(/SCAN|Seq Scan|TEMP B-TREE|Sort/);
  });
});
