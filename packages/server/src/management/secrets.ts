import { isPublicClient } from '@xenia/protocol/client-metadata';
import { formatToken, hashToken } from '@xenia/protocol/token-format';
import { recordEvent } from '../storage/record-event.ts';
import type { ClientSecretRecord } from '../storage/records.ts';
import { findClient } from '../tenants/client.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type NewSecret, newSecret, parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';

/** A secret as it may be shown: never the secret, never its hash. */
export type SecretInformation = Pick<
  ClientSecretRecord,
  'secret_id' | 'description' | 'hint' | 'created_at' | 'expires_at'
> & {
  /** How it is used: sent as it is (RFC 6749 §2.3.1), or as the key of an assertion that stays with the client (OIDC Core §9). */
  type: 'client_secret' | 'client_secret_jwt';
};

/** The one time that a secret is shown. `client_secret_expires_at`: RFC 7591 §3.2.1, 0 for never. */
export type CreatedSecret = SecretInformation & {
  client_id: string;
  client_secret: string;
  client_secret_expires_at: number;
};

/** Enough to rotate with overlap, few enough to compare at every request. */
const maxSecrets = 10;

/** Whether a client of this method holds a secret that we gave it. */
export function usesSecret(token_endpoint_auth_method: string): boolean {
  return token_endpoint_auth_method.startsWith('client_secret_');
}

/** Adds a secret next to those that there are, so that an app can change over without a gap. Throws ManagementError. */
export async function createSecret(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  client_id: string,
  input: NewSecret,
): Promise<CreatedSecret> {
  const { description, expires_in } = parseInput(newSecret, input);
  const client = await findClient(deps, tenant, client_id);
  if (client === null) throw notFound('client_id', `There is no client ${client_id}.`);
  const method = client.metadata.token_endpoint_auth_method;
  if (!usesSecret(method)) {
    const why = isPublicClient(client.metadata)
      ? 'It is a public client, which has no secret.'
      : `It authenticates with ${method}.`;
    throw new ManagementError('invalid', [{ field: 'client_id', problem: why }]);
  }
  if (client.secrets.length >= maxSecrets) {
    throw new ManagementError('conflict', [
      { field: 'client_id', problem: `It has ${maxSecrets} secrets already; revoke one first.` },
    ]);
  }
  const { record, client_secret } = newSecretRecord(deps, { tenant, client_id, method, description, expires_in });
  if ((await deps.storage.clients.addSecret(record)) === 'unknown_client')
    throw notFound('client_id', `There is no client ${client_id}.`);
  const details = { secret_id: record.secret_id };
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'client.secret_created', client_id, details });
  return { client_id, client_secret, client_secret_expires_at: record.expires_at ?? 0, ...describeSecret(record) };
}

/** From the next request on the secret is refused. Throws ManagementError. */
export async function revokeSecret(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  client_id: string,
  secret_id: string,
): Promise<{ client_id: string; secret_id: string; revoked: true }> {
  const removed = await deps.storage.clients.removeSecret(tenant.tenant_id, client_id, secret_id);
  if (!removed) throw notFound('secret_id', `The client ${client_id} has no secret ${secret_id}.`);
  await recordEvent(deps, tenant, {
    actor: callerOf(deps).actor,
    action: 'client.secret_revoked',
    client_id,
    details: { secret_id },
  });
  return { client_id, secret_id, revoked: true };
}

export function newSecretRecord(
  deps: Pick<ManagementDeps, 'clock' | 'random' | 'sealer'>,
  secret: { tenant: Tenant; client_id: string; method: string; description: string; expires_in: number | null },
): { record: ClientSecretRecord; client_secret: string } {
  const { tenant, client_id, method, description, expires_in } = secret;
  const client_secret = formatToken('client_secret', deps.random(32));
  const now = deps.clock();
  const record: ClientSecretRecord = {
    tenant_id: tenant.tenant_id,
    client_id,
    secret_id: `sec_${deps.random(8).toString('hex')}`,
    secret_hash: hashToken(client_secret),
    // OIDC Core §9: the secret is the key of the HMAC, so a hash would not do.
    sealed_secret: method === 'client_secret_jwt' ? deps.sealer.seal('client-secret', client_secret) : null,
    description,
    hint: client_secret.slice(-4),
    created_at: now,
    expires_at: expires_in === null ? null : now + expires_in,
  };
  return { record, client_secret };
}

export function describeSecret({
  secret_id,
  sealed_secret,
  description,
  hint,
  created_at,
  expires_at,
}: ClientSecretRecord): SecretInformation {
  const type = sealed_secret === null ? 'client_secret' : 'client_secret_jwt';
  return { secret_id, type, description, hint, created_at, expires_at };
}
