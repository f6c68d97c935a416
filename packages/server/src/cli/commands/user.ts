import type { Command } from 'commander';
import { createUser, listUsers, setUserDisabled } from '../../management/users.ts';
import { withTenant } from '../installation.ts';
import { collectPairs, type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { ask, isInteractive, readInput } from '../terminal.ts';

interface CreateOptions extends TenantOptions {
  email: string;
  passwordStdin?: boolean;
  emailVerified?: boolean;
  name?: string;
  claim?: Record<string, unknown>;
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
    const claims = { ...options.claim, ...(options.name === undefined ? {} : { name: options.name }) };
    const input = {
      email: options.email,
      password: await readPassword(options),
      email_verified: options.emailVerified === true,
      claims,
    };
    const user = await withTenant(options, (deps, tenant) => createUser(deps, tenant, input));
    createOutput(options.json === true).result(user, factLines(user));
  });

  withTenantOptions(command.command('list').description('List the users')).action(async (options: TenantOptions) => {
    const users = await withTenant(options, listUsers);
    const empty = 'There is no user yet. Create one: xenia user create --email <address> --password-stdin';
    const columns = ['sub', 'email', 'email_verified', 'has_password', 'created_at', 'disabled_at'] as const;
    createOutput(options.json === true).result(users, tableLines(users, columns, empty));
  });

  for (const [name, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    const description = disabled
      ? 'End all sessions and tokens of a user and let nobody in as them'
      : 'Let a user in again, and forget failed attempts';
    withTenantOptions(
      command.command(name).argument('<user>', 'the subject or the e-mail address').description(description),
    ).action(async (user: string, options: TenantOptions) => {
      const result = await withTenant(options, (deps, tenant) => setUserDisabled(deps, tenant, user, disabled));
      createOutput(options.json === true).result(result, factLines(result));
    });
  }
}

/** null without any: such a user cannot sign in with a password. */
async function readPassword({ passwordStdin, json }: CreateOptions): Promise<string | null> {
  if (passwordStdin === true) return readInput();
  return isInteractive(json) ? ask('Password', true) : null;
}
