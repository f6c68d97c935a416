import { parseScope, without } from '@xenia/protocol/scope';
import type { Deps } from '../deps.ts';
import type { ApprovalOrganization } from '../storage/grant-port.ts';
import type { AppApprovalRecord, OrganizationRole } from '../storage/organization-records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Whether members of an organization may allow an app what it asks for, and if not, how far that has come. */
export type AppStanding =
  | { readonly state: 'free' | 'missing' | 'waiting' }
  /** An admin has said no; `reason` may be empty. */
  | { readonly state: 'refused'; readonly reason: string };

export const FREE: AppStanding = { state: 'free' };

export function needsAdmin({ settings }: Pick<Tenant, 'settings'>): boolean {
  return settings.organizations !== 'off' && settings.appApproval === 'admin';
}

export async function appStanding(
  { storage }: Pick<Deps, 'storage'>,
  tenant: Pick<Tenant, 'tenant_id' | 'settings'>,
  app: { readonly org_id: string; readonly client_id: string },
  scope: readonly string[],
): Promise<AppStanding> {
  if (!needsAdmin(tenant)) return FREE;
  const { org_id, client_id } = app;
  const approval = await storage.organizations.findApproval({ tenant_id: tenant.tenant_id, org_id, client_id });
  return approval === null ? { state: 'missing' } : standingIn(approval, scope);
}

function standingIn(approval: AppApprovalRecord, scope: readonly string[]): AppStanding {
  const covers = (allowed: string) => without(scope, parseScope(allowed)).length === 0;
  if (approval.status === 'refused') return { state: 'refused', reason: approval.reason };
  if (approval.status === 'approved' && covers(approval.scope)) return FREE;
  return { state: approval.requested_scope !== null && covers(approval.requested_scope) ? 'waiting' : 'missing' };
}

/** An admin or owner allows apps for all. */
export function mayApprove(role: OrganizationRole): boolean {
  return role !== 'member';
}

/** What is proved or brought about when the user's approval is written. */
export function approvalFor(
  tenant: Pick<Tenant, 'settings'>,
  { role, standing, consented }: { role: OrganizationRole; standing: AppStanding; consented: boolean },
): ApprovalOrganization['app'] {
  if (!needsAdmin(tenant)) return 'free';
  if (!mayApprove(role)) return 'needed';
  return consented && standing.state !== 'free' ? 'given' : 'free';
}
