import type { Command } from 'commander';
import { listScopes, putScope } from '../../management/operations/scopes.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { perform, performAll } from '../perform.ts';

interface CreateOptions extends TenantOptions {
  resource: string;
  displayName?: string;
  description?: string;
  required?: boolean;
  emphasised?: boolean;
  needsReview?: boolean;
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
      .option('--emphasised', 'shown as dangerous')
      .option('--needs-review', 'developers get it for their app only with the word of an administrator'),
  ).action(async (name: string, options: CreateOptions) => {
    const { resource, displayName = name, description = '' } = options;
    const { required = false, emphasised = false, needsReview = false } = options;
    const body = { resource, display_name: displayName, description, required, emphasised, needs_review: needsReview };
    const scope = await perform(options, putScope, { params: { name }, body });
    createOutput(options.json === true).result(scope, factLines(scope));
  });

  withTenantOptions(command.command('list').description('List what apps can ask for')).action(
    async (options: TenantOptions) => {
      const scopes = await performAll(options, listScopes, {});
      const columns = ['name', 'resource', 'required', 'emphasised', 'needs_review', 'display_name'] as const;
      createOutput(options.json === true).result(scopes, tableLines(scopes, columns, 'There is no scope.'));
    },
  );
}
