import {
  type Capabilities,
  type ClientMetadata,
  completeClientMetadata,
  corsOrigins,
} from '@xenia/protocol/client-metadata';
import { recordEvent } from '../storage/record-event.ts';
import type { ClientRecord, ClientSecretRecord } from '../storage/records.ts';
import { isFirstParty } from '../tenants/first-party.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { reaches } from './actor.ts';
import { assertMayManageApp } from './apps.ts';
import { withoutNull, withoutUndefined } from './change.ts';
import {
  type ClientInformation,
  describeClient,
  type FreshSecret,
  type IssuedClient,
  issuedClient,
} from './client-information.ts';
import { assertAcceptable, assertPermitted } from './client-rules.ts';
import {
  type ClientMetadataChange,
  clientMetadataChange,
  type NewClientInput,
  newClient,
  parseInput,
} from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { forbidden, ManagementError, notFound } from './management-error.ts';
import { newClientMetadata } from './new-client.ts';
import { describeSecret, newSecretRecord, type SecretInformation, usesSecret } from './secrets.ts';
import { newServiceAccount, preauthorize } from './service-accounts.ts';

type ClientDeps = Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>;

/** Registers an app. Throws ManagementError with every problem of its metadata. */
export async function createClient(
  deps: ClientDeps,
  tenant: Tenant,
  capabilities: Capabilities,
  input: NewClientInput,
): Promise<IssuedClient> {
  const {
    service_account: user,
    app_id = null,
    client_id: chosen,
    ...given
  } = withoutUndefined(parseInput(newClient, input));
  if (chosen !== undefined) assertMayChooseId(deps);
  if (app_id !== null) await assertMayManageApp(deps, tenant, app_id);
  const metadata = newClientMetadata(tenant, {
    ...given,
    ...(user === undefined ? {} : { service_account: await newServiceAccount(deps, tenant, user) }),
  });
  assertPermitted(callerOf(deps), metadata, null);
  assertAcceptable(metadata, tenant, capabilities);
  const now = deps.clock();
  const client_id = chosen ?? newClientId(deps, tenant);
  const record: ClientRecord = {
    tenant_id: tenant.tenant_id,
    client_id,
    app_id,
    disabled_by: null,
    list_key: listKey(client_id, metadata),
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
  if (created === 'exists') throw new ManagementError('conflict', [{ field: 'client_id', problem: takenId(chosen) }]);
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'client.created', client_id });
  // Not in one commit with the client: without its permission a service account gets nothing.
  await preauthorize(deps, tenant, { client_id, metadata });
  return issuedClient(tenant, record, secret);
}

/** A client_id that was known elsewhere brings the trust of its users along: that is for whoever runs the installation to say. */
function assertMayChooseId(deps: Pick<ManagementDeps, 'caller'>): void {
  if (reaches(callerOf(deps).role, 'operator')) return;
  const problem = 'Only an operator can choose it; leave it out.';
  throw new ManagementError('forbidden', [{ field: 'client_id', problem }]);
}

/** The id of a deleted client is never given out again: old tokens, links and records would mean the new one. */
function takenId(chosen: string | undefined): string {
  if (chosen === undefined) return 'It is taken; try again.';
  return `${chosen} is taken, or belonged to a client that was deleted; choose another.`;
}

