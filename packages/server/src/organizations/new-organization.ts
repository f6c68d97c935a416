import type { Deps } from '../deps.ts';
import type { OrganizationRecord } from '../storage/organization-records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Characters. */
export const MAX_ORGANIZATION_NAME = 80;

/** The name as it is kept: one line without what cannot be seen. null if nothing is left, or it is too long. */
export function organizationName(typed: string): string | null {
  const name = typed
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return name === '' || [...name].length > MAX_ORGANIZATION_NAME ? null : name;
}

/** How many organizations somebody may own and still make one; null: only an operator makes them, and is not limited. */
export function mostOwned({ settings }: Pick<Tenant, 'settings'>): number | null {
  return settings.organizations === 'by_anyone' ? settings.organizationsPerPerson : null;
}

/** Whether the user owns so many that they may not make another one. Storage looks again, as it makes it. */
export async function ownsTooMany(
  { storage }: Pick<Deps, 'storage'>,
  tenant: Pick<Tenant, 'tenant_id' | 'settings'>,
  sub: string,
): Promise<boolean> {
  const most = mostOwned(tenant);
  return most !== null && (await storage.organizations.countOwned(tenant.tenant_id, sub)) >= most;
}

/** An organization that is not stored yet. `name`: as organizationName gives it. */
export function newOrganization(
  deps: Pick<Deps, 'clock' | 'random'>,
  { tenant_id }: { readonly tenant_id: string },
  name: string,
): OrganizationRecord {
  const now = deps.clock();
  // The prefix keeps it apart from users and clients wherever it stands beside them.
  const org_id = `org_${deps.random(16).toString('hex')}`;
  const list_key = organizationListKey(org_id, name);
  return { tenant_id, org_id, name, list_key, disabled_at: null, created_at: now, updated_at: now };
}

/** Its place in lists. */
export function organizationListKey(org_id: string, name: string): string {
  return `${name.toLowerCase()} ${org_id}`;
}
