import type { Command } from 'commander';
import { listDeliveries, retryDelivery } from '../../management/deliveries.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';

type ClientOptions = TenantOptions & { client: string };

export function defineDelivery(command: Command): void {
  withTenantOptions(
    command
      .command('list')
      .description('List what an app was told of the last 30 days, and whether it heard it')
      .requiredOption('--client <client_id>', 'the app'),
  ).action(async (options: ClientOptions) => {
    const deliveries = await withTenant(options, (deps, tenant) => listDeliveries(deps, tenant, options.client));
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
  ).action(async (event_id: string, options: ClientOptions) => {
    const key = { client_id: options.client, event_id };
    const delivery = await withTenant(options, (deps, tenant) => retryDelivery(deps, tenant, key));
    createOutput(options.json === true).result(delivery, factLines(delivery));
  });
}
