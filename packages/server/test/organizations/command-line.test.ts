import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { xenia } from '../cli/xenia.ts';

describe('xenia organization', () => {
  let cwd: string;
  const run = (words: readonly string[]) => xenia(words, { cwd });
  async function result<Value>(...words: string[]): Promise<Value> {
    const outcome = await run([...words, '--json']);
    if (outcome.code !== 0) throw new Error(`xenia ${words.join(' ')}: ${outcome.stderr}`);
    return outcome.json() as Value;
  }
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'xenia-cli-'));
    await result('migrate');
    await result('tenant', 'create', 'demo', '--setting', 'organizations=by_operator');
    for (const name of ['ada', 'bob']) await result('user', 'create', '--email', `${name}@example.com`);
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const organization = (...words: string[]) => result<Record<string, unknown>>('organization', ...words);
  const create = async (name: string) =>
    String((await organization('create', '--name', name, '--owner', 'ada@example.com')).org_id);

  test('makes, lists, renames, disables, enables and deletes one', async () => {
    const org_id = await create('Engines');
    expect(await organization('rename', org_id, '--name', 'Looms')).toMatchObject({ name: 'Looms' });
    expect(await organization('list', '--user', 'ada@example.com')).toMatchObject([{ org_id, name: 'Looms' }]);
    expect(await organization('disable', org_id)).toMatchObject({ disabled_at: expect.any(Number) });
    expect(await organization('enable', org_id)).toEqual({ org_id, disabled_at: null });
    expect(await result('grant', 'list', '--organization', org_id)).toEqual([]);
    expect(await organization('delete', org_id, '--yes')).toEqual({ org_id, deleted: true });
    expect((await run(['organization', 'show', org_id])).stderr).toContain(`There is no organization ${org_id}`);
  });

  test('shows and changes who belongs to it; the last owner stays', async () => {
    const org_id = await create('Engines');
    expect(await organization('add-member', org_id, 'bob@example.com', '--role', 'member')).toMatchObject({ org_id });
    expect(await organization('set-role', org_id, 'bob@example.com', '--role', 'admin')).toMatchObject({
      role: 'admin',
    });
    const { stdout } = await run(['organization', 'show', org_id]);
    for (const shown of ['Engines', 'ada@example.com', 'bob@example.com', 'owner', 'admin']) {
      expect(stdout).toContain(shown);
    }
    expect(await organization('remove-member', org_id, 'bob@example.com')).toMatchObject({ removed: true });
    const refused = await run(['organization', 'remove-member', org_id, 'ada@example.com']);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('last owner');
  });
});
