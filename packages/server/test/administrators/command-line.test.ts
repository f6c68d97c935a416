import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startXenia, xenia } from '../cli/xenia.ts';
import { NEW_PASSWORD } from './journeys.ts';

const key = { XENIA_MASTER_KEY: randomBytes(32).toString('base64url') };

let template: string;
let cwd: string;
let env: Record<string, string>;
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'xenia-admin-template-'));
  await xenia(['migrate'], { cwd: template, env: key });
  expect((await xenia(['tenant', 'create', 'acme'], { cwd: template, env: key })).code).toBe(0);
  const user = await xenia(['user', 'create', '--email', 'ada@example.com'], { cwd: template, env: key });
  expect(user.stderr).toBe('');
});
afterAll(() => rmSync(template, { recursive: true }));
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-admin-'));
  cpSync(template, cwd, { recursive: true });
  env = {};
});
afterEach(() => rmSync(cwd, { recursive: true }));

const run = (...words: string[]) => xenia([...words, '--json'], { cwd, env: { ...key, ...env } });

interface Started {
  readonly code: number | null;
  readonly log: readonly Record<string, unknown>[];
  readonly terminal: string;
}

/** Starts a server and stops it when it is ready; it stops only after what it has to say at its start. */
async function start(...words: string[]): Promise<Started> {
  const child = startXenia([...words, '--port', '0'], { cwd, env: { ...key, ...env } });
  const exit = once(child, 'exit');
  let terminal = '';
  child.stderr.on('data', (chunk) => (terminal += chunk));
  const log: Record<string, unknown>[] = [];
  for await (const line of createInterface(child.stdout)) {
    log.push(JSON.parse(line) as Record<string, unknown>);
    if (log.at(-1)?.message === 'Xenia is ready') child.kill('SIGTERM');
  }
  const [code] = (await exit) as [number | null];
  return { code, log, terminal };
}

describe('xenia admin', () => {
  test('setup-link prints the way to the first operator', async () => {
    expect((await run('admin', 'setup-link')).json()).toEqual({
      tenant: 'acme',
      url: expect.stringMatching(/^http:\/\/localhost:3000\/acme\/setup\/xtk_/),
      expires_at: expect.any(Number),
    });
    expect((await run('admin', 'list')).json()).toEqual([]);
  });

  test('grant makes an operator; then there is no such link, and the last one keeps the role', async () => {
    const granted = await run('admin', 'grant', 'ada@example.com', '--role', 'operator');
    expect(granted.json()).toMatchObject({ email: 'ada@example.com', role: 'operator' });
    const again = await run('admin', 'setup-link');
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(JSON.parse(again.stderr)).toMatchObject({ error: 'refused', remedy: expect.stringContaining('recover') });
    const last = await run('admin', 'revoke', 'ada@example.com');
    expect([last.code, JSON.parse(last.stderr).error]).toEqual([1, 'conflict']);
    const listed = (await run('admin', 'list')).json();
    expect(listed).toMatchObject([{ tenant: 'acme', email: 'ada@example.com', role: 'operator' }]);
  });

  test('recover prints a way back in though there is an operator, and the audit log says so without its secret', async () => {
    await run('admin', 'grant', 'ada@example.com', '--role', 'operator');
    const recovery = await run('admin', 'recover', 'ada@example.com');
    expect(recovery.json()).toMatchObject({ url: expect.stringContaining('/setup/xtk_'), told: 1 });
    const audit = (await run('audit', 'list')).stdout;
    expect(audit).toContain('administrator.setup_link_made');
    expect(audit).toContain('user.role_changed');
    expect(audit).not.toContain('xtk_');
  });

  test('roles that there are none, and users, are refused with what to do', async () => {
    const role = await run('admin', 'grant', 'ada@example.com', '--role', 'root');
    expect([role.code, JSON.parse(role.stderr).error]).toEqual([2, 'usage']);
    const user = await run('admin', 'grant', 'nobody@example.com', '--role', 'admin');
    expect([user.code, JSON.parse(user.stderr).error]).toEqual([1, 'not_found']);
  });
});

