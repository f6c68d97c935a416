import type { Command } from 'commander';
import { listClientDeliveries, retryDelivery } from '../../management/operations/deliveries.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { perform, performAll } from '../perform.ts';

type ClientOptions = TenantOptions & { client: string };

export function defineDelivery(command: Command): void {
  withTenantOptions(
    command
      .command('list')
      .description('List what an app was told of the last 30 days, and whether it heard it')
      .requiredOption('--client <client_id>', 'the app'),
  ).action(async ({ client: client_id, ...options }: ClientOptions) => {
    const deliveries = (await performAll(options, listClientDeliveries, { params: { client_id } })).reverse();
    const columns = [
      'event_id',
      'kind',
      'status',
      'attempts',
      'created_at',
      'next_attempt_at',
      'last_status',
      'last_error',
    ] as const;
    const empty =
      'There was nothing to tell. What it is told of: --backchannel-logout-uri and --webhook-uri of xenia client update';
    createOutput(options.json === true).result(deliveries, tableLines(deliveries, columns, empty));
  });

  withTenantOptions(
    command
      .command('retry')
      .argument('<event_id>')
      .description('Send once more what was given up')
      .requiredOption('--client <client_id>', 'the app'),
  ).action(async (event_id: string, { client: client_id, ...options }: ClientOptions) => {
    const delivery = await perform(options, retryDelivery, { params: { client_id, event_id } });
    createOutput(options.json === true).result(delivery, factLines(delivery));
  });
}
