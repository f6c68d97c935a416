import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startXenia, xenia } from './xenia.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-serve-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** Starts a server, waits until it is ready and stops it by SIGTERM after `visit`. */
async function whileServing(
  words: readonly string[],
  env: Record<string, string>,
  visit: (port: number) => Promise<void>,
) {
  const child = startXenia(words, { cwd, env });
  const exit = once(child, 'exit');
  const lines: { message: string; port?: number }[] = [];
  try {
    for await (const line of createInterface(child.stdout)) {
      const entry = JSON.parse(line) as (typeof lines)[number];
      lines.push(entry);
      if (entry.message !== 'Xenia is ready') continue;
      await visit(entry.port ?? 0);
      // As service managers do it: the group and the process, one after the other.
      child.kill('SIGTERM');
      child.kill('SIGTERM');
    }
  } finally {
    child.kill('SIGKILL');
  }
  const [code] = (await exit) as [number | null];
  return { code, messages: lines.map(({ message }) => message) };
}

test('xenia dev makes its database by itself, serves, and the other commands work beside it', async () => {
  const { code, messages } = await whileServing(['dev', '--port', '0'], {}, async (port) => {
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const created = await xenia(['tenant', 'create', 'acme', '--issuer', `http://localhost:${port}`, '--json'], {
      cwd,
    });
    expect(created.stderr).toBe('');
    const discovery = await fetch(`http://localhost:${port}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ issuer: `http://localhost:${port}` });
  });
  expect(messages.slice(-2)).toEqual(['Xenia is stopping', 'Xenia has stopped']);
  expect(code).toBe(0);
});

test('xenia start refuses everything that is unsafe, all at once, each with its remedy', async () => {
  await xenia(['migrate'], { cwd });
  await xenia(['tenant', 'create', 'demo'], { cwd });
  const env = { XENIA_PUBLIC_URL: 'http://auth.example' };
  await xenia(['tenant', 'create', 'plain'], { cwd, env });
  const { code, stdout, stderr } = await xenia(['start', '--json'], { cwd, env });
  expect([code, stdout]).toEqual([2, '']);
  const { problems } = JSON.parse(stderr) as { problems: { path: string; remedy: string }[] };
  expect(problems.map(({ path }) => path)).toEqual(['publicUrl', 'masterKey', 'tenant demo', 'tenant plain']);
  for (const { remedy } of problems) expect(remedy.length).toBeGreaterThan(10);
});

test('xenia start migrates only when told to, and then serves', async () => {
  const env = {
    XENIA_PUBLIC_URL: 'https://auth.example',
    XENIA_MASTER_KEY: randomBytes(32).toString('base64url'),
    XENIA_HOST: '127.0.0.1',
  };
  const refused = await xenia(['start', '--port', '0'], { cwd, env });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('xenia migrate');
  const { code } = await whileServing(['start', '--port', '0', '--migrate'], env, async (port) => {
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });
  expect(code).toBe(0);
});
