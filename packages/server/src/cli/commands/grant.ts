import type { Command } from 'commander';
import { listGrants, revokeGrant } from '../../management/operations/grants.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, tableLines } from '../output.ts';
import { perform, withOperations } from '../perform.ts';
import { userNamed } from '../user-named.ts';

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
  ).action(async ({ client: client_id, user, organization: org_id, ...options }: ListOptions) => {
    const grants = await withOperations(options, async (operations) => {
      const sub = user === undefined ? undefined : await userNamed(operations, user);
      return operations.performAll(listGrants, { query: { client_id, sub, org_id } });
    });
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
    await perform(options, revokeGrant, { params: { grant_id } });
    createOutput(options.json === true).result(
      { grant_id, revoked: true },
      `Revoked ${grant_id} with every token under it.`,
    );
  });
}
