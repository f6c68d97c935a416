import { SIGNING_ALGORITHMS } from '@xenia/protocol/jws';
import type { Command } from 'commander';
import type { KeyRotation } from '../../management/contract.ts';
import { listKeys, rotateKey } from '../../management/operations/keys.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';
import { perform, performAll } from '../perform.ts';

const columns = ['kid', 'alg', 'state', 'signs_from', 'signs_until', 'published_until'] as const;

export function defineKey(command: Command): void {
  withTenantOptions(command.command('list').description('List the published signing keys')).action(
    async (options: TenantOptions) => {
      const keys = await performAll(options, listKeys, {});
      createOutput(options.json === true).result(keys, tableLines(keys, columns, 'There is no signing key.'));
    },
  );

  withTenantOptions(
    command
      .command('rotate')
      .description('Publish the next signing key; it signs once every cached copy of the JWKS has it')
      .requiredOption('--alg <alg>', SIGNING_ALGORITHMS.join(', '), 'RS256'),
  ).action(async (options: TenantOptions & { alg: string }) => {
    const body = { alg: options.alg } as KeyRotation;
    const { keys } = await perform(options, rotateKey, { body });
    createOutput(options.json === true).result(keys, tableLines(keys, columns, ''));
  });
}
