import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type CliOptions, xenia } from '../cli/xenia.ts';

let cwd: string;
const run = (words: readonly string[], options: Partial<CliOptions> = {}) => xenia(words, { cwd, ...options });

const DOCUMENT = `
name: acme
display_name: Acme
settings:
  accessTokenTtl: 900
resource_servers:
  - resource: https://api.acme.example
    name: Acme API
    scopes:
      - name: books.read
        display_name: See your books
clients:
  - client_id: papyrus
    client_name: Papyrus
    redirect_uris:
      - https://papyrus.example/cb
    scope: openid books.read
`;
const NIGHTLY = `
  - client_id: nightly
    client_name: Nightly
    grant_types: [client_credentials]
    scope: books.read
`;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-apply-'));
  writeFileSync(join(cwd, 'tenant.yaml'), DOCUMENT);
  writeFileSync(join(cwd, 'more.yaml'), DOCUMENT.trimEnd() + NIGHTLY);
  expect(await run(['migrate'])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe('xenia apply', () => {
  test('--dry-run shows what differs, changes nothing and ends with 0', async () => {
    const { code, stdout } = await run(['apply', '-f', 'tenant.yaml', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain('+ tenant Acme (acme)\n    settings.accessTokenTtl: 900\n');
    expect(stdout).toContain('+ client Papyrus (papyrus)\n');
    expect((await run(['tenant', 'list', '--json'])).json()).toEqual([]);
  });

  test('makes the tenant, shows each secret once, and the second time finds nothing to change', async () => {
    const { code, stdout } = await run(['apply', '-f', 'tenant.yaml']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Made 4 changes\.\n\nKeep these client secrets now: they are not shown again\.\n {2}papyrus {2}xcs_\w+/,
    );
    const again = await run(['apply', '-f', 'tenant.yaml']);
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' });
  });

  test('reads standard input; --secrets-file takes the secrets, for its owner alone, and is never overwritten', async () => {
    const input = readFileSync(join(cwd, 'more.yaml'), 'utf8');
    const words = ['apply', '-f', '-', '--secrets-file', 'secrets', '--json'];
    const { code, stdout, json } = await run(words, { input });
    expect(code).toBe(0);
    expect(stdout).not.toContain('xcs_');
    expect(json()).toEqual({
      tenant: 'acme',
      changes: [expect.objectContaining({ change: 'create', subject: 'client', id: 'nightly', done: true })],
      left: [],
    });
    const line = readFileSync(join(cwd, 'secrets'), 'utf8');
    expect(JSON.parse(line)).toEqual({ client_id: 'nightly', client_secret: expect.stringMatching(/^xcs_/) });
    expect(statSync(join(cwd, 'secrets')).mode & 0o777).toBe(0o600);
    const again = await run(['apply', '-f', 'tenant.yaml', '--prune', '--secrets-file', 'secrets']);
    expect([again.code, again.stderr.includes('exists already')]).toEqual([2, true]);
    expect(readFileSync(join(cwd, 'secrets'), 'utf8')).toBe(line);
  });

  test('what is not in the document stays unless --prune says otherwise; a file for no secrets is not left behind', async () => {
    const left = await run(['apply', '-f', 'tenant.yaml']);
    expect(left.stdout).toContain('left as they are (--prune removes them):\n  client nightly');
    const pruned = await run(['apply', '-f', 'tenant.yaml', '--prune', '--secrets-file', 'none', '--json']);
    expect(pruned.json()).toMatchObject({ changes: [{ change: 'delete', id: 'nightly', members: [], done: true }] });
    expect(() => statSync(join(cwd, 'none'))).toThrow('ENOENT');
  });

  test('a refused step ends it: what was done is told, and nothing after it was tried', async () => {
    // nightly was deleted: its client_id is gone for good.
    const changed = `${DOCUMENT.replace('See your books', 'See all books').trimEnd()}${NIGHTLY.trimEnd()}${NIGHTLY.replaceAll('ightly', 'ext')}`;
    const { code, stdout, stderr } = await run(['apply', '-f', '-', '--json'], {
      input: changed.replace('client_id: next', 'client_id: after'),
    });
    expect(code).toBe(1);
    expect((JSON.parse(stdout) as { changes: object[] }).changes).toMatchObject([
      { subject: 'scope', done: true },
      { id: 'nightly', done: false },
      { id: expect.any(String), done: false },
    ]);
    expect(JSON.parse(stderr)).toMatchObject({
      message: expect.stringContaining('+ client Nightly (nightly): client_id: nightly is taken, or belonged'),
      remedy: expect.stringContaining('1 change of 3 was made'),
    });
  });

  test('a document with mistakes is refused whole, with file, line, path and remedy, and exit code 2', async () => {
    const input = DOCUMENT.replace('redirect_uris:', 'redirect_uri:').replace('900', 'soon');
    const { code, stdout, stderr } = await run(['apply', '-f', '-'], { input });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('standard input:5 settings.accessTokenTtl: ');
    expect(stderr).toContain('standard input:15 clients[0].redirect_uri: There is no such member.');
    expect(stderr).toContain('Did you mean redirect_uris?');
    const json = await run(['apply', '-f', '-', '--json'], { input });
    expect(JSON.parse(json.stderr)).toMatchObject({ error: 'document', problems: [{ line: 5 }, { line: 15 }] });
    const missing = await run(['apply', '-f', 'nowhere.yaml']);
    expect([missing.code, missing.stderr.includes('nowhere.yaml cannot be read (ENOENT)')]).toEqual([2, true]);
  });

  test('names from a document cannot write to the terminal', async () => {
    const input = DOCUMENT.replace('client_name: Papyrus', 'client_name: "Pap\\e[2Jyrus"');
    const { stdout } = await run(['apply', '-f', '-', '--dry-run'], { input });
    expect(stdout).not.toContain('\u001b');
  });

  test('--tenant applies it to another tenant than it names', async () => {
    expect(await run(['apply', '-f', 'tenant.yaml', '--tenant', 'staging'])).toMatchObject({ code: 0 });
    const names = ((await run(['tenant', 'list', '--json'])).json() as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['acme', 'staging']);
  });
});

describe('xenia export', () => {
  test('prints what apply takes, and says on standard error what it cannot print', async () => {
    const { code, stdout, stderr } = await run(['export', '--tenant', 'staging']);
    expect(code).toBe(0);
    expect(parse(stdout)).toMatchObject({
      name: 'staging',
      settings: { accessTokenTtl: 900 },
      clients: [{ client_id: 'papyrus' }],
    });
    expect(stderr).toContain('the secrets of 1 clients');
    const again = await run(['apply', '-f', '-'], { input: stdout });
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to change.\n' });
    expect((await run(['export', '--tenant', 'staging', '--json'])).json()).toEqual(parse(stdout));
  });
});
