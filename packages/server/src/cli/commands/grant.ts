import type { Command } from 'commander';
import { listGrants, revokeGrant } from '../../management/grants.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';

interface ListOptions extends TenantOptions {
  client?: string;
  user?: string;
  organization?: string;
}

export function defineGrant(command: Command): void {
  withTenantOptions(
    command
      .command('list')
      .description('List which apps are installed on which accounts')
      .option('--client <client_id>', 'only of this app')
      .option('--user <user>', 'only on this account: subject or e-mail address')
      .option('--organization <org_id>', 'only on this organization'),
  ).action(async (options: ListOptions) => {
    const filter = { client_id: options.client, user: options.user, org_id: options.organization };
    const grants = await withTenant(options, (deps, tenant) => listGrants(deps, tenant, filter));
    const columns = [
      'grant_id',
      'client_id',
      'sub',
      'org_id',
      'scope',
      'created_at',
      'updated_at',
      'installed',
    ] as const;
    createOutput(options.json === true).result(grants, tableLines(grants, columns, 'No app is installed here.'));
  });

  withTenantOptions(
    command.command('revoke').argument('<grant_id>').description('Uninstall an app from an account'),
  ).action(async (grant_id: string, options: TenantOptions) => {
    const result = await withTenant(options, (deps, tenant) => revokeGrant(deps, tenant, grant_id));
    createOutput(options.json === true).result(result, `Revoked ${grant_id} with every token under it.`);
  });
}
