import type { Command } from 'commander';
import { listScopes, putScope } from '../../management/scopes.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';

interface CreateOptions extends TenantOptions {
  resource: string;
  displayName?: string;
  description?: string;
  required?: boolean;
  emphasised?: boolean;
}

export function defineScope(command: Command): void {
  withTenantOptions(
    command
      .command('create')
      .argument('<name>', 'as apps will ask for it, for example payments:write')
      .description('Create or replace a scope of a resource server')
      .requiredOption('--resource <identifier>', 'the resource server that it belongs to')
      .option('--display-name <text>', 'what users allow, in their words')
      .option('--description <text>', 'one more sentence for users')
      .option('--required', 'users cannot untick it')
      .option('--emphasised', 'shown as dangerous'),
  ).action(async (name: string, options: CreateOptions) => {
    const { resource, displayName = name, description = '', required = false, emphasised = false } = options;
    const input = { name, resource, display_name: displayName, description, required, emphasised };
    const scope = await withTenant(options, (deps, tenant) => putScope(deps, tenant, input));
    createOutput(options.json === true).result(scope, factLines(scope));
  });

  withTenantOptions(command.command('list').description('List what apps can ask for')).action(
    async (options: TenantOptions) => {
      const scopes = await withTenant(options, listScopes);
      const columns = ['name', 'resource', 'required', 'emphasised', 'display_name'] as const;
      createOutput(options.json === true).result(scopes, tableLines(scopes, columns, 'There is no scope.'));
    },
  );
}
