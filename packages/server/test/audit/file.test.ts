import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyAuditFile } from '../../src/cli/audit-file.ts';
import type { AuditInformation } from '../../src/management/audit.ts';
import type { AuditVerification } from '../../src/management/audit-chain-check.ts';
import { recordEvent } from '../../src/storage/record-event.ts';
import { xenia } from '../cli/xenia.ts';
import { aTenant, aUser } from '../storage/records.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { intoSqlite } from './support.ts';

let server: TestServer;
const tenant = aTenant({ name: 'audited' });
const user = aUser(tenant.tenant_id);
beforeAll(async () => {
  server = await startServer();
  // Past the management functions, which write events of their own.
  await server.deps.storage.tenants.create(tenant, [], []);
  await server.deps.storage.users.create(user);
  for (let i = 1; i <= 5; i += 1) {
    server.clock.advance(60);
    await recordEvent(server.deps, tenant, {
      ...{ actor: `user:${user.sub}`, action: i % 2 ? 'user.profile_changed' : 'grant.revoked', sub: user.sub },
      details: { fields: ['name'], note: `line\n${i}` },
      address: '192.0.2.7',
    });
  }
});
afterAll(() => server.close());

/** The command on the server's database. */
function run(word: string, ...words: string[]) {
  const { dataDir, masterKey } = server.deps.config;
  const env = { XENIA_DATA_DIR: dataDir, XENIA_MASTER_KEY: masterKey };
  return xenia(['audit', word, '--tenant', tenant.name, ...words], { cwd: dataDir, env });
}
const inFolder = (name: string) => join(server.deps.config.dataDir, name);
const verified = async (...words: string[]) => (await run('verify', '--json', ...words)).json() as AuditVerification;

describe('xenia audit list', () => {
  const seqs = async (...words: string[]) =>
    ((await run('list', '--json', ...words)).json() as AuditInformation[]).map(({ seq }) => seq);

  test('finds by who, what, when and about whom, oldest first', async () => {
    expect(await seqs('--limit', '2')).toEqual([4, 5]);
    expect(await seqs('--actor', `user:${user.sub}`, '--action', 'user.')).toEqual([1, 3, 5]);
    const third = server.clock() - 2 * 60;
    const fourth = new Date((third + 60) * 1000).toISOString().replace('.000', '');
    expect(await seqs('--since', String(third), '--until', fourth)).toEqual([3]);
  });

  test('an account that was deleted is found by its subject, and none by an address that nobody has', async () => {
    expect(await seqs('--user', user.email)).toHaveLength(5);
    expect(await seqs('--user', 'who-is-gone')).toEqual([]);
    expect((await run('list', '--user', 'nobody@example.com')).code).toBe(1);
  });

  test('is read by people, too', async () => {
    expect((await run('list', '--limit', '1')).stdout).toMatch(/SEQ +CREATED_AT .* ADDRESS .*\n5 .* 192\.0\.2\.7 /);
    const { code, stderr } = await run('list', '--since', 'yesterday');
    expect([code, stderr]).toEqual([2, expect.stringContaining('2026-11-30')]);
  });
});

describe('xenia audit verify', () => {
  test('a whole log: the head to keep, which may be expected the next time', async () => {
    const whole = await run('verify');
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    const head = /^Head: (5:[0-9a-f]{64})$/m.exec(whole.stdout)?.[1] ?? '';
    expect(whole.stdout).toContain('5 events');
    expect((await run('verify', '--expect', head)).code).toBe(0);
    const other = await run('verify', '--expect', head.replace('5:', '6:'));
    expect([other.code, other.stdout]).toEqual([1, expect.stringMatching(/^event 6: cut off$/m)]);
  });

  test('what is not written as it must be', async () => {
    expect((await run('verify', '--expect', '5')).code).toBe(1);
    expect((await run('verify', '--after', `1:${'0'.repeat(64)}`)).code).toBe(2);
  });

  test('what is not whole: status 1, and what is wrong where', async () => {
    const path = inFolder('xenia.db');
    const set = (address: string) =>
      intoSqlite(
        path,
        `UPDATE audit_events SET address = '${address}' WHERE tenant_id = '${tenant.tenant_id}' AND seq IN (2, 3)`,
      );
    set('198.51.100.9');
    try {
      const { code, stdout, stderr } = await run('verify');
      expect(code).toBe(1);
      expect(stdout).toContain('events 2 to 3: not what was written');
      expect(stderr).toContain('not whole');
      expect(await verified()).toMatchObject({ whole: false, findings: [{ fault: 'changed', from: 2, to: 3 }] });
    } finally {
      set('192.0.2.7');
    }
    expect((await verified()).whole).toBe(true);
  });
});

