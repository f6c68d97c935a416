import type { Tenant } from '../tenants/tenant.ts';
import type { ManagementDeps } from './management-deps.ts';
import { wholeList } from './pages.ts';
import { listUserSessions } from './user-sessions.ts';
import { findUser } from './users.ts';

/** What goes with a user who is deleted. */
export interface UserImpact {
  /** Apps that are installed on their account, or by them on an organization. */
  apps: number;
  sessions: number;
  /** Organizations that nobody else owns: each passes to its oldest admin, else to its oldest member; without either it is deleted. */
  organizations_owned_alone: { org_id: string; name: string; deleted: boolean }[];
}

/** `user`: the subject or the e-mail address. Throws ManagementError. */
export async function userImpact(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock'>,
  tenant: Tenant,
  user: string,
): Promise<UserImpact> {
  const { sub } = await findUser(deps, tenant, user);
  const { storage } = deps;
  const { tenant_id } = tenant;
  const grants = await wholeList(
    (page) => storage.grants.list(tenant_id, { sub }, page),
    ({ grant_id }) => grant_id,
  );
  return {
    apps: new Set(grants.map(({ client_id }) => client_id)).size,
    sessions: (await listUserSessions(deps, tenant, sub)).length,
    organizations_owned_alone: await ownedAlone(deps, tenant, sub),
  };
}

async function ownedAlone(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  sub: string,
): Promise<UserImpact['organizations_owned_alone']> {
  const theirs = await wholeList(
    (page) => storage.organizations.listOfUser(tenant_id, sub, page),
    ({ organization }) => organization.org_id,
  );
  const alone: UserImpact['organizations_owned_alone'] = [];
  for (const { organization, role } of theirs) {
    if (role !== 'owner') continue;
    const { org_id, name } = organization;
    const two = { after: null, limit: 2 };
    const owners = await storage.organizations.members({ tenant_id, org_id }, ['owner'], two);
    if (owners.length > 1) continue;
    const members = await storage.organizations.members({ tenant_id, org_id }, null, two);
    alone.push({ org_id, name, deleted: members.length < 2 });
  }
  return alone;
}
