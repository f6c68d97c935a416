import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { exportAuditLog } from '../../management/audit.ts';
import type { AuditFinding, AuditVerification } from '../../management/audit-chain-check.ts';
import { formatChainPoint } from '../../management/audit-verification.ts';
import { listAuditEvents, verifyAuditLogOperation } from '../../management/operations/audit.ts';
import { verifyAuditFile } from '../audit-file.ts';
import { CliError } from '../cli-error.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, wholeNumber, withTenantOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';
import { perform, withOperations } from '../perform.ts';

interface ListOptions extends TenantOptions {
  client?: string;
  user?: string;
  actor?: string;
  action?: string;
  since?: number;
  until?: number;
  limit?: number;
}

interface ExportOptions extends TenantOptions {
  output?: string;
  after?: number;
}

interface VerifyOptions extends TenantOptions {
  file?: string;
  after?: string;
  expect?: string;
}

export function defineAudit(command: Command): void {
  withTenantOptions(
    command
      .command('list')
      .description('List who did what, oldest first')
      .option('--client <client_id>', 'only about this app')
      .option('--user <user>', 'only about this account: subject or e-mail address')
      .option('--actor <actor>', 'only what they did: operator, user:<sub>, client:<client_id> or server')
      .option('--action <action>', 'only this action, or all that begin so: user.')
      .option('--since <time>', 'not before: 2026-11-30, 2026-11-30T12:00:00Z or seconds since 1970', time)
      .option('--until <time>', 'before, in the same ways', time)
      .option('--limit <number>', 'only the newest that many', limit),
  ).action(list);

  withTenantOptions(
    command
      .command('export')
      .description('Write the whole log, one JSON object a line')
      .option('--output <file>', 'a new file instead of standard output')
      .option('--after <seq>', 'only what came after this event', wholeNumber),
  ).action(exportLog);

  withTenantOptions(
    command
      .command('verify')
      .description('Find out whether anything in the log was changed, removed or added')
      .option('--expect <seq:hash>', 'a head that was kept elsewhere: it must still be there')
      .option('--file <file>', 'an export instead of the database; needs no installation')
      .option('--after <seq:hash>', 'with --file: the last event of the export before it'),
  ).action(verify);
}

async function list({ client, user, actor, action, since, until, limit: newest, ...options }: ListOptions) {
  const search = { client_id: client, user, actor, action, from: since, until };
  const events = await withOperations(options, async ({ performAll }) => {
    if (newest === undefined) return performAll(listAuditEvents, { query: { ...search, order: 'oldest_first' } });
    return (await performAll(listAuditEvents, { query: search }, newest)).reverse();
  });
  const rows = events.map(({ at, ...event }) => ({ created_at: at, ...event }));
  const columns = ['seq', 'created_at', 'actor', 'action', 'client_id', 'sub', 'address', 'details'] as const;
  createOutput(options.json === true).result(events, tableLines(rows, columns, 'Nothing of the kind was recorded.'));
}

/** Seldom enough not to be a nuisance. */
const PROGRESS = 10_000;

async function exportLog({ output: file, after = 0, ...options }: ExportOptions) {
  const output = createOutput(options.json === true);
  await withTenant(options, async (deps, tenant) => {
    // Never over an export of before; readable by its owner only.
    const sink = file === undefined ? process.stdout : createWriteStream(file, { flags: 'wx', mode: 0o600 });
    if (sink !== process.stdout) await once(sink, 'open');
    let events = 0;
    for await (const event of exportAuditLog(deps, tenant, after)) {
      if (!sink.write(`${JSON.stringify(event)}\n`)) await once(sink, 'drain');
      events += 1;
      if (events % PROGRESS === 0) output.progress(`${events} events ...`);
    }
    if (sink !== process.stdout) {
      sink.end();
      await once(sink, 'finish');
    }
    output.progress(`${counted(events)}${file === undefined ? '' : ` in ${file}`}.`);
  });
}

async function verify({ file, after, expect, ...options }: VerifyOptions) {
  if (after !== undefined && file === undefined) {
    throw new CliError(2, '--after goes with --file.', 'Leave it out: the log in the database is read from its start.');
  }
  const verification =
    file === undefined
      ? await perform(options, verifyAuditLogOperation, { query: { expect } })
      : await verifyAuditFile(file, { after, expect });
  createOutput(options.json === true).result(verification, verificationLines(verification));
  if (verification.whole) return;
  throw new CliError(1, 'The audit log is not whole.', 'Compare it with an export or a backup of before.');
}

function verificationLines({ whole, events, head, taken_over, findings, more }: AuditVerification): string {
  const lines = findings.map(describeFinding);
  if (more) lines.push('... and more');
  if (whole) lines.push(`Nothing was changed, removed or added: ${counted(events)}.`);
  if (taken_over > 0) {
    lines.push(`Up to event ${taken_over} they are older than the chain, and were taken over as they were found.`);
  }
  if (head !== null) lines.push(`Head: ${formatChainPoint(head)}`);
  if (whole && head !== null)
    lines.push('Keep the head outside of this database, and give it the next time as --expect.');
  return lines.join('\n');
}

function counted(events: number): string {
  return events === 1 ? '1 event' : `${events} events`;
}

const FAULTS: Readonly<Record<AuditFinding['fault'], string>> = {
  changed: 'not what was written',
  missing: 'missing',
  inserted: 'added',
  reordered: 'at another place than before',
  rewritten: 'not written by this server, though chained',
  cut_off: 'cut off',
  unexpected: 'not what was expected there',
};

function describeFinding({ fault, from, to }: AuditFinding): string {
  if (to === null) return `event ${from} and after: the end is not the one that the server left; events may be cut off`;
  return `${from === to ? `event ${from}` : `events ${from} to ${to}`}: ${FAULTS[fault]}`;
}

/** As seconds since 1970. A day without a time begins at midnight UTC. */
function time(value: string): number {
  if (/^\d{1,12}$/.test(value)) return Number(value);
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.test(value);
  const milliseconds = isTime ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError('Write 2026-11-30 or 2026-11-30T12:00:00Z.');
  return Math.floor(milliseconds / 1000);
}

function limit(value: string): number {
  const number = wholeNumber(value);
  if (number < 1 || number > 10_000) throw new InvalidArgumentError('Must be from 1 to 10000.');
  return number;
}
