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

describe('xenia user set-password', () => {
  let cwd: string;
  const run = (words: string, input = '') => xenia([...words.split(' '), '--json'], { cwd, input });
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'xenia-cli-'));
    await run('migrate');
    await run('tenant create demo');
    await run('user create --email ada@example.com --password-stdin', 'correct horse\n');
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  test('takes it from standard input, refuses a bad one, and writes down who set it', async () => {
    const set = (input: string, user = 'ada@example.com') => run(`user set-password ${user} --password-stdin`, input);
    const [user] = (await run('user list')).json() as { sub: string; updated_at: number }[];
    const refused = await set('password\n');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('password')]);
    expect((await set('seven quiet lanterns\n')).json()).toEqual({ sub: user?.sub, sessions_ended: 0 });
    const unknown = await set('seven quiet lanterns\n', 'nobody@example.com');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('There is no user')]);
    const none = await run('user set-password ada@example.com');
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('--password-stdin')]);
    const events = (await run('audit list')).json() as { action: string; actor: string }[];
    expect(events.filter(({ action }) => action === 'user.password_set')).toEqual([
      expect.objectContaining({ actor: 'operator', sub: user?.sub }),
    ]);
  });
});
