import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { xenia } from '../cli/xenia.ts';
import { type PostOffice, startPostOffice } from './post-office.ts';

let office: PostOffice;
let cwd: string;
beforeAll(async () => {
  office = await startPostOffice();
  cwd = await mkdtemp(join(tmpdir(), 'xenia-mail-'));
});
afterAll(async () => {
  await office.close();
  await rm(cwd, { recursive: true });
});
afterEach(() => {
  office.received.length = 0;
});

const run = (words: string[], env: Record<string, string> = {}) => {
  const mail = { XENIA_MAIL_SMTP_URL: `smtp://127.0.0.1:${office.port}`, XENIA_MAIL_FROM: 'no-reply@id.example' };
  return xenia(words, { cwd, env: { ...mail, ...env } });
};

test('mail test sends one mail and tells what the mail server said; no database is needed', async () => {
  const { code, stdout, stderr } = await run(['mail', 'test', '--to', 'ada@example.com']);
  expect(stderr).toContain(`Sending from no-reply@id.example to ada@example.com by 127.0.0.1:${office.port} ...`);
  expect(stdout).toContain('The mail server has taken the mail.');
  expect(stdout).toMatch(/response +250 /);
  expect(stdout).toMatch(/encrypted +false/);
  expect(code).toBe(0);
  expect(office.received).toMatchObject([{ to: ['ada@example.com'], from: 'no-reply@id.example' }]);
  expect(office.received[0]?.headers.get('subject')).toBe('Test mail from Xenia');
});

test('for programs as JSON', async () => {
  const { stdout } = await run(['mail', 'test', '--to', 'ada@example.com', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ to: 'ada@example.com', signed_in: false, encrypted: false });
});

test('a refusal is told in the mail server’s own words, with the settings that it is about', async () => {
  office.next.push({ at: 'recipient', code: 550, text: '5.1.1 No such user' });
  const { code, stderr } = await run(['mail', 'test', '--to', 'nobody@example.com']);
  expect(code).toBe(1);
  expect(stderr).toContain('The mail server refused the recipient: 550 5.1.1. It said: 550 5.1.1 No such user');
  expect(stderr).toContain(`mail.smtpUrl with 127.0.0.1:${office.port}`);
});

test('credentials never show', async () => {
  const env = { XENIA_MAIL_SMTP_URL: `smtp://xenia:s3cr3t@127.0.0.1:${office.port}` };
  const refused = await run(['mail', 'test', '--to', 'ada@example.com'], env);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('refused the credentials');
  const printed = await run(['config', 'print', '--json'], env);
  expect(printed.json()).toMatchObject({ 'mail.smtpUrl': '[set]', 'mail.from': 'no-reply@id.example' });
  expect(`${refused.stdout}${refused.stderr}${printed.stdout}`).not.toContain('s3cr3t');
});

test('without a mail server it says what to set', async () => {
  const { code, stderr } = await run(['mail', 'test', '--to', 'ada@example.com'], {
    XENIA_MAIL_SMTP_URL: '',
    XENIA_MAIL_FROM: '',
  });
  expect(code).toBe(1);
  expect(stderr).toContain('No mail server is configured');
  expect(stderr).toContain('XENIA_MAIL_SMTP_URL');
});

test('more than one address is refused before anything is sent', async () => {
  for (const to of ['ada@example.com,eve@example.com', 'ada', 'ada@example.com\r\nBcc: eve@example.com']) {
    expect((await run(['mail', 'test', '--to', to])).code).toBe(2);
  }
  expect(office.received).toEqual([]);
});

test('config check warns of production without mail, and finds nothing to warn of otherwise', async () => {
  const production = {
    XENIA_MODE: 'production',
    XENIA_PUBLIC_URL: 'https://id.example',
    XENIA_MASTER_KEY: 'a1b2c3d4e5f6'.repeat(6),
  };
  const without = { ...production, XENIA_MAIL_SMTP_URL: '', XENIA_MAIL_FROM: '' };
  const warned = await run(['config', 'check'], without);
  expect(warned.code).toBe(0);
  expect(warned.stdout).toContain('warning: mail.smtpUrl is missing: no mail can be sent');
  const json = (await run(['config', 'check', '--json'], without)).json();
  expect(json).toMatchObject({ problems: [], warnings: [{ path: 'mail.smtpUrl' }] });
  const fine = await run(['config', 'check'], production);
  expect(fine.stdout).toContain('The configuration is fine.\n');
  expect(fine.stdout).not.toContain('warning');
});
