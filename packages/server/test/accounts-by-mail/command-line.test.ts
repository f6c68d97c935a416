import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { xenia } from '../cli/xenia.ts';

let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-test-'));
  await run('migrate');
  await run('tenant', 'create', 'demo');
});
afterAll(() => rmSync(cwd, { recursive: true }));

const run = (...words: string[]) => xenia([...words, '--json'], { cwd });

test('xenia user invite: says how to open the doors, then mails the link and shows it nowhere', async () => {
  const words = [
    'user',
    'invite',
    '--email',
    'grace@post.example',
    '--name',
    'Grace Hopper',
    '--invited-by',
    'Ada Byron',
  ];
  const closed = await run(...words);
  expect(closed.code).not.toBe(0);
  expect(closed.stderr).toContain('signUp');
  const set = await run('tenant', 'update', 'demo', '--setting', 'signUp=invitation');
  expect([set.code, set.stderr]).toEqual([0, '']);
  const invited = await run(...words);
  expect(invited.json()).toEqual({ email: 'grace@post.example', expires_at: expect.any(Number) });
  expect(invited.stdout).not.toContain('xtk_');
});
