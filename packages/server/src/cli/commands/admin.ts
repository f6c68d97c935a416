import { type Command, Option } from 'commander';
import { makeSetupLink, recoverOperator } from '../../management/first-operator.ts';
import { listAdministrators, setUserRole } from '../../management/operations/administrators.ts';
import { listTenants } from '../../management/operations/tenants.ts';
import type { UserRole } from '../../storage/records.ts';
import { CliError } from '../cli-error.ts';
import { withInstallation, withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { type Operations, withOperations } from '../perform.ts';
import { confirm } from '../terminal.ts';
import { userNamed } from '../user-named.ts';

const ROLES: readonly UserRole[] = ['developer', 'admin', 'operator'];

export function defineAdmin(command: Command): void {
  withTenantOptions(
    command
      .command('list')
      .description('List who may what: the developers, admins and operators of every tenant, or of one'),
  ).action(async (options: TenantOptions) => {
    const administrators = await withOperations(options, (operations) => listAll(operations, options.tenant));
    const empty = 'Nobody has a role yet. Make the first operator: xenia admin setup-link';
    const columns = ['tenant', 'email', 'role', 'sub', 'created_at', 'disabled_at'] as const;
    createOutput(options.json === true).result(administrators, tableLines(administrators, columns, empty));
  });

  withTenantOptions(
    command
      .command('grant')
      .argument('<user>', 'the subject or the e-mail address')
      .description('Give a user a role, in place of any that they have')
      .addOption(
        new Option('--role <role>', 'developer: their own apps; admin: the tenant; operator: the whole installation')
          .choices(ROLES)
          .makeOptionMandatory(),
      ),
  ).action((user: string, options: TenantOptions & { role: UserRole }) => changeRole(user, options, options.role));

  withTenantOptions(
    command
      .command('revoke')
      .argument('<user>', 'the subject or the e-mail address')
      .description('Take the role of a user away; the last operator keeps theirs'),
  ).action((user: string, options: TenantOptions) => changeRole(user, options, null));

  withTenantOptions(
    command
      .command('setup-link')
      .description('Print a link with which the first operator makes their account; an earlier one is dead'),
  ).action(async (options: TenantOptions) => {
    const link = await withInstallation(options, (deps) => makeSetupLink(deps, options.tenant));
    if (link === null) throw noSetupLink();
    createOutput(options.json === true).result(link, `${factLines(link)}\n\n${ONCE}`);
  });

  withTenantOptions(
    command
      .command('recover')
      .argument('[user]', 'who gets a new password and the role operator; nobody: a new user becomes one')
      .description('Print a link back in for an operator who is locked out; the other operators are told by mail')
      .option('--yes', 'do not ask'),
  ).action(async (user: string | undefined, options: TenantOptions & { yes?: boolean }) => {
    await confirm('Make a link with which one becomes an operator of the whole installation?', options);
    const link = await withTenant(options, (deps, tenant) => recoverOperator(deps, tenant, user ?? null));
    createOutput(options.json === true).result(link, `${factLines(link)}\n\n${ONCE}`);
  });
}

const ONCE = 'It works once, and for a day. Whoever opens it first gets in: give it to nobody.';

async function listAll({ performAll }: Operations, only: string | undefined) {
  const administrators = [];
  for (const { name: tenant } of await performAll(listTenants, {})) {
    if (only !== undefined && only !== tenant) continue;
    const theirs = await performAll(listAdministrators, { params: { tenant } });
    administrators.push(...theirs.map((each) => ({ tenant, ...each })));
  }
  return administrators;
}

async function changeRole(user: string, options: TenantOptions, role: UserRole | null): Promise<void> {
  const result = await withOperations(options, async (operations) => {
    const params = { sub: await userNamed(operations, user) };
    return operations.perform(setUserRole, { params, body: { role } });
  });
  createOutput(options.json === true).result(result, factLines(result));
}

function noSetupLink(): CliError {
  return new CliError(
    1,
    'There is an operator already, or no tenant yet.',
    'See who: xenia admin list. A link for somebody who is locked out: xenia admin recover. A tenant: xenia tenant create <name>',
  );
}
