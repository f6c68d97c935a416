import type { Command } from 'commander';
import { readSettings } from '../../config/load.ts';
import { type Variable, variables } from '../../config/variables.ts';
import { commandSources } from '../installation.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';

export function defineConfig(command: Command): void {
  withCommonOptions(
    command.command('check').description('Tell everything that is wrong with the configuration'),
  ).action((options: CommonOptions) => {
    settingsOf(options);
    createOutput(options.json === true).result({ problems: [] }, 'The configuration is fine.');
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

function settingsOf(options: CommonOptions): object {
  return readSettings(commandSources(options));
}

function shownValue({ path, secret }: Variable, settings: object): unknown {
  const value = path
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], settings);
  return secret && value !== null ? '[set]' : value;
}
