import type { Command } from 'commander';
import { describeToken } from '../../management/tokens.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines } from '../output.ts';
import { readInput } from '../terminal.ts';

export function defineToken(command: Command): void {
  withTenantOptions(
    command
      .command('introspect')
      .argument('<token>', 'any token, code or JWT; - reads it from standard input')
      .description('Explain what a token is and whether it is in force'),
  ).action(async (token: string, options: TenantOptions) => {
    const value = token === '-' ? await readInput() : token;
    const description = await withTenant(options, (deps, tenant) => describeToken(deps, tenant, value.trim()));
    createOutput(options.json === true).result(description, factLines(description));
  });
}