describe('xenia audit export', () => {
  const file = () => inFolder('audit.jsonl');
  let lines: string[];
  beforeAll(async () => {
    await run('export', '--output', file());
    lines = (await readFile(file(), 'utf8')).trimEnd().split('\n');
  });

  /** What is said of an export with other lines. */
  async function faults(changed: (string | undefined)[], points: { after?: string; expect?: string } = {}) {
    await writeFile(inFolder('changed.jsonl'), changed.map((line) => `${line}\n`).join(''));
    const { findings } = await verifyAuditFile(inFolder('changed.jsonl'), points);
    return findings.map(({ fault, from, to }) => `${fault} ${from}-${to}`);
  }
  const event = (line: number) => JSON.parse(lines[line] ?? '') as AuditInformation;
  const point = (line: number) => `${event(line).seq}:${event(line).hash}`;

  test('one event a line, in a file that only its owner reads and that is never written over', async () => {
    expect(lines.map((line) => (JSON.parse(line) as AuditInformation).seq)).toEqual([1, 2, 3, 4, 5]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await run('export', '--output', file())).code).toBe(1);
    const { stdout, stderr } = await run('export', '--after', '3');
    expect([stdout, stderr]).toEqual([`${lines.slice(3).join('\n')}\n`, '2 events.\n']);
  });

  test('is verified without the installation', async () => {
    const elsewhere = await xenia(['audit', 'verify', '--file', file(), '--json'], { cwd: inFolder('..') });
    expect(elsewhere.json()).toMatchObject({ whole: true, events: 5, head: { seq: 5, hash: event(4).hash } });
    expect(await faults(lines, { expect: point(4) })).toEqual([]);
  });

  test('one export after another', async () => {
    expect(await faults(lines.slice(3), { after: point(2) })).toEqual([]);
    expect(await faults(lines.slice(3), { after: point(1) })).toEqual(['missing 3-3']);
    expect(
      await faults(lines.slice(3), { after: point(2).replace(/.$/, (last) => (last === '0' ? '1' : '0')) }),
    ).toEqual(['changed 4-4']);
    expect(await faults(lines.slice(3))).toEqual(['missing 1-3']);
  });

  test('a changed, missing, added, moved line is found, and an end that was cut off', async () => {
    const [first, second, third, fourth, fifth] = lines;
    expect(await faults([first, second?.replace('192.0.2.7', '192.0.2.8'), third, fourth, fifth])).toEqual([
      'changed 2-2',
    ]);
    expect(await faults([first, second, fourth, fifth])).toEqual(['missing 3-3']);
    expect(await faults([first, second, second, third, fourth, fifth])).toEqual(['inserted 2-2']);
    expect(await faults([first, third, second, fourth, fifth])).toEqual(['reordered 2-2']);
    expect(await faults([first, fifth, second, third, fourth])).toEqual(['reordered 2-4']);
    expect(await faults([first, second, third])).toEqual([]);
    expect(await faults([first, second, third], { expect: point(4) })).toEqual(['cut_off 4-5']);
    expect(await faults(lines, { expect: `4:${event(2).hash}` })).toEqual(['unexpected 4-4']);
  });

  test('the order and the spelling of members do not matter, what they say does', async () => {
    const { details, ...rest } = event(0);
    const reversed = Object.fromEntries(Object.entries(details).reverse());
    expect(
      await faults([JSON.stringify({ details: reversed, ...rest }, null, 1).replaceAll('\n', ' '), ...lines.slice(1)]),
    ).toEqual([]);
    expect(
      await faults([JSON.stringify({ ...rest, details: { ...details, extra: null } }), ...lines.slice(1)]),
    ).toEqual(['changed 1-1']);
  });

  test('what is no event at all is named by its line', async () => {
    await writeFile(inFolder('no.jsonl'), `${lines[0]}\n{"seq":2}\n`);
    const { code, stderr } = await run('verify', '--file', inFolder('no.jsonl'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('Line 2 of ')]);
    // A name twice, of which a reader could take either.
    await writeFile(inFolder('no.jsonl'), `${lines[0]?.replace('{', '{"actor":"user:eve",')}\n`);
    expect((await run('verify', '--file', inFolder('no.jsonl'))).stderr).toContain('Line 1 of ');
    const missing = await run('verify', '--file', inFolder('nowhere.jsonl'));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('ENOENT')]);
    await appendFile(inFolder('empty.jsonl'), '');
    expect(await verified('--file', inFolder('empty.jsonl'))).toMatchObject({ whole: true, events: 0, head: null });
  });
});
