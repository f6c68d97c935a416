import type { Command } from 'commander';
import { explainToken } from '../../management/operations/tokens.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines } from '../output.ts';
import { perform } from '../perform.ts';
import { readInput } from '../terminal.ts';

export function defineToken(command: Command): void {
  withTenantOptions(
    command
      .command('introspect')
      .argument('<token>', 'any token, code or JWT; - reads it from standard input')
      .description('Explain what a token is and whether it is in force'),
  ).action(async (token: string, options: TenantOptions) => {
    const value = token === '-' ? await readInput() : token;
    const description = await perform(options, explainToken, { body: { token: value.trim() } });
    createOutput(options.json === true).result(description, factLines(description));
  });
}
