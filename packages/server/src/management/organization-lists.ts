import type { OrganizationOfUser } from '../storage/organization-port.ts';
import type { OrganizationRecord } from '../storage/organization-records.ts';
import type { Page } from '../storage/port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ManagementDeps } from './management-deps.ts';
import { describeMember, getOrganization, type MemberInformation } from './organizations.ts';
import { findUser } from './users.ts';

/** One page of those whose name begins with `search`, in order of list_key. */
export async function organizationPage(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  search: string,
  page: Page,
): Promise<OrganizationRecord[]> {
  return storage.organizations.list(tenant_id, { search: search.trimStart().toLowerCase() }, page);
}

/** One page of those that a user belongs to, in order of org_id. Throws ManagementError. */
export async function organizationsOfUser(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  user: string,
  page: Page,
): Promise<OrganizationOfUser[]> {
  const { sub } = await findUser(deps, tenant, user);
  return deps.storage.organizations.listOfUser(tenant.tenant_id, sub, page);
}

/** One page of its members, in order of `sub`. Throws ManagementError. */
export async function memberPage(
  deps: Pick<ManagementDeps, 'storage'>,
  tenant: Tenant,
  org_id: string,
  page: Page,
): Promise<MemberInformation[]> {
  const { tenant_id } = tenant;
  await getOrganization(deps, tenant, org_id);
  const members = await deps.storage.organizations.members({ tenant_id, org_id }, null, page);
  return members.map(describeMember);
}
