import {
  type Capabilities,
  type ClientMetadata,
  completeClientMetadata,
  corsOrigins,
} from '@xenia/protocol/client-metadata';
import { recordEvent } from '../storage/record-event.ts';
import type { ClientRecord, ClientSecretRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { withoutNull, withoutUndefined } from './change.ts';
import {
  type ClientInformation,
  describeClient,
  type FreshSecret,
  type IssuedClient,
  issuedClient,
} from './client-information.ts';
import { assertAcceptable } from './client-rules.ts';
import {
  type ClientMetadataChange,
  clientMetadataChange,
  type NewClientInput,
  newClient,
  parseInput,
} from './contract.ts';
import type { ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';
import { newClientMetadata } from './new-client.ts';
import { everyPage } from './pages.ts';
import { describeSecret, newSecretRecord, type SecretInformation, usesSecret } from './secrets.ts';
import { newServiceAccount, preauthorize } from './service-accounts.ts';

type ClientDeps = Pick<ManagementDeps, 'storage' | 'clock' | 'random' | 'sealer'>;

/** Registers an app. Throws ManagementError with every problem of its metadata. */
export async function createClient(
  deps: ClientDeps,
  tenant: Tenant,
  capabilities: Capabilities,
  input: NewClientInput,
): Promise<IssuedClient> {
  const { service_account: user, ...given } = withoutUndefined(parseInput(newClient, input));
  const metadata = newClientMetadata(tenant, {
    ...given,
    ...(user === undefined ? {} : { service_account: await newServiceAccount(deps, tenant, user) }),
  });
  assertAcceptable(metadata, tenant, capabilities);
  const now = deps.clock();
  const client_id = newClientId(deps, tenant);
  const record: ClientRecord = {
    tenant_id: tenant.tenant_id,
    client_id,
    metadata: JSON.stringify(metadata),
    ...noticesWanted(metadata),
    revision: 1,
    created_at: now,
    updated_at: now,
    disabled_at: null,
  };
  const secret = firstSecret(deps, tenant, client_id, metadata);
  const created = await deps.storage.clients.create(
    record,
    secret === null ? [] : [secret.record],
    corsOrigins(metadata),
  );
  if (created === 'exists')
    throw new ManagementError('conflict', [{ field: 'client_id', problem: 'It is taken; try again.' }]);
  await recordEvent(deps, tenant, { actor: 'operator', action: 'client.created', client_id });
  // Not in one commit with the client: without its permission a service account gets nothing.
  await preauthorize(deps, tenant, { client_id, metadata });
  return issuedClient(tenant, record, secret);
}

/** Where statements can see it: which notices the client wants (records.ts). */
function noticesWanted(metadata: ClientMetadata) {
  return {
    backchannel_logout: metadata.backchannel_logout_uri === undefined ? 0 : 1,
    frontchannel_logout: metadata.frontchannel_logout_uri === undefined ? 0 : 1,
    webhook: metadata.webhook_uri === undefined ? 0 : 1,
  };
}

/** Prefix or suffix keep clients apart from users, whose `sub` must never be equal (RFC 9700 §4.15). */
function newClientId({ random }: Pick<ManagementDeps, 'random'>, { settings }: Tenant): string {
  const bytes = random(16);
  if (settings.clientIdSuffix === '') return `app_${bytes.toString('hex')}`;
  // RFC 9562 §5.4: version 4, variant 10.
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const uuid = bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return `${uuid}${settings.clientIdSuffix}`;
}

/** Changes what is given and nothing else. A change of the authentication method may yield a secret. Throws ManagementError. */
export async function updateClient(
  deps: ClientDeps,
  tenant: Tenant,
  capabilities: Capabilities,
  { client_id, change }: { client_id: string; change: ClientMetadataChange },
): Promise<IssuedClient> {
  const { client, secrets } = await findRecord(deps, tenant, client_id);
  const registered = JSON.parse(client.metadata) as ClientMetadata;
  const merged = { ...registered, ...withoutUndefined(parseInput(clientMetadataChange.partial(), change)) };
  const metadata = completeClientMetadata(withoutNull(merged));
  assertAcceptable(metadata, tenant, capabilities, registered);
  const { stale, fresh } = secretsAfter(deps, tenant, { client_id, metadata, secrets });
  if (fresh !== null) await deps.storage.clients.addSecret(fresh.record);
  const update = { metadata: JSON.stringify(metadata), ...noticesWanted(metadata), origins: corsOrigins(metadata) };
  const updated = await deps.storage.clients.update(tenant.tenant_id, client_id, update, deps.clock());
  if (updated === null) throw unknownClient(client_id);
  for (const { secret_id } of stale) await deps.storage.clients.removeSecret(tenant.tenant_id, client_id, secret_id);
  return issuedClient(tenant, updated, fresh);
}

export async function showClient(
  deps: Pick<ManagementDeps, 'storage'>,
  tenant: Tenant,
  client_id: string,
): Promise<ClientInformation & { secrets: SecretInformation[] }> {
  const { client, secrets } = await findRecord(deps, tenant, client_id);
  return { ...describeClient(tenant, client), secrets: secrets.map(describeSecret) };
}

export async function listClients(deps: Pick<ManagementDeps, 'storage'>, tenant: Tenant): Promise<ClientInformation[]> {
  const clients: ClientInformation[] = [];
  const rows = everyPage(
    (page) => deps.storage.clients.list(tenant.tenant_id, page),
    ({ client_id }) => client_id,
  );
  for await (const record of rows) clients.push(describeClient(tenant, record));
  return clients;
}

/** A disabled client is refused everywhere, and so are its tokens; enabling it again brings them back. */
export async function setClientDisabled(
  deps: Pick<ManagementDeps, 'storage' | 'clock' | 'random'>,
  tenant: Tenant,
  client_id: string,
  disabled: boolean,
): Promise<ClientInformation> {
  const now = deps.clock();
  const updated = await deps.storage.clients.update(
    tenant.tenant_id,
    client_id,
    { disabled_at: disabled ? now : null },
    now,
  );
  if (updated === null) throw unknownClient(client_id);
  const action = disabled ? 'client.disabled' : 'client.enabled';
  await recordEvent(deps, tenant, { actor: 'operator', action, client_id });
  return describeClient(tenant, updated);
}

/** Removes the client with everything that it was given. Throws ManagementError. */
export async function deleteClient(
  deps: Pick<ManagementDeps, 'storage' | 'clock' | 'random'>,
  tenant: Tenant,
  client_id: string,
): Promise<{ client_id: string; deleted: true }> {
  if (!(await deps.storage.clients.delete(tenant.tenant_id, client_id, deps.clock()))) throw unknownClient(client_id);
  await recordEvent(deps, tenant, { actor: 'operator', action: 'client.deleted', client_id });
  return { client_id, deleted: true };
}

function firstSecret(
  deps: ClientDeps,
  tenant: Tenant,
  client_id: string,
  metadata: ClientMetadata,
): FreshSecret | null {
  const method = metadata.token_endpoint_auth_method;
  return usesSecret(method)
    ? newSecretRecord(deps, { tenant, client_id, method, description: '', expires_in: null })
    : null;
}

/** Secrets that fit no longer, and the one that the new authentication method lacks. */
function secretsAfter(
  deps: ClientDeps,
  tenant: Tenant,
  { client_id, metadata, secrets }: { client_id: string; metadata: ClientMetadata; secrets: ClientSecretRecord[] },
): { stale: ClientSecretRecord[]; fresh: FreshSecret | null } {
  const method = metadata.token_endpoint_auth_method;
  if (!usesSecret(method)) return { stale: secrets, fresh: null };
  const usable = secrets.filter(({ sealed_secret }) => method !== 'client_secret_jwt' || sealed_secret !== null);
  if (usable.length > 0) return { stale: [], fresh: null };
  return { stale: secrets, fresh: firstSecret(deps, tenant, client_id, metadata) };
}

async function findRecord(deps: Pick<ManagementDeps, 'storage'>, tenant: Tenant, client_id: string) {
  const found = await deps.storage.clients.find(tenant.tenant_id, client_id);
  if (found === null) throw unknownClient(client_id);
  return found;
}

function unknownClient(client_id: string): ManagementError {
  return notFound('client_id', `There is no client ${client_id}.`);
}
