import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import type { Deps } from '../deps.ts';
import { cacheByStorage } from '../storage/cache.ts';
import type { ClientRecord, ClientSecretRecord } from '../storage/records.ts';
import type { Tenant } from './tenant.ts';

/** A registered app. */
export interface Client {
  readonly client_id: string;
  readonly metadata: ClientMetadata;
  readonly secrets: readonly ClientSecretRecord[];
  readonly revision: number;
  readonly disabled: boolean;
}

const parsedClients = cacheByStorage<Client>(10_000);

/** The client as stored now; only its parsed form is kept between requests, and only while its revision is the stored one. */
export async function findClient(
  deps: Pick<Deps, 'storage'>,
  tenant: Tenant,
  client_id: string,
): Promise<Client | null> {
  if (client_id.length > 255) return null;
  const { clients } = deps.storage;
  const parsed = parsedClients(deps.storage);
  const key = `${tenant.tenant_id}\0${client_id}`;
  const known = parsed.get(key);
  if (known !== undefined && known.revision === (await clients.revision(tenant.tenant_id, client_id))) return known;
  const found = await clients.find(tenant.tenant_id, client_id);
  if (found === null) return null;
  const client = parseClient(found.client, found.secrets);
  parsed.set(key, client);
  return client;
}

function parseClient(record: ClientRecord, secrets: readonly ClientSecretRecord[]): Client {
  return {
    client_id: record.client_id,
    metadata: JSON.parse(record.metadata) as ClientMetadata,
    secrets,
    revision: record.revision,
    disabled: record.disabled_at !== null,
  };
}
