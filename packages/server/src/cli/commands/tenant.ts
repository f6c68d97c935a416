import type { Command } from 'commander';
import { DIALECTS } from '../../dialects/index.ts';
import type { NewTenant, TenantChange } from '../../management/contract.ts';
import { createTenant, listTenants, updateTenant } from '../../management/operations/tenants.ts';
import { type CommonOptions, collectPairs, withCommonOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { perform, performAll } from '../perform.ts';

interface SettingOptions extends CommonOptions {
  displayName?: string;
  setting?: Record<string, unknown>;
}

interface CreateOptions extends SettingOptions {
  name?: string;
  issuer?: string;
  preset?: string;
}

export function defineTenant(command: Command): void {
  defineCreate(command);
  defineUpdate(command);
  defineList(command);
}

function defineCreate(command: Command): void {
  const create = command
    .command('create')
    .argument('[name]', 'lower-case letters, digits and hyphens; the path of the issuer')
    .option('--name <name>', 'the same, as an option')
    .description('Create an issuer with its signing keys and scopes')
    .option('--issuer <url>', 'the issuer, if it is not the name below the public URL')
    .option(
      '--preset <name>',
      `start with the settings that a product's apps expect: ${[...DIALECTS.keys()].join(', ')}. What --setting gives comes first`,
    );
  withSettingOptions(create, 'a tenant setting, for example accessTokenTtl=900; repeatable').action(
    async (argument: string | undefined, options: CreateOptions) => {
      const body = {
        name: argument ?? options.name ?? '',
        ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
        ...(options.preset === undefined ? {} : { preset: options.preset }),
        ...(options.displayName === undefined ? {} : { display_name: options.displayName }),
        ...(options.setting === undefined ? {} : { settings: options.setting as NewTenant['settings'] }),
      };
      const tenant = await perform(options, createTenant, { body });
      createOutput(options.json === true).result(tenant, factLines(tenant));
    },
  );
}

function defineUpdate(command: Command): void {
  const update = command
    .command('update')
    .argument('<name>', 'the tenant')
    .description('Change what is given of an issuer and nothing else');
  withSettingOptions(update, 'a tenant setting; without a value it is reset to its default; repeatable').action(
    async (name: string, options: SettingOptions) => {
      const settings = Object.entries(options.setting ?? {}).map(([key, value]) => [key, value === '' ? null : value]);
      const body = {
        ...(options.displayName === undefined ? {} : { display_name: options.displayName }),
        settings: Object.fromEntries(settings) as NonNullable<TenantChange['settings']>,
      };
      const tenant = await perform(options, updateTenant, { params: { tenant: name }, body });
      createOutput(options.json === true).result(tenant, factLines(tenant));
    },
  );
}

function withSettingOptions(command: Command, setting: string): Command {
  return withCommonOptions(
    command.option('--display-name <name>', 'what users read').option('--setting <name=value>', setting, collectPairs),
  );
}

function defineList(command: Command): void {
  withCommonOptions(command.command('list').description('List the issuers')).action(async (options: CommonOptions) => {
    const tenants = await performAll(options, listTenants, {});
    const empty = 'There is no tenant yet. Create one: xenia tenant create <name>';
    createOutput(options.json === true).result(
      tenants,
      tableLines(tenants, ['name', 'issuer', 'display_name', 'created_at'], empty),
    );
  });
}
