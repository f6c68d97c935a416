import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliOptions, xenia } from '../cli/xenia.ts';

let cwd: string;
const run = (words: readonly string[], options: Partial<CliOptions> = {}) => xenia(words, { cwd, ...options });
const production = {
  XENIA_PUBLIC_URL: 'https://id.example',
  XENIA_MASTER_KEY: 'q5mVdUoDnq1l3jYxJ6wXv1dFq2bqTjUo0n4rK8s9A2E',
  XENIA_TRUSTED_PROXIES: '10.0.0.1',
};
const rulesOf = (value: unknown) =>
  (value as { findings: { severity: string; rule: string; id: string }[] }).findings.map(
    ({ severity, rule, id }) => `${severity} ${rule} ${id}`,
  );

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'xenia-check-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('without a database only the configuration is looked at, and none is made', async () => {
  const { code, stdout } = await run(['config', 'check']);
  expect([code, stdout.includes('There is no database yet')]).toEqual([0, true]);
  expect((await run(['tenant', 'list'])).stderr).toContain('There is no database');
});

test('names every tenant and client that deviates; exit code 1 only where a finding is an error', async () => {
  expect(await run(['migrate'], { env: production })).toMatchObject({ code: 0 });
  const words = [
    'client',
    'create',
    '--name',
    'Old app',
    '--no-require-pkce',
    '--redirect-uri',
    'http://localhost:1/cb',
  ];
  expect(
    await run(['tenant', 'create', 'acme', '--setting', 'accessTokenTtl=7200'], { env: production }),
  ).toMatchObject({ code: 0 });
  expect(await run(words, { env: production })).toMatchObject({ code: 0 });

  const development = await run(['config', 'check', '--json'], {
    env: { ...production, XENIA_PUBLIC_URL: 'http://localhost:3000' },
  });
  expect(development.code).toBe(0);
  expect(rulesOf(development.json())).toEqual([
    'warning no_operator bootstrap',
    'warning accessTokenTtl acme',
    expect.stringMatching(/^warning pkce_not_required app_/),
  ]);

  const { code, stdout, stderr } = await run(['config', 'check', '--production'], { env: production });
  expect(code).toBe(1);
  expect(stdout).toContain('warning: mail.smtpUrl is missing');
  expect(stdout).toMatch(
    /error: client Old app \(app_\w+\): Codes are sent to http:\/\/localhost:1\/cb over plain http\.\n +RFC 9700 §2\.6/,
  );
  expect(stderr).toContain('1 finding is an error.');
});

test('what xenia start would refuse is an error', async () => {
  expect(await run(['tenant', 'create', 'demo'], { env: production })).toMatchObject({ code: 0 });
  const { json } = await run(['config', 'check', '--production', '--json'], { env: production });
  expect(rulesOf(json())).toContain('error refused_in_production demo');
});

test('a database that cannot be reached is an error like others, without its password', async () => {
  const env = { XENIA_DATABASE_URL: 'postgres://xenia:hunter2@127.0.0.1:1/xenia' };
  const { code, stdout, stderr } = await run(['config', 'check', '--json'], { env });
  expect([code, `${stdout}${stderr}`.includes('hunter2')]).toEqual([1, false]);
  expect(rulesOf(JSON.parse(stdout))).toEqual(['error database_unusable database']);
});
