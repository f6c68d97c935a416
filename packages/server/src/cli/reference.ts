import type { Command } from 'commander';
import { createProgram } from './program.ts';

/** docs/reference/cli.md, from the command tree itself. */
export async function cliReference(): Promise<string> {
  const program = await createProgram(null);
  const sections = program.commands.flatMap((command) =>
    command.commands.length === 0
      ? [section(command, '##')]
      : [
          `## ${title(command)}\n\n${command.description()}.`,
          ...command.commands.map((inner) => section(inner, '###')),
        ],
  );
  return `${[
    '# Command line',
    'Generated from the commands; `npm run generate` makes it anew.',
    `${program.description()}`,
    'Every command takes `--json`: the result is one JSON document on standard output, a refusal one on standard error. Exit code 1: the operation was refused or failed; 2: the command line or the configuration is wrong.',
    ...sections,
  ].join('\n\n')}\n`;
}

function section(command: Command, heading: string): string {
  const rows = [
    ...command.registeredArguments.map((argument) => [`<${argument.name()}>`, argument.description]),
    ...command.options.map((option) => [
      option.flags,
      option.mandatory ? `${option.description} (required)` : option.description,
    ]),
  ];
  const table = rows.map(([name = '', description = '']) => `| \`${name}\` | ${description.replaceAll('|', '\\|')} |`);
  return [`${heading} ${title(command)}`, '', `${command.description()}.`, '', '| | |', '|---|---|', ...table].join(
    '\n',
  );
}

/** `xenia client create` */
function title(command: Command): string {
  return command.parent === null ? command.name() : `${title(command.parent)} ${command.name()}`;
}
