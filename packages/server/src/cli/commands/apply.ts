import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type AppliedChange, applyPlan } from '../../management/declarative/apply-plan.ts';
import { type Plan, planDocument } from '../../management/declarative/plan.ts';
import type { ChangeDescription } from '../../management/declarative/planned-change.ts';
import { type ReadDocument, readDocument } from '../../management/declarative/read-document.ts';
import type { ManagementDeps } from '../../management/management-deps.ts';
import { ManagementError } from '../../management/management-error.ts';
import { changeLines, changeTitle } from '../change-lines.ts';
import { CliError } from '../cli-error.ts';
import { withInstallation } from '../installation.ts';
import { type TenantOptions, withCommonOptions } from '../options.ts';
import { createOutput } from '../output.ts';
import { openSecretsFile, type SecretsSink } from '../secrets-sink.ts';
import { confirm, readInput } from '../terminal.ts';

interface ApplyOptions extends TenantOptions {
  file: string;
  dryRun?: boolean;
  prune?: boolean;
  yes?: boolean;
  secretsFile?: string;
  verify: boolean;
}

export function defineApply(command: Command): void {
  withCommonOptions(
    command
      .requiredOption('-f, --file <file>', 'the document, in YAML or JSON; - is standard input')
      .option('--tenant <name>', 'apply it to the tenant of this name instead of the one that it names')
      .option('--dry-run', 'only show what differs')
      .option('--prune', 'remove what is there and not in the document')
      .option('--yes', 'do not ask')
      .option('--secrets-file <file>', 'write the secrets of new clients to this new file instead of showing them')
      .option('--no-verify', 'do not ask new providers first whether they can be used'),
  ).action(apply);
}

async function apply(options: ApplyOptions): Promise<void> {
  const read = await readFrom(options);
  await withInstallation(options, async (deps) => {
    const { prune = false, verify } = options;
    const plan = await planDocument(deps, read, { env: process.env, prune, verify });
    const changes = changesOf(plan);
    const output = createOutput(options.json === true);
    if (changes.length === 0 || options.dryRun === true) {
      output.result(report(plan, []), [shownPlan(plan), leftLines(plan)].filter((part) => part !== '').join('\n\n'));
      return;
    }
    if (!output.json) output.result(null, shownPlan(plan));
    await confirm(`Make ${counted(changes.length)} to ${plan.name}?`, options);
    await carryOut(deps, plan, options);
  });
}

async function readFrom({ file, tenant }: ApplyOptions): Promise<ReadDocument> {
  const text = file === '-' ? await readInput() : await readText(file);
  const read = readDocument(text, file === '-' ? 'standard input' : file);
  return tenant === undefined ? read : { ...read, document: { ...read.document, name: tenant } };
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliError(2, `${file} cannot be read (${error.code}).`, 'Name a readable file with --file.');
  });
}

/** Whatever happens, what was done and its secrets are told. Throws CliError where a change was refused. */
async function carryOut(deps: ManagementDeps, plan: Plan, options: ApplyOptions): Promise<void> {
  const sink = options.secretsFile === undefined ? null : await openSecretsFile(options.secretsFile);
  const done: AppliedChange[] = [];
  let refused: unknown = null;
  try {
    for await (const applied of applyPlan(deps, plan)) {
      const { client_secret, change } = applied;
      done.push(applied);
      if (client_secret !== null) await sink?.take({ client_id: change.id, client_secret });
    }
  } catch (error) {
    refused = error;
  } finally {
    await sink?.close();
  }
  createOutput(options.json === true).result(report(plan, done, sink), doneLines(plan, done, sink));
  if (refused !== null) throw explained(refused, changesOf(plan), done);
}

/** As it comes if nothing was done yet. */
function explained(error: unknown, changes: readonly ChangeDescription[], done: readonly AppliedChange[]): unknown {
  const failed = changes[done.length];
  if (!(error instanceof ManagementError) || failed === undefined) return error;
  return new CliError(
    1,
    `${changeTitle(failed)}: ${error.message}`,
    `${counted(done.length)} of ${changes.length} ${done.length === 1 ? 'was' : 'were'} made. Mend the cause and apply the document again: only what is missing is done.`,
  );
}

function changesOf({ tenant, changes }: Plan): ChangeDescription[] {
  return [...(tenant === null ? [] : [tenant]), ...changes];
}

/** For programs. Secrets that went to a file are not in it. */
function report(plan: Plan, done: readonly AppliedChange[], sink: SecretsSink | null = null) {
  const changes = changesOf(plan).map(({ change, subject, id, name, members, impact }, index) => {
    const applied = done[index];
    const secret = sink === null ? (applied?.client_secret ?? null) : null;
    return {
      ...{ change, subject, id, name, members, impact, done: applied !== undefined },
      ...(secret === null ? {} : { client_secret: secret }),
    };
  });
  return { tenant: plan.name, changes, left: plan.left };
}

function shownPlan(plan: Plan): string {
  const changes = changesOf(plan);
  return changes.length === 0 ? 'Nothing to change.' : changeLines(changes);
}

function leftLines({ left }: Plan): string {
  if (left.length === 0) return '';
  const shown = left.slice(0, 20).map(({ subject, id }) => `  ${subject} ${id}`);
  const more = left.length > shown.length ? [`  and ${left.length - shown.length} more`] : [];
  return ['Not in the document, and left as they are (--prune removes them):', ...shown, ...more].join('\n');
}

function doneLines(plan: Plan, done: readonly AppliedChange[], sink: SecretsSink | null): string {
  const secrets = done.filter(({ client_secret }) => client_secret !== null);
  const shown = secrets.map(({ change, client_secret }) => `  ${change.id}  ${client_secret}`);
  const told =
    secrets.length === 0
      ? []
      : sink === null
        ? ['', 'Keep these client secrets now: they are not shown again.', ...shown]
        : ['', `The secrets of ${secrets.length} clients are in ${sink.file}.`];
  const left = leftLines(plan);
  return [`Made ${counted(done.length)}.`, ...told, ...(left === '' ? [] : ['', left])].join('\n');
}

function counted(changes: number): string {
  return `${changes} ${changes === 1 ? 'change' : 'changes'}`;
}
