import type { Command } from 'commander';
import { capabilities } from '../../capabilities.ts';
import type { ClientInformation, IssuedClient } from '../../management/client-information.ts';
import { explainLegacy } from '../../management/client-legacy.ts';
import {
  createClient,
  deleteClient,
  listClients,
  setClientDisabled,
  showClient,
  updateClient,
} from '../../management/clients.ts';
import type { ClientMetadataChange, ClientMetadataInput } from '../../management/contract.ts';
import { readMetadataOptions, withMetadataOptions } from '../client-options.ts';
import { withTenant } from '../installation.ts';
import { collect, type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { ask, confirm, isInteractive } from '../terminal.ts';

type MetadataOptions = TenantOptions & Record<string, unknown>;

export function defineClient(command: Command): void {
  defineCreate(command);
  defineUpdate(command);
  defineReading(command);
  defineEnding(command);
}

function defineCreate(command: Command): void {
  withTenantOptions(
    withMetadataOptions(command.command('create').description('Register an app')).option(
      '--service-account <user>',
      'with --grant-type client_credentials: act for this user (e-mail address or sub), who is not asked',
    ),
  ).action(async (options: MetadataOptions) => {
    const { serviceAccount } = options;
    const input = {
      ...(await completeByAsking(readMetadataOptions(options), options)),
      ...(typeof serviceAccount === 'string' ? { service_account: serviceAccount } : {}),
    };
    const client = await withTenant(options, (deps, tenant) =>
      createClient(deps, tenant, capabilities([...tenant.scopes.keys()]), input),
    );
    createOutput(options.json === true).result(client, issuedLines(client));
  });
}

function defineUpdate(command: Command): void {
  withTenantOptions(
    withMetadataOptions(
      command.command('update').argument('<client_id>').description('Change what is given and nothing else'),
    ).option('--unset <member>', 'remove a member, or reset it to its default; repeatable', collect),
  ).action(async (client_id: string, options: MetadataOptions & { unset?: string[] }) => {
    const unset = Object.fromEntries((options.unset ?? []).map((member) => [member.replaceAll('-', '_'), null]));
    const change = { ...unset, ...readMetadataOptions(options) } as ClientMetadataChange;
    const client = await withTenant(options, (deps, tenant) =>
      updateClient(deps, tenant, capabilities([...tenant.scopes.keys()]), { client_id, change }),
    );
    createOutput(options.json === true).result(client, issuedLines(client));
  });
}

function defineReading(command: Command): void {
  withTenantOptions(command.command('list').description('List the apps')).action(async (options: TenantOptions) => {
    const clients = await withTenant(options, listClients);
    const columns = [
      'client_id',
      'client_name',
      'token_endpoint_auth_method',
      'client_id_issued_at',
      'disabled_at',
      'legacy',
    ] as const;
    const empty = 'There is no app yet. Register one: xenia client create --name "My app" --redirect-uri <uri>';
    createOutput(options.json === true).result(clients, tableLines(clients, columns, empty));
  });

  withTenantOptions(command.command('show').argument('<client_id>').description('Show one app')).action(
    async (client_id: string, options: TenantOptions) => {
      const { secrets, ...client } = await withTenant(options, (deps, tenant) => showClient(deps, tenant, client_id));
      const table = tableLines(
        secrets,
        ['secret_id', 'type', 'hint', 'description', 'created_at', 'expires_at'],
        'It has no secret.',
      );
      createOutput(options.json === true).result({ ...client, secrets }, `${clientLines(client)}\n\n${table}`);
    },
  );
}

function defineEnding(command: Command): void {
  for (const [name, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    const description = disabled ? 'Refuse an app and its tokens until it is enabled' : 'Let a disabled app in again';
    withTenantOptions(command.command(name).argument('<client_id>').description(description)).action(
      async (client_id: string, options: TenantOptions) => {
        const client = await withTenant(options, (deps, tenant) =>
          setClientDisabled(deps, tenant, client_id, disabled),
        );
        createOutput(options.json === true).result(client, clientLines(client));
      },
    );
  }

  withTenantOptions(
    command
      .command('delete')
      .argument('<client_id>')
      .description('Delete an app, its grants and its tokens, for good')
      .option('--yes', 'do not ask'),
  ).action(async (client_id: string, options: TenantOptions & { yes?: boolean }) => {
    await confirm(`Delete ${client_id} with every grant and token it was given?`, options);
    const result = await withTenant(options, (deps, tenant) => deleteClient(deps, tenant, client_id));
    createOutput(options.json === true).result(result, `Deleted ${client_id}.`);
  });
}

/** A person at a terminal who gave nothing is asked for what an app needs at least. */
async function completeByAsking(input: ClientMetadataInput, { json }: TenantOptions): Promise<ClientMetadataInput> {
  if (Object.keys(input).length > 0 || !isInteractive(json)) return input;
  return {
    client_name: await ask('What is the app called? Users read this.'),
    redirect_uris: [await ask('Where do users return to after they allowed it? (redirect URI)')],
    scope: await ask('Which scopes may it ask for? (separated by spaces)'),
  };
}

function issuedLines(client: IssuedClient): string {
  const note = client.client_secret === undefined ? '' : '\n\nKeep the client_secret now: it is not shown again.';
  return `${clientLines(client)}${note}`;
}

/** Everything about a client, and in words what it is allowed that it had better not need. */
function clientLines(client: ClientInformation): string {
  const explained = client.legacy.map((mark) => {
    const { what, safer, reference } = explainLegacy(mark);
    return `\n\nLegacy: ${mark} (${reference})\n  ${what}\n  Safer: ${safer}`;
  });
  return `${factLines(client)}${explained.join('')}`;
}
