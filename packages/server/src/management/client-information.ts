import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import type { ClientRecord, ClientSecretRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type LegacyMark, legacyOf } from './client-legacy.ts';

/** The client information response (RFC 7591 §3.2.1), and whether the client is in force. */
export type ClientInformation = {
  client_id: string;
  client_id_issued_at: number;
  updated_at: number;
  /** Grows with every change of the client or of its secrets. */
  revision: number;
  disabled_at: number | null;
  /** Whose word it takes to enable it again. */
  disabled_by: 'admin' | 'developer' | null;
  /** The app that it belongs to; null: the administrators'. */
  app_id: string | null;
  /** What it is allowed that RFC 9700 advises against; empty for most. */
  legacy: LegacyMark[];
  /** The user for whom it acts without asking them. */
  service_account?: { sub: string };
} & Omit<ClientMetadata, 'service_account'>;

/** The secret is shown here and never again; absent if the client has none or keeps the one it has. */
export type IssuedClient = ClientInformation & { client_secret?: string; client_secret_expires_at?: number };

/** A secret that was just made, with what storage keeps of it. */
export interface FreshSecret {
  record: ClientSecretRecord;
  client_secret: string;
}

export function issuedClient(tenant: Tenant, record: ClientRecord, secret: FreshSecret | null): IssuedClient {
  const { client_id, ...rest } = describeClient(tenant, record);
  const issued =
    secret === null
      ? {}
      : { client_secret: secret.client_secret, client_secret_expires_at: secret.record.expires_at ?? 0 };
  return { client_id, ...issued, ...rest };
}

export function describeClient(tenant: Tenant, record: ClientRecord): ClientInformation {
  const { client_id, created_at, updated_at, revision, disabled_at, disabled_by, app_id } = record;
  const metadata = JSON.parse(record.metadata) as ClientMetadata;
  const { service_account: account, ...registered } = metadata;
  return {
    client_id,
    client_id_issued_at: created_at,
    updated_at,
    revision,
    disabled_at,
    disabled_by,
    app_id,
    legacy: legacyOf(metadata, tenant),
    ...registered,
    ...(account === undefined ? {} : { service_account: { sub: account.sub } }),
  };
}
