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
  /**
   * By name, disabled ones too, as stored at this moment, for who changes it: whoever has just changed something finds it changed, on
   * every process. Its keys may be some that have ended since it was read (publishedKeys). null: unknown.
   */
  current(name: string): Promise<Tenant | null>;
}

interface Entry {
  tenant: Tenant;
  /** When the stored revision was last compared. */
  checked_at: number;
}

export function createTenantDirectory(deps: Pick<Deps, 'storage' | 'clock' | 'sealer'>): TenantDirectory {
  const byKey = boundedCache<Entry>(10_000);

  async function find(
    key: string,
    load: () => Promise<TenantRecord | null>,
    staleness = deps.storage.tenantStaleness,
  ): Promise<Tenant | null> {
    const entry = byKey.get(key);
    const now = deps.clock();
    if (entry !== undefined) {
      if (now - entry.checked_at < staleness && now >= entry.checked_at) return entry.tenant;
      if ((await deps.storage.tenants.revision(entry.tenant.tenant_id)) === entry.tenant.revision) {
        entry.checked_at = now;
        return entry.tenant;
      }
    }
    const record = await load();
    if (record === null) return null;
    const tenant = await loadTenant(deps, record);
    byKey.set(key, { tenant, checked_at: now });
    return tenant;
  }

  return {
    byId: (tenant_id) => find(`id:${tenant_id}`, () => enabled(deps.storage.tenants.find(tenant_id))),
    byName: (name) => find(`name:${name}`, () => enabled(deps.storage.tenants.findByName(name))),
    byOrigin: (origin) => find(`origin:${origin}`, () => enabled(deps.storage.tenants.findByIssuer(origin))),
    current: (name) => find(`current:${name}`, () => deps.storage.tenants.findByName(name), 0),
  };
}

async function enabled(found: Promise<TenantRecord | null>): Promise<TenantRecord | null> {
  const record = await found;
  return record?.disabled_at === null ? record : null;
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
