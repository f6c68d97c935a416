import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresDatabase, type TestDatabase } from '../support/postgres.ts';
import { xenia } from './xenia.ts';

let cwd: string;
let database: TestDatabase;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-cli-postgres-'));
  database = await createPostgresDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(cwd, { recursive: true });
});

test('on PostgreSQL the same commands work', async () => {
  const options = { cwd, env: { DATABASE_URL: database.connectionString } };
  const unmigrated = await xenia(['tenant', 'list'], options);
  expect([unmigrated.code, unmigrated.stderr.includes('xenia migrate')]).toEqual([1, true]);
  expect(await xenia(['migrate'], options)).toMatchObject({ code: 0 });
  expect(await xenia(['tenant', 'create', 'acme'], options)).toMatchObject({ code: 0 });
  const words = ['client', 'create', '--name', 'Job', '--grant-type', 'client_credentials', '--json'];
  expect((await xenia(words, options)).json()).toMatchObject({
    client_name: 'Job',
    client_id_issued_at: expect.any(Number),
  });
});

test('a database that is out of reach is told as such, without its password', async () => {
  const env = { XENIA_DATABASE_URL: 'postgres://xenia:hunter2@127.0.0.1:1/xenia' };
  const { code, stdout, stderr } = await xenia(['tenant', 'list', '--json'], { cwd, env });
  expect([code, stdout]).toEqual([1, '']);
  expect(JSON.parse(stderr)).toMatchObject({ error: 'unavailable' });
  expect(stderr).not.toContain('hunter2');
});
