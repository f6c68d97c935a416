import type { Command } from 'commander';
import { listAuditEvents } from '../../management/audit.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';

interface ListOptions extends TenantOptions {
  client?: string;
  user?: string;
}

export function defineAudit(command: Command): void {
  withTenantOptions(
    command
      .command('list')
      .description('List who did what')
      .option('--client <client_id>', 'only about this app')
      .option('--user <user>', 'only about this account: subject or e-mail address'),
  ).action(async (options: ListOptions) => {
    const filter = { client_id: options.client, user: options.user };
    const events = await withTenant(options, (deps, tenant) => listAuditEvents(deps, tenant, filter));
    const rows = events.map(({ at, ...event }) => ({ created_at: at, ...event }));
    const columns = ['created_at', 'actor', 'action', 'client_id', 'sub', 'details'] as const;
    createOutput(options.json === true).result(events, tableLines(rows, columns, 'Nothing was recorded yet.'));
  });
}
