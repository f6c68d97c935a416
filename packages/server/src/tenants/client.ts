import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import type { Deps } from '../deps.ts';
import type { AppRecord } from '../storage/app-records.ts';
import { cacheByStorage } from '../storage/cache.ts';
import type { ClientRecord, ClientSecretRecord } from '../storage/records.ts';
import type { Tenant } from './tenant.ts';

/** Why nothing is done for a client. */
export type ClientDisabled = 'client_disabled' | 'app_suspended';

/** A registered client. */
export interface Client {
  readonly client_id: string;
  /** The app that it belongs to; null: none, it is the administrators'. */
  readonly app: AppRecord | null;
  /** As registered; but what users know an app by is that of the app, as it was reviewed. */
  readonly metadata: ClientMetadata;
  readonly secrets: readonly ClientSecretRecord[];
  readonly revision: number;
  readonly disabled: boolean;
  /** null unless it is disabled. */
  readonly disabled_because: ClientDisabled | null;
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
  const client = parseClient(found);
  parsed.set(key, client);
  return client;
}

interface StoredClient {
  readonly client: ClientRecord;
  readonly secrets: readonly ClientSecretRecord[];
  readonly app: AppRecord | null;
}

function parseClient({ client: record, secrets, app }: StoredClient): Client {
  const disabled_because = disabledBecause(record, app);
  return {
    client_id: record.client_id,
    app,
    metadata: presentedAs(app, JSON.parse(record.metadata) as ClientMetadata),
    secrets,
    revision: record.revision,
    disabled: disabled_because !== null,
    disabled_because,
  };
}

function disabledBecause({ disabled_at }: ClientRecord, app: AppRecord | null): ClientDisabled | null {
  if (disabled_at !== null) return 'client_disabled';
  return app?.state === 'suspended' ? 'app_suspended' : null;
}

/** What a developer writes into their client would otherwise take the place of what was reviewed, on the very page that matters. */
function presentedAs(app: AppRecord | null, { logo_uri, ...metadata }: ClientMetadata): ClientMetadata {
  if (app === null) return { ...metadata, ...(logo_uri === undefined ? {} : { logo_uri }) };
  return {
    ...metadata,
    client_name: app.name,
    ...(app.icon_uri === null ? {} : { logo_uri: app.icon_uri }),
    ...(app.homepage_uri === null ? {} : { client_uri: app.homepage_uri }),
    verified: app.state === 'approved',
  };
}
