import type { Approval } from '../port.ts';
import { approveMore, isApproved } from './app-approvals.ts';
import type { Executor } from './executor.ts';
import { holdOrganization, holdUser, roleOf } from './held-rows.ts';
import { createOrganization } from './organizations.ts';

/**
 * Why the user may not install the app on that organization; null if they may. The organization stays held, so that whoever ends the
 * membership, disables it or refuses the app at the same time finds the grant and revokes it.
 */
export async function admit(tx: Executor, approval: Approval): Promise<'not_member' | 'app_not_approved' | null> {
  const { organization, family } = approval;
  if (organization === null) return null;
  const { tenant_id, client_id, sub, scope } = family;
  const { org_id, app } = organization;
  if (organization.create !== null) return (await holdUser(tx, { tenant_id, sub })) ? null : 'not_member';
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
  const { org_id, create, app } = organization;
  if (create !== null) {
    const made = await createOrganization(tx, { ...create, tenant_id, org_id }, sub);
    if (made !== 'created') throw new Error(`an organization could not be made: ${made}`);
  }
  if (app === 'given') await approveMore(tx, { tenant_id, org_id, client_id }, { scope, decided_by: sub }, now);
}
