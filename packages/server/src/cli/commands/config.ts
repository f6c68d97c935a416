import type { Command } from 'commander';
import { readSettings } from '../../config/load.ts';
import { warnings } from '../../config/rules.ts';
import type { Settings } from '../../config/schema.ts';
import { type Variable, variables } from '../../config/variables.ts';
import { commandSources } from '../installation.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';

export function defineConfig(command: Command): void {
  withCommonOptions(
    command.command('check').description('Tell everything that is wrong with the configuration'),
  ).action((options: CommonOptions) => {
    const settings = settingsOf(options);
    const found = warnings.flatMap((rule) => rule.problem(settings) ?? []);
    const told = found.map(({ path, problem, remedy }) => `warning: ${path} ${problem}\n         ${remedy}`);
    const text = ['The configuration can be used.', ...told].join('\n');
    createOutput(options.json === true).result(
      { problems: [], warnings: found },
      found.length === 0 ? 'The configuration is fine.' : text,
    );
  });
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

function settingsOf(options: CommonOptions): Settings {
  return readSettings(commandSources(options));
}

function shownValue({ path, secret }: Variable, settings: object): unknown {
  const value = path
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], settings);
  return secret && value !== null ? '[set]' : value;
}
