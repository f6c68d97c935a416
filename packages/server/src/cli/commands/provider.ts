import type { Command } from 'commander';
import type { z } from 'zod';
import type { NewUpstreamProvider, UpstreamProviderChange } from '../../management/contract.ts';
import type { providerResult } from '../../management/contract-results.ts';
import {
  addProvider,
  deleteProvider,
  disableProvider,
  enableProvider,
  getProvider,
  listProviders,
  updateProvider,
} from '../../management/operations/providers.ts';
import { CliError } from '../cli-error.ts';
import { type TenantOptions, wholeNumber, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { perform, performAll } from '../perform.ts';
import { ask, confirm, isInteractive, readInput } from '../terminal.ts';

interface MemberOptions extends TenantOptions {
  displayName?: string;
  clientId?: string;
  clientSecretStdin?: boolean;
  public?: boolean;
  scope?: string;
  trustsEmail?: boolean;
  mayCreateUsers?: boolean;
  position?: number;
}

export function defineProvider(command: Command): void {
  defineAdd(command);
  defineReading(command);
  defineUpdate(command);
  defineEnding(command);
}

function defineAdd(command: Command): void {
  const add = command
    .command('add')
    .argument('<provider_id>', 'its name in addresses: lower-case letters, digits and hyphens')
    .description('Let users sign in through an OpenID Provider')
    .requiredOption('--issuer <url>', 'the issuer, exactly as its discovery document names it')
    .requiredOption('--client-id <id>', 'what this tenant is registered as there')
    .option('--no-verify', 'do not ask the provider first whether it can be used');
  withMembers(add).action(
    async (provider_id: string, options: MemberOptions & { issuer: string; clientId: string; verify: boolean }) => {
      const body: NewUpstreamProvider = {
        provider_id,
        issuer: options.issuer,
        display_name: provider_id,
        ...(await membersOf(options, { askForSecret: true })),
        client_id: options.clientId,
      };
      const query = { verify: options.verify ? 'true' : 'false' } as const;
      const provider = await perform(options, addProvider, { query, body });
      const { redirect_uri } = provider;
      const note = `\n\nRegister this redirect URI at the provider: ${redirect_uri}`;
      createOutput(options.json === true).result(provider, `${factLines(provider)}${note}`);
    },
  );
}

function defineReading(command: Command): void {
  withTenantOptions(command.command('list').description('List the providers')).action(
    async (options: TenantOptions) => {
      const providers = await performAll(options, listProviders, {});
      const columns = [
        'provider_id',
        'display_name',
        'issuer',
        'trusts_email',
        'may_create_users',
        'position',
        'disabled_at',
      ] as const;
      const empty =
        'There is no provider yet. Add one: xenia provider add <provider_id> --issuer <url> --client-id <id>';
      createOutput(options.json === true).result(providers, tableLines(providers, columns, empty));
    },
  );

  withTenantOptions(command.command('show').argument('<provider_id>').description('Show one provider')).action(
    async (provider_id: string, options: TenantOptions) => {
      print(options, await perform(options, getProvider, { params: { provider_id } }));
    },
  );
}

function defineUpdate(command: Command): void {
  const update = command
    .command('update')
    .argument('<provider_id>')
    .description('Change what is given and nothing else')
    .option('--client-id <id>', 'what this tenant is registered as there');
  const both = withMembers(update)
    .option('--no-trusts-email', 'take that back')
    .option('--no-may-create-users', 'take that back');
  both.action(async (provider_id: string, options: MemberOptions) => {
    const body: UpstreamProviderChange = {
      ...(await membersOf(options, { askForSecret: false })),
      ...(options.clientId === undefined ? {} : { client_id: options.clientId }),
    };
    print(options, await perform(options, updateProvider, { params: { provider_id }, body }));
  });
}

function defineEnding(command: Command): void {
  for (const [name, operation, description] of [
    ['disable', disableProvider, 'Let nobody sign in through a provider'],
    ['enable', enableProvider, 'Offer a disabled provider again'],
  ] as const) {
    withTenantOptions(command.command(name).argument('<provider_id>').description(description)).action(
      async (provider_id: string, options: TenantOptions) => {
        print(options, await perform(options, operation, { params: { provider_id } }));
      },
    );
  }

  withTenantOptions(
    command
      .command('remove')
      .argument('<provider_id>')
      .description('Remove a provider and everything that users have connected to it')
      .option('--yes', 'do not ask'),
  ).action(async (provider_id: string, options: TenantOptions & { yes?: boolean }) => {
    await confirm(`Remove ${provider_id} with everything that users have connected to it?`, options);
    await perform(options, deleteProvider, { params: { provider_id } });
    createOutput(options.json === true).result({ provider_id, removed: true }, `Removed ${provider_id}.`);
  });
}

function withMembers(command: Command): Command {
  return withTenantOptions(
    command
      .option('--display-name <text>', 'what users read on the button')
      .option(
        '--client-secret-stdin',
        'read the client secret from standard input (an option would show it to everyone on the machine)',
      )
      .option('--public', 'there is no client secret; PKCE alone')
      .option('--scope <scopes>', 'asked for there, separated by spaces; openid profile email unless given')
      .option('--trusts-email', 'an address that the provider calls verified counts as verified here')
      .option('--may-create-users', "whoever is new gets an account, as far as the tenant's signUp lets them")
      .option('--position <number>', 'the place of its button; the lowest comes first', wholeNumber),
  );
}

async function membersOf(options: MemberOptions, { askForSecret }: { askForSecret: boolean }) {
  const { displayName, scope, trustsEmail, mayCreateUsers, position } = options;
  const given = {
    display_name: displayName,
    scope,
    trusts_email: trustsEmail,
    may_create_users: mayCreateUsers,
    position,
    client_secret: await readSecret(options, askForSecret),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<
    Pick<NewUpstreamProvider, 'display_name'>
  > &
    Omit<UpstreamProviderChange, 'display_name' | 'client_id'>;
}

/** undefined: not said; null: there is none. */
async function readSecret(
  { clientSecretStdin, public: isPublic, json }: MemberOptions,
  askForSecret: boolean,
): Promise<string | null | undefined> {
  if (isPublic && clientSecretStdin) {
    throw new CliError(2, 'A public client has no secret.', 'Give --public or --client-secret-stdin.');
  }
  if (isPublic) return null;
  if (clientSecretStdin) return readInput();
  if (!askForSecret) return undefined;
  if (!isInteractive(json)) {
    throw new CliError(
      2,
      'There is no client secret.',
      'Give --client-secret-stdin, or --public for a client without one.',
    );
  }
  return ask('Client secret', true);
}

function print(options: TenantOptions, provider: z.output<typeof providerResult>): void {
  createOutput(options.json === true).result(provider, factLines(provider));
}
