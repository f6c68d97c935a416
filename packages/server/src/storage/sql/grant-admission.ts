import type { Approval } from '../grant-port.ts';
import { approveMore, isApproved } from './app-approvals.ts';
import type { Executor } from './executor.ts';
import { holdOrganization, holdUser, roleOf } from './held-rows.ts';
import { mayOwnMore } from './memberships.ts';
import { createOrganization } from './organizations.ts';

/**
 * Why the user may not install the app on that organization; null if they may. The organization stays held, so that whoever ends the
 * membership, disables it or refuses the app at the same time finds the grant and revokes it.
 */
export async function admit(
  tx: Executor,
  approval: Approval,
): Promise<'not_member' | 'too_many_organizations' | 'app_not_approved' | null> {
  const { organization, family } = approval;
  if (organization === null) return null;
  const { tenant_id, client_id, sub, scope } = family;
  const { org_id, app, most } = organization;
  if (organization.create !== null) {
    if (!(await holdUser(tx, { tenant_id, sub }))) return 'not_member';
    return (await mayOwnMore(tx, { tenant_id, sub }, most)) ? null : 'too_many_organizations';
  }
  const held = await holdOrganization(tx, { tenant_id, org_id });
  if (!held || held.disabled_at !== null) return 'not_member';
  const role = await roleOf(tx, { tenant_id, org_id, sub });
  if (role === undefined) return 'not_member';
  if (app === 'given') return role === 'member' ? 'app_not_approved' : null;
  if (app === 'needed' && !(await isApproved(tx, { tenant_id, org_id, client_id }, scope))) return 'app_not_approved';
  return null;
}

/** Writes what the approval brings about for its organization. */
export async function admitted(tx: Executor, approval: Approval, now: number): Promise<void> {
  const { organization, family } = approval;
  if (organization === null) return;
  const { tenant_id, client_id, sub, scope } = family;
  const { org_id, create, most, app } = organization;
  if (create !== null) {
    const made = await createOrganization(tx, { ...create, tenant_id, org_id }, sub, most);
    if (made !== 'created') throw new Error(`an organization could not be made: ${made}`);
  }
  if (app === 'given') await approveMore(tx, { tenant_id, org_id, client_id }, { scope, decided_by: sub }, now);
}
