import type { Command } from 'commander';
import { readSettings } from '../../config/load.ts';
import { warnings } from '../../config/rules.ts';
import type { Settings } from '../../config/schema.ts';
import { type Variable, variables } from '../../config/variables.ts';
import type { Finding } from '../../management/deployment-check/finding.ts';
import { StorageUnavailableError } from '../../storage/port.ts';
import { CliError } from '../cli-error.ts';
import { everyFinding, findingLines } from '../deployment-check.ts';
import { commandConfig, commandSources, databaseExists, openUpToDate } from '../installation.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';

interface CheckOptions extends CommonOptions {
  production?: boolean;
}

export function defineConfig(command: Command): void {
  withCommonOptions(
    command
      .command('check')
      .description(
        'Tell everything that is wrong with the configuration, and what in the installation, its tenants and clients deviates from OAuth 2.1 and RFC 9700',
      )
      .option('--production', 'as xenia start would run it'),
  ).action(check);
  withCommonOptions(
    command.command('print').description('Print the configuration in force, without its secrets'),
  ).action((options: CommonOptions) => {
    const settings = settingsOf(options);
    const rows = variables.map((variable) => ({
      setting: variable.path,
      value: shownValue(variable, settings),
      variable: variable.env.join(', '),
    }));
    const values = Object.fromEntries(variables.map((variable) => [variable.path, shownValue(variable, settings)]));
    createOutput(options.json === true).result(values, tableLines(rows, ['setting', 'value', 'variable'], ''));
  });
}

/** Throws ConfigError for what cannot be used, and CliError where a finding is an error. */
async function check(options: CheckOptions): Promise<void> {
  const flags = options.production === true ? { mode: 'production' } : {};
  const settings = readSettings(commandSources(options, flags));
  const found = warnings.flatMap((rule) => rule.problem(settings) ?? []);
  const stored = databaseExists(settings);
  const findings = stored ? await storedFindings(options, flags) : [];
  const told = found.map(({ path, problem, remedy }) => `warning: ${path} ${problem}\n         ${remedy}`);
  const text = [
    found.length === 0 ? 'The configuration is fine.' : 'The configuration can be used.',
    ...told,
    ...findings.map(findingLines),
    ...(stored ? [] : ['There is no database yet: tenants and clients were not looked at.']),
    ...(stored && findings.length === 0 ? ['Nothing was found about the installation, its tenants and clients.'] : []),
  ].join('\n');
  createOutput(options.json === true).result({ problems: [], warnings: found, findings }, text);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) {
    throw new CliError(
      1,
      `${errors} ${errors === 1 ? 'finding is an error' : 'findings are errors'}.`,
      'Do what they say.',
    );
  }
}

/** A database that cannot be used is a finding, too. */
async function storedFindings(options: CheckOptions, flags: Readonly<Record<string, unknown>>): Promise<Finding[]> {
  const config = commandConfig(options, { ...flags, logLevel: 'silent' });
  const deps = await openUpToDate(config).catch((error: unknown) => {
    if (error instanceof CliError || error instanceof StorageUnavailableError) return error;
    throw error;
  });
  if (deps instanceof Error) return [unusable(deps)];
  try {
    const findings: Finding[] = [];
    for await (const finding of everyFinding(deps)) findings.push(finding);
    return findings;
  } finally {
    await deps.storage.close();
  }
}

function unusable(error: CliError | StorageUnavailableError): Finding {
  return {
    ...{ severity: 'error', subject: 'installation', id: 'database', name: 'Installation', rule: 'database_unusable' },
    what: error.message,
    why: 'Without its database the server does not start.',
    remedy: error instanceof CliError ? error.remedy : 'See whether it runs, and whether this machine reaches it.',
  };
}

function settingsOf(options: CommonOptions): Settings {
  return readSettings(commandSources(options));
}

function shownValue({ path, secret }: Variable, settings: object): unknown {
  const value = path
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], settings);
  return secret && value !== null ? '[set]' : value;
}