/** The client's place in lists. */
export function listKey(client_id: string, { client_name = '' }: Pick<ClientMetadata, 'client_name'>): string {
  return `${client_name.slice(0, 100).toLowerCase()} ${client_id}`;
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
function newClientId({ random }: Pick<ManagementDeps, 'caller' | 'random' | 'sealer'>, { settings }: Tenant): string {
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
  { client_id, change, revision = null }: { client_id: string; change: ClientMetadataChange; revision?: number | null },
): Promise<IssuedClient> {
  assertNotFirstParty(client_id);
  const { client, secrets } = await findRecord(deps, tenant, client_id);
  if (revision !== null && revision !== client.revision) throw changedMeanwhile();
  const registered = JSON.parse(client.metadata) as ClientMetadata;
  const merged = { ...registered, ...withoutUndefined(parseInput(clientMetadataChange.partial(), change)) };
  const metadata = completeClientMetadata(withoutNull(merged));
  assertPermitted(callerOf(deps), metadata, registered);
  assertAcceptable(metadata, tenant, capabilities, registered);
  const { stale, fresh } = secretsAfter(deps, tenant, { client_id, metadata, secrets });
  const update = {
    metadata: JSON.stringify(metadata),
    list_key: listKey(client_id, metadata),
    ...noticesWanted(metadata),
    origins: corsOrigins(metadata),
  };
  // What was read decides what is written: of two changes at once the second begins anew.
  const updated = await deps.storage.clients.update(tenant.tenant_id, client_id, update, deps.clock(), client.revision);
  if (updated === null) throw unknownClient(client_id);
  if (updated === 'changed') throw changedMeanwhile();
  if (fresh !== null) await deps.storage.clients.addSecret(fresh.record);
  for (const { secret_id } of stale) await deps.storage.clients.removeSecret(tenant.tenant_id, client_id, secret_id);
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'client.changed', client_id });
  const { client: changed } = await findRecord(deps, tenant, client_id);
  return issuedClient(tenant, changed, fresh);
}

export async function showClient(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  client_id: string,
): Promise<ClientInformation & { secrets: SecretInformation[] }> {
  const { client, secrets } = await findRecord(deps, tenant, client_id);
  return { ...describeClient(tenant, client), secrets: secrets.map(describeSecret) };
}

/** A disabled client is refused everywhere, and so are its tokens; enabling it again brings them back. */
export async function setClientDisabled(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  client_id: string,
  disabled: boolean,
): Promise<ClientInformation> {
  assertNotFirstParty(client_id);
  const now = deps.clock();
  const by: ClientRecord['disabled_by'] = reaches(callerOf(deps).role, 'admin') ? 'admin' : 'developer';
  const { client } = await findRecord(deps, tenant, client_id);
  if (by === 'developer' && client.disabled_by === 'admin') {
    throw forbidden('An administrator has disabled it; only an administrator can enable it again.');
  }
  const change = disabled
    ? { disabled_at: client.disabled_at ?? now, disabled_by: by }
    : { disabled_at: null, disabled_by: null };
  const updated = await deps.storage.clients.update(tenant.tenant_id, client_id, change, now);
  if (updated === null || updated === 'changed') throw unknownClient(client_id);
  const action = disabled ? 'client.disabled' : 'client.enabled';
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action, client_id });
  return describeClient(tenant, updated);
}

/** Removes the client with everything that it was given. Throws ManagementError. */
export async function deleteClient(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  client_id: string,
): Promise<{ client_id: string; deleted: true }> {
  assertNotFirstParty(client_id);
  if (!(await deps.storage.clients.delete(tenant.tenant_id, client_id, deps.clock()))) throw unknownClient(client_id);
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'client.deleted', client_id });
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

/** Throws ManagementError for the console, which looks after its own registration: a redirect URI of somebody's would give them its users. */
function assertNotFirstParty(client_id: string): void {
  if (isFirstParty(client_id)) throw forbidden('It is the console of the server itself, which nobody can change.');
}

async function findRecord(deps: Pick<ManagementDeps, 'caller' | 'storage'>, tenant: Tenant, client_id: string) {
  const found = await deps.storage.clients.find(tenant.tenant_id, client_id);
  if (found === null) throw unknownClient(client_id);
  return found;
}

function changedMeanwhile(): ManagementError {
  return new ManagementError('precondition_failed', [
    { field: '', problem: 'The client was changed meanwhile; read it again and repeat the change.' },
  ]);
}

function unknownClient(client_id: string): ManagementError {
  return notFound('client_id', `There is no client ${client_id}.`);
}
