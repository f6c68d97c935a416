import type { Command } from 'commander';
import type { z } from 'zod';
import { explainLegacy } from '../../management/client-legacy.ts';
import type { ClientMetadataChange, ClientMetadataInput } from '../../management/contract.ts';
import type { issuedClientResult } from '../../management/operations/client-schemas.ts';
import {
  createClient,
  deleteClient,
  disableClient,
  enableClient,
  getClient,
  listClients,
  updateClient,
} from '../../management/operations/clients.ts';
import { readMetadataOptions, withMetadataOptions } from '../client-options.ts';
import { collect, type TenantOptions, withTenantOptions } from '../options.ts';
import { createOutput, factLines, tableLines } from '../output.ts';
import { perform, performAll } from '../perform.ts';
import { ask, confirm, isInteractive } from '../terminal.ts';

/** With a secret where one was made. */
type ShownClient = z.output<typeof issuedClientResult>;

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
    const body = {
      ...(await completeByAsking(readMetadataOptions(options), options)),
      ...(typeof serviceAccount === 'string' ? { service_account: serviceAccount } : {}),
    };
    const client = await perform(options, createClient, { body });
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
    const body = { ...unset, ...readMetadataOptions(options) } as ClientMetadataChange;
    const client = await perform(options, updateClient, { params: { client_id }, body });
    createOutput(options.json === true).result(client, issuedLines(client));
  });
}

function defineReading(command: Command): void {
  withTenantOptions(command.command('list').description('List the apps')).action(async (options: TenantOptions) => {
    const clients = await performAll(options, listClients, {});
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
      const { secrets, ...client } = await perform(options, getClient, { params: { client_id } });
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
  for (const [name, operation, description] of [
    ['disable', disableClient, 'Refuse an app and its tokens until it is enabled'],
    ['enable', enableClient, 'Let a disabled app in again'],
  ] as const) {
    withTenantOptions(command.command(name).argument('<client_id>').description(description)).action(
      async (client_id: string, options: TenantOptions) => {
        const client = await perform(options, operation, { params: { client_id } });
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
    await perform(options, deleteClient, { params: { client_id } });
    createOutput(options.json === true).result({ client_id, deleted: true }, `Deleted ${client_id}.`);
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

function issuedLines(client: ShownClient): string {
  const note = client.client_secret === undefined ? '' : '\n\nKeep the client_secret now: it is not shown again.';
  return `${clientLines(client)}${note}`;
}

/** Everything about a client, and in words what it is allowed that it had better not need. */
function clientLines(client: ShownClient): string {
  const explained = client.legacy.map((mark) => {
    const { what, safer, reference } = explainLegacy(mark);
    return `\n\nLegacy: ${mark} (${reference})\n  ${what}\n  Safer: ${safer}`;
  });
  return `${factLines(ownFirst(client))}${explained.join('')}`;
}

/** What the server made before what was registered. */
function ownFirst(client: ShownClient): object {
  const { client_id, client_secret, client_secret_expires_at, client_id_issued_at, updated_at, ...more } = client;
  const { revision, disabled_at, disabled_by, app_id, legacy, ...metadata } = more;
  return {
    ...{ client_id, client_secret, client_secret_expires_at, client_id_issued_at, updated_at, revision },
    ...{ disabled_at, disabled_by, app_id, legacy, ...metadata },
  };
}
