import type { Command } from 'commander';
import {
  addMember,
  createOrganization,
  deleteOrganization,
  listOrganizations,
  removeMember,
  renameOrganization,
  setMemberRole,
  setOrganizationDisabled,
  showOrganization,
} from '../../management/organizations.ts';
import type { OrganizationRole } from '../../storage/organization-records.ts';
import { withTenant } from '../installation.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { confirm } from '../terminal.ts';

interface RoleOptions extends TenantOptions {
  role: OrganizationRole;
}

const ROLE = 'owner, admin or member';
const USER = 'the subject or the e-mail address';

export function defineOrganization(command: Command): void {
  defineLooking(command);
  defineChanging(command);
  defineMembers(command);
}

function defineLooking(command: Command): void {
  withTenantOptions(
    command
      .command('create')
      .description('Create an organization, which apps are installed on')
      .requiredOption('--name <name>', 'as its members know it')
      .requiredOption('--owner <user>', `its first owner: ${USER}`),
  ).action(async ({ name, owner, ...options }: TenantOptions & { name: string; owner: string }) => {
    const made = await withTenant(options, (deps, tenant) => createOrganization(deps, tenant, { name, owner }));
    createOutput(options.json === true).result(made, factLines(made));
  });

  withTenantOptions(
    command
      .command('list')
      .description('List the organizations')
      .option('--user <user>', `only those that this user belongs to: ${USER}`),
  ).action(async ({ user, ...options }: TenantOptions & { user?: string }) => {
    const organizations = await withTenant(options, (deps, tenant) => listOrganizations(deps, tenant, { user }));
    const empty = 'There is no organization yet. Create one: xenia organization create --name <name> --owner <user>';
    const columns = ['org_id', 'name', 'created_at', 'disabled_at'] as const;
    createOutput(options.json === true).result(organizations, tableLines(organizations, columns, empty));
  });

  withTenantOptions(
    command.command('show').argument('<org_id>').description('Show an organization and everybody who belongs to it'),
  ).action(async (org_id: string, options: TenantOptions) => {
    const found = await withTenant(options, (deps, tenant) => showOrganization(deps, tenant, org_id));
    const { members, ...facts } = found;
    const people = tableLines(members, ['sub', 'email', 'role', 'created_at'], 'Nobody belongs to it.');
    createOutput(options.json === true).result(found, `${factLines(facts)}\n\n${people}`);
  });
}

function defineChanging(command: Command): void {
  withTenantOptions(
    command
      .command('rename')
      .argument('<org_id>')
      .description('Give an organization another name')
      .requiredOption('--name <name>', 'as its members know it'),
  ).action(async (org_id: string, { name, ...options }: TenantOptions & { name: string }) => {
    const result = await withTenant(options, (deps, tenant) => renameOrganization(deps, tenant, org_id, { name }));
    createOutput(options.json === true).result(result, factLines(result));
  });

  for (const [name, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    const description = disabled
      ? 'Uninstall every app from an organization and let none be installed'
      : 'Let apps be installed on an organization again';
    withTenantOptions(command.command(name).argument('<org_id>').description(description)).action(
      async (org_id: string, options: TenantOptions) => {
        const result = await withTenant(options, (deps, tenant) =>
          setOrganizationDisabled(deps, tenant, org_id, disabled),
        );
        createOutput(options.json === true).result(result, factLines(result));
      },
    );
  }

  withTenantOptions(
    command
      .command('delete')
      .argument('<org_id>')
      .description('Delete an organization and uninstall every app from it, for good')
      .option('--yes', 'do not ask'),
  ).action(async (org_id: string, options: TenantOptions & { yes?: boolean }) => {
    await confirm(`Delete ${org_id} with every membership and every app that is installed on it?`, options);
    const result = await withTenant(options, (deps, tenant) => deleteOrganization(deps, tenant, org_id));
    createOutput(options.json === true).result(result, `Deleted ${org_id}.`);
  });
}

function defineMembers(command: Command): void {
  for (const [name, change, description] of [
    ['add-member', addMember, 'Make a user a member of an organization'],
    ['set-role', setMemberRole, 'Change what a member may do'],
  ] as const) {
    withTenantOptions(
      command
        .command(name)
        .argument('<org_id>')
        .argument('<user>', USER)
        .description(description)
        .requiredOption('--role <role>', ROLE),
    ).action(async (org_id: string, user: string, { role, ...options }: RoleOptions) => {
      const result = await withTenant(options, (deps, tenant) => change(deps, tenant, org_id, { user, role }));
      createOutput(options.json === true).result(result, factLines(result));
    });
  }

  withTenantOptions(
    command
      .command('remove-member')
      .argument('<org_id>')
      .argument('<user>', USER)
      .description('End a membership and uninstall what that user has installed on the organization'),
  ).action(async (org_id: string, user: string, options: TenantOptions) => {
    const result = await withTenant(options, (deps, tenant) => removeMember(deps, tenant, org_id, user));
    createOutput(options.json === true).result(result, `Removed ${user} from ${org_id}.`);
  });
}
