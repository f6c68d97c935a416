import type { AppRecord } from '../storage/app-records.ts';
import type { Page } from '../storage/port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type AppInformation, describeApp } from './apps.ts';
import type { ManagementDeps } from './management-deps.ts';

/** An app as everybody sees it. */
export type DirectoryInformation = Pick<
  AppInformation,
  'app_id' | 'name' | 'short_description' | 'details' | 'homepage_uri' | 'category' | 'icon_uri'
>;

/** In order of their names; `page.after`: a sort_key. */
export async function listDirectory(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  search: string,
  page: Page,
): Promise<AppRecord[]> {
  return storage.apps.list(tenant_id, { search, state: 'approved', visibility: 'public' }, page);
}

export function describeEntry(record: AppRecord): DirectoryInformation {
  const { app_id, name, short_description, details, homepage_uri, category, icon_uri } = describeApp(record);
  return { app_id, name, short_description, details, homepage_uri, category, icon_uri };
}