describe('starting without an operator', () => {
  test('xenia dev shows a setup link on the terminal, anew each time, and not in the log', async () => {
    const links = [];
    for (let round = 0; round < 2; round += 1) {
      const { code, log, terminal } = await start('dev');
      expect(code).toBe(0);
      links.push(/http:\/\/localhost:3000\/acme\/setup\/xtk_\S+/.exec(terminal)?.[0]);
      expect(JSON.stringify(log)).not.toMatch(/setup\/|xtk_/);
    }
    expect(links[0]).toBeDefined();
    expect(links[1]).toBeDefined();
    expect(links[0]).not.toBe(links[1]);
  });

  test('xenia start without a terminal makes none, so that no log keeps one, and says how to get one', async () => {
    env = { XENIA_PUBLIC_URL: 'https://auth.example', XENIA_HOST: '127.0.0.1' };
    const { code, log, terminal } = await start('start');
    expect([code, terminal]).toEqual([0, '']);
    expect(JSON.stringify(log)).not.toContain('xtk_');
    expect(log.map(({ message }) => message)).toContainEqual(expect.stringContaining('xenia admin setup-link'));
  });
});

describe('bootstrap by the configuration', () => {
  const given = (more: Record<string, string> = {}) => ({
    XENIA_BOOTSTRAP_EMAIL: 'first@example.com',
    XENIA_BOOTSTRAP_PASSWORD: NEW_PASSWORD,
    ...more,
  });

  test('makes the operator once, and never changes anybody', async () => {
    const file = join(cwd, 'password');
    writeFileSync(file, `${NEW_PASSWORD}\n`);
    env = { XENIA_BOOTSTRAP_EMAIL: 'first@example.com', XENIA_BOOTSTRAP_PASSWORD_FILE: file };
    const first = await start('dev');
    expect(first.code).toBe(0);
    expect(first.terminal).not.toContain('/setup/');
    const users = (await run('user', 'list')).json();
    expect(users).toMatchObject([
      { email: 'ada@example.com', role: null },
      { email: 'first@example.com', role: 'operator', email_verified: true, has_password: true },
    ]);
    env = given({ XENIA_BOOTSTRAP_EMAIL: 'second@example.com', XENIA_BOOTSTRAP_PASSWORD: 'x' });
    expect((await start('dev')).code).toBe(0);
    expect((await run('user', 'list')).json()).toEqual(users);
    expect(JSON.stringify(first.log)).not.toContain(NEW_PASSWORD);
  });

  test('what is wrong with it is told at once, all of it, and nothing is made', async () => {
    env = given({ XENIA_BOOTSTRAP_EMAIL: 'nobody', XENIA_BOOTSTRAP_PASSWORD: 'short' });
    const wrong = await run('dev', '--port', '0');
    expect(wrong.code).toBe(2);
    const { problems } = JSON.parse(wrong.stderr) as { problems: { path: string; remedy: string }[] };
    expect(problems.map(({ path }) => path)).toEqual(['bootstrap.email', 'bootstrap.password']);
    for (const { remedy } of problems) expect(remedy.length).toBeGreaterThan(10);
    env = given({ XENIA_BOOTSTRAP_TENANT: 'nowhere' });
    const nowhere = await run('dev', '--port', '0');
    expect(JSON.parse(nowhere.stderr).problems).toMatchObject([{ path: 'bootstrap.tenant' }]);
    env = { XENIA_BOOTSTRAP_EMAIL: 'first@example.com' };
    const half = await run('dev', '--port', '0');
    expect(JSON.parse(half.stderr).problems).toMatchObject([{ path: 'bootstrap.password' }]);
    env = {};
    expect((await run('user', 'list')).json()).toMatchObject([{ email: 'ada@example.com', role: null }]);
  });

  test('a user who has the address already is not overwritten: whoever starts is told what to do', async () => {
    const before = (await run('user', 'list')).json();
    env = given({ XENIA_BOOTSTRAP_EMAIL: 'ada@example.com' });
    const refused = await run('dev', '--port', '0');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('xenia admin grant ada@example.com --role operator');
    env = {};
    expect((await run('user', 'list')).json()).toEqual(before);
  });
});
