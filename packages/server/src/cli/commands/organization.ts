import type { Command } from 'commander';
import {
  addMember,
  createOrganization,
  deleteOrganization,
  disableOrganization,
  enableOrganization,
  getOrganization,
  listMembers,
  listOrganizations,
  removeMember,
  setMemberRole,
  updateOrganization,
} from '../../management/operations/organizations.ts';
import { listUserOrganizations } from '../../management/operations/users.ts';
import type { OrganizationRole } from '../../storage/organization-records.ts';
import { type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { type Operations, perform, withOperations } from '../perform.ts';
import { confirm } from '../terminal.ts';
import { userNamed } from '../user-named.ts';

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
    const made = await perform(options, createOrganization, { body: { name, owner } });
    createOutput(options.json === true).result(made, factLines(made));
  });

  withTenantOptions(
    command
      .command('list')
      .description('List the organizations')
      .option('--user <user>', `only those that this user belongs to: ${USER}`),
  ).action(async ({ user, ...options }: TenantOptions & { user?: string }) => {
    const organizations = await withOperations(options, (operations) => list(operations, user));
    const empty = 'There is no organization yet. Create one: xenia organization create --name <name> --owner <user>';
    const columns = ['org_id', 'name', 'created_at', 'disabled_at'] as const;
    createOutput(options.json === true).result(organizations, tableLines(organizations, columns, empty));
  });

  withTenantOptions(
    command.command('show').argument('<org_id>').description('Show an organization and everybody who belongs to it'),
  ).action(async (org_id: string, options: TenantOptions) => {
    const { members, ...facts } = await withOperations(options, (operations) => show(operations, org_id));
    const people = tableLines(members, ['sub', 'email', 'role', 'created_at'], 'Nobody belongs to it.');
    createOutput(options.json === true).result({ ...facts, members }, `${factLines(facts)}\n\n${people}`);
  });
}

async function list(operations: Operations, user: string | undefined) {
  if (user === undefined) return operations.performAll(listOrganizations, {});
  return operations.performAll(listUserOrganizations, { params: { sub: await userNamed(operations, user) } });
}

async function show(operations: Operations, org_id: string) {
  const facts = await operations.perform(getOrganization, { params: { org_id } });
  return { ...facts, members: await operations.performAll(listMembers, { params: { org_id } }) };
}

function defineChanging(command: Command): void {
  withTenantOptions(
    command
      .command('rename')
      .argument('<org_id>')
      .description('Give an organization another name')
      .requiredOption('--name <name>', 'as its members know it'),
  ).action(async (org_id: string, { name, ...options }: TenantOptions & { name: string }) => {
    const result = await perform(options, updateOrganization, { params: { org_id }, body: { name } });
    createOutput(options.json === true).result(result, factLines(result));
  });

  for (const [name, operation, description] of [
    ['disable', disableOrganization, 'Uninstall every app from an organization and let none be installed'],
    ['enable', enableOrganization, 'Let apps be installed on an organization again'],
  ] as const) {
    withTenantOptions(command.command(name).argument('<org_id>').description(description)).action(
      async (org_id: string, options: TenantOptions) => {
        const result = await perform(options, operation, { params: { org_id } });
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
    await perform(options, deleteOrganization, { params: { org_id } });
    createOutput(options.json === true).result({ org_id, deleted: true }, `Deleted ${org_id}.`);
  });
}

function defineMembers(command: Command): void {
  withRole(command.command('add-member').description('Make a user a member of an organization')).action(
    async (org_id: string, user: string, { role, ...options }: RoleOptions) => {
      const result = await perform(options, addMember, { params: { org_id }, body: { user, role } });
      createOutput(options.json === true).result(result, factLines(result));
    },
  );

  withRole(command.command('set-role').description('Change what a member may do')).action(
    async (org_id: string, user: string, { role, ...options }: RoleOptions) => {
      const result = await withOperations(options, async (operations) => {
        const params = { org_id, sub: await userNamed(operations, user) };
        return operations.perform(setMemberRole, { params, body: { role } });
      });
      createOutput(options.json === true).result(result, factLines(result));
    },
  );

  withTenantOptions(
    command
      .command('remove-member')
      .argument('<org_id>')
      .argument('<user>', USER)
      .description('End a membership and uninstall what that user has installed on the organization'),
  ).action(async (org_id: string, user: string, options: TenantOptions) => {
    const result = await withOperations(options, async (operations) => {
      const params = { org_id, sub: await userNamed(operations, user) };
      await operations.perform(removeMember, { params });
      return { ...params, removed: true };
    });
    createOutput(options.json === true).result(result, `Removed ${user} from ${org_id}.`);
  });
}

function withRole(command: Command): Command {
  return withTenantOptions(command.argument('<org_id>').argument('<user>', USER).requiredOption('--role <role>', ROLE));
}
