import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { xenia } from '../cli/xenia.ts';

describe('xenia user delete', () => {
  let cwd: string;
  const run = (...words: string[]) => xenia([...words, '--json'], { cwd, input: 'correct horse\n' });
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'xenia-cli-'));
    await run('migrate');
    await run('tenant', 'create', 'demo');
    await run('user', 'create', '--email', 'ada@example.com', '--password-stdin');
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  test('deletes for good, says so in the audit trail, and a second time that there is no such user', async () => {
    const [user] = (await run('user', 'list')).json() as { sub: string }[];
    expect((await run('user', 'delete', 'ada@example.com')).json()).toEqual({ sub: user?.sub, deleted: true });
    expect((await run('user', 'list')).json()).toEqual([]);
    const again = await run('user', 'delete', user?.sub ?? '');
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('There is no user')]);
    const events = (await run('audit', 'list')).json() as object[];
    expect(events).toContainEqual(
      expect.objectContaining({ actor: 'operator', action: 'user.deleted', sub: user?.sub }),
    );
  });
});
