import type { Command } from 'commander';
import type { NewTenant } from '../../management/contract.ts';
import { createTenant, listTenants } from '../../management/tenants.ts';
import { withInstallation } from '../installation.ts';
import { type CommonOptions, collectPairs, withCommonOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';

interface CreateOptions extends CommonOptions {
  name?: string;
  issuer?: string;
  displayName?: string;
  setting?: Record<string, unknown>;
}

export function defineTenant(command: Command): void {
  withCommonOptions(
    command
      .command('create')
      .argument('[name]', 'lower-case letters, digits and hyphens; the path of the issuer')
      .option('--name <name>', 'the same, as an option')
      .description('Create an issuer with its signing keys and scopes')
      .option('--issuer <url>', 'the issuer, if it is not the name below the public URL')
      .option('--display-name <name>', 'what users read')
      .option('--setting <name=value>', 'a tenant setting, for example accessTokenTtl=900; repeatable', collectPairs),
  ).action(async (argument: string | undefined, options: CreateOptions) => {
    const input = {
      name: argument ?? options.name ?? '',
      ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
      ...(options.displayName === undefined ? {} : { display_name: options.displayName }),
      ...(options.setting === undefined ? {} : { settings: options.setting as NewTenant['settings'] }),
    };
    const tenant = await withInstallation(options, (deps) => createTenant(deps, input));
    createOutput(options.json === true).result(tenant, factLines(tenant));
  });

  withCommonOptions(command.command('list').description('List the issuers')).action(async (options: CommonOptions) => {
    const tenants = await withInstallation(options, (deps) => listTenants(deps));
    const empty = 'There is no tenant yet. Create one: xenia tenant create <name>';
    createOutput(options.json === true).result(
      tenants,
      tableLines(tenants, ['name', 'issuer', 'display_name', 'created_at'], empty),
    );
  });
}
