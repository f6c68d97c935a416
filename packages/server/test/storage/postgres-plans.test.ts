import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../../src/storage/sql/executor.ts';
import { operations } from '../../src/storage/sql/operations.ts';
import { bind, type Statement } from '../../src/storage/sql/statement.ts';
import { createPostgres, type TestBackend } from './backends.ts';
import { aClient, aPlace, NOW } from './records.ts';

const SETTLED = 200_000;
const DUE = 300;

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

describe('PostgreSQL query plans', () => {
  let backend: TestBackend;
  let client: pg.Client;
  beforeAll(async () => {
    const created = await createPostgres();
    backend = created;
    client = new pg.Client({ connectionString: created.connectionString });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await backend.drop();
  });

  test('what is due is found by its own index, however much was settled', async () => {
    const storage = await backend.open();
    const { tenant_id } = await aPlace(storage);
    const record = aClient(tenant_id);
    const { client_id } = record;
    await storage.clients.create(record, [], []);
    const insert = `INSERT INTO deliveries (tenant_id, client_id, event_id, kind, event, created_at, attempts, next_attempt_at, expires_at)
      SELECT $1, $2, 'e' || n, 'webhook', '{}', ${NOW}, 1, CASE WHEN n > ${SETTLED} THEN ${NOW} END, ${NOW}
      FROM generate_series(1, ${SETTLED + DUE}) n`;
    await client.query(insert, [tenant_id, client_id]);
    await client.query('ANALYZE deliveries');

    const plans: PlanNode[][] = [];
    async function explain<A extends object, R>(statement: Statement<A, R>, args: A): Promise<R[]> {
      const compiled = statement.compiled.postgres();
      const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${compiled.sql}`, bind(compiled, args));
      plans.push(nodesOf(rows[0]['QUERY PLAN'][0].Plan));
      return [];
    }
    const tx: Executor = { all: explain, first: async () => undefined, run: async () => 0 };
    await operations.get('deliveries.claim')?.run(tx, NOW + 60, 8, [], NOW);
    await operations.get('deliveries.claim')?.run(tx, NOW + 60, 8, [{ tenant_id, client_id: 'other' }], NOW);
    expect(plans).toHaveLength(2);
    for (const plan of plans) {
      expect(plan.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      expect(plan.flatMap((node) => node['Index Name'] ?? []).sort()).toEqual(['deliveries_due', 'deliveries_pk']);
    }
  });
});
