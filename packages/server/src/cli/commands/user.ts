import type { Command } from 'commander';
import { setUserPassword } from '../../management/operations/user-access.ts';
import {
  createUser,
  deleteUser,
  disableUser,
  enableUser,
  inviteUser,
  listUsers,
} from '../../management/operations/users.ts';
import { CliError } from '../cli-error.ts';
import { collectPairs, type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { perform, performAll, withOperations } from '../perform.ts';
import { ask, confirm, isInteractive, readInput } from '../terminal.ts';
import { userNamed } from '../user-named.ts';

interface CreateOptions extends TenantOptions {
  email: string;
  passwordStdin?: boolean;
  emailVerified?: boolean;
  name?: string;
  claim?: Record<string, unknown>;
}

interface InviteOptions extends TenantOptions {
  email: string;
  name?: string;
  claim?: Record<string, unknown>;
  invitedBy?: string;
  locale?: string;
}

export function defineUser(command: Command): void {
  withTenantOptions(
    command
      .command('create')
      .description('Create a user')
      .requiredOption('--email <address>', 'which the user signs in with')
      .option(
        '--password-stdin',
        'read the password from standard input (an option would show it to everyone on the machine)',
      )
      .option('--email-verified', "the address is known to be the user's")
      .option('--name <name>', 'the full name')
      .option('--claim <name=value>', 'a standard claim, for example locale=de-DE; repeatable', collectPairs),
  ).action(async (options: CreateOptions) => {
    const body = {
      email: options.email,
      password: await readPassword(options),
      email_verified: options.emailVerified === true,
      claims: claimsOf(options),
    };
    const user = await perform(options, createUser, { body });
    createOutput(options.json === true).result(user, factLines(user));
  });

  withTenantOptions(
    command
      .command('invite')
      .description('Mail somebody a link with which they make their account')
      .requiredOption('--email <address>', 'where the mail goes; the address of the account')
      .option('--name <name>', 'the full name, which they may change')
      .option('--claim <name=value>', 'a standard claim, for example locale=de-DE; repeatable', collectPairs)
      .option('--invited-by <name>', 'who invites them, as the mail says')
      .option('--locale <tag>', 'the language of the mail'),
  ).action(async (options: InviteOptions) => {
    const { email, invitedBy: invited_by, locale } = options;
    const body = { email, claims: claimsOf(options), invited_by, locale };
    const invitation = await perform(options, inviteUser, { body });
    createOutput(options.json === true).result(invitation, factLines(invitation));
  });

  withTenantOptions(command.command('list').description('List the users')).action(async (options: TenantOptions) => {
    const users = await performAll(options, listUsers, {});
    const empty = 'There is no user yet. Create one: xenia user create --email <address> --password-stdin';
    const columns = ['sub', 'email', 'email_verified', 'has_password', 'role', 'created_at', 'disabled_at'] as const;
    createOutput(options.json === true).result(users, tableLines(users, columns, empty));
  });

  for (const [name, operation, description] of [
    ['disable', disableUser, 'End all sessions and tokens of a user and let nobody in as them'],
    ['enable', enableUser, 'Let a user in again, and forget failed attempts'],
  ] as const) {
    withTenantOptions(
      command.command(name).argument('<user>', 'the subject or the e-mail address').description(description),
    ).action(async (user: string, options: TenantOptions) => {
      const result = await withOperations(options, async (operations) =>
        operations.perform(operation, { params: { sub: await userNamed(operations, user) } }),
      );
      createOutput(options.json === true).result(result, factLines(result));
    });
  }

  withTenantOptions(
    command
      .command('set-password')
      .argument('<user>', 'the subject or the e-mail address')
      .description('Set a new password, sign the user out everywhere and tell them by mail')
      .option(
        '--password-stdin',
        'read the password from standard input (an option would show it to everyone on the machine)',
      ),
  ).action(async (user: string, options: TenantOptions & { passwordStdin?: boolean }) => {
    const password = await readPassword(options);
    if (password === null) throw new CliError(2, 'No password was given.', 'Add --password-stdin and pipe it in.');
    const result = await withOperations(options, async (operations) => {
      const params = { sub: await userNamed(operations, user) };
      return operations.perform(setUserPassword, { params, body: { password } });
    });
    createOutput(options.json === true).result(result, factLines(result));
  });

  withTenantOptions(
    command
      .command('delete')
      .argument('<user>', 'the subject or the e-mail address')
      .description('Delete a user with their sessions, grants and tokens, for good')
      .option('--yes', 'do not ask'),
  ).action(async (user: string, options: TenantOptions & { yes?: boolean }) => {
    await confirm(`Delete ${user} with every session, grant and token?`, options);
    const sub = await withOperations(options, async (operations) => {
      const found = await userNamed(operations, user);
      await operations.perform(deleteUser, { params: { sub: found } });
      return found;
    });
    createOutput(options.json === true).result({ sub, deleted: true }, `Deleted ${user}.`);
  });
}

function claimsOf({ name, claim }: Pick<CreateOptions, 'name' | 'claim'>): Record<string, unknown> {
  return { ...claim, ...(name === undefined ? {} : { name }) };
}

/** null without any: such a user cannot sign in with a password. */
async function readPassword({
  passwordStdin,
  json,
}: Pick<CreateOptions, 'passwordStdin' | 'json'>): Promise<string | null> {
  if (passwordStdin === true) return readInput();
  return isInteractive(json) ? ask('Password', true) : null;
}
