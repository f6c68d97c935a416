import type { Deps } from '../deps.ts';
import { boundedCache } from '../storage/cache.ts';
import type { TenantRecord } from '../storage/records.ts';
import { managementResourceServer, managementScopeRecords } from './management-scopes.ts';
import { tenantSettingsSchema } from './settings.ts';
import type { Tenant } from './tenant.ts';
import { openSigningKey } from './tenant-keys.ts';

/** Finds tenants and keeps them parsed; a copy is used only while its revision is the stored one. */
export interface TenantDirectory {
  /** null: unknown or disabled; also below. */
  byId(tenant_id: string): Promise<Tenant | null>;
  /** By name, e.g. the first path segment of a path issuer. */
  byName(name: string): Promise<Tenant | null>;
  /** By the origin (`https://id.example`) of a host issuer. */
  byOrigin(origin: string): Promise<Tenant | null>;
}

interface Entry {
  tenant: Tenant;
  /** When the stored revision was last compared. */
  checked_at: number;
}

export function createTenantDirectory(deps: Pick<Deps, 'storage' | 'clock' | 'sealer'>): TenantDirectory {
  const byKey = boundedCache<Entry>(10_000);

  async function find(key: string, load: () => Promise<TenantRecord | null>): Promise<Tenant | null> {
    const entry = byKey.get(key);
    const now = deps.clock();
    if (entry !== undefined) {
      if (now - entry.checked_at < deps.storage.tenantStaleness && now >= entry.checked_at) return entry.tenant;
      if ((await deps.storage.tenants.revision(entry.tenant.tenant_id)) === entry.tenant.revision) {
        entry.checked_at = now;
        return entry.tenant;
      }
    }
    const record = await load();
    if (record === null || record.disabled_at !== null) return null;
    const tenant = await loadTenant(deps, record);
    byKey.set(key, { tenant, checked_at: now });
    return tenant;
  }

  return {
    byId: (tenant_id) => find(`id:${tenant_id}`, () => deps.storage.tenants.find(tenant_id)),
    byName: (name) => find(`name:${name}`, () => deps.storage.tenants.findByName(name)),
    byOrigin: (origin) => find(`origin:${origin}`, () => deps.storage.tenants.findByIssuer(origin)),
  };
}

export async function loadTenant(
  deps: Pick<Deps, 'storage' | 'clock' | 'sealer'>,
  record: TenantRecord,
): Promise<Tenant> {
  const { tenant_id } = record;
  const [scopes, resourceServers, keys] = await Promise.all([
    deps.storage.scopes.list(tenant_id),
    deps.storage.resourceServers.list(tenant_id),
    deps.storage.signingKeys.listPublished(tenant_id, deps.clock()),
  ]);
  const settings = Object.freeze(tenantSettingsSchema.parse(JSON.parse(record.settings)));
  const management = managementResourceServer(record, settings, record.created_at);
  return {
    tenant_id,
    name: record.name,
    issuer: record.issuer,
    displayName: record.display_name,
    settings,
    revision: record.revision,
    scopes: new Map([...scopes, ...managementScopeRecords(record)].map((scope) => [scope.name, scope])),
    resourceServers: new Map([...resourceServers, management].map((server) => [server.resource, server])),
    keys: keys.map((key) => openSigningKey(deps, key)),
  };
}
