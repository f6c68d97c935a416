import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { GrantRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { notFound } from './management-error.ts';
import { findUser } from './users.ts';

/** An app that is installed on a user's account, or for them on an organization (`org_id`; '' for none). */
export type GrantInformation = Pick<
  GrantRecord,
  'grant_id' | 'client_id' | 'sub' | 'org_id' | 'scope' | 'created_at' | 'updated_at' | 'last_used_at'
> & {
  /** Whether a token of the app is in force on this account, or can still be renewed; without one, only the user's answer is remembered. */
  installed: boolean;
};

/** One page, in order of grant_id; nothing for what nobody has. */
export async function grantPage(
  { storage, clock }: Pick<ManagementDeps, 'storage' | 'clock'>,
  { tenant_id }: Tenant,
  filter: { client_id?: string; sub?: string; org_id?: string },
  page: Page,
): Promise<GrantInformation[]> {
  const records = await storage.grants.list(tenant_id, filter, page);
  return Promise.all(
    records.map(async ({ grant_id, client_id, sub, org_id, scope, created_at, updated_at, last_used_at }) => {
      const installed = await storage.grants.hasLiveFamily(tenant_id, grant_id, clock());
      return { grant_id, client_id, sub, org_id, scope, created_at, updated_at, last_used_at, installed };
    }),
  );
}

/** One page of what is installed on a user's account. Throws ManagementError. */
export async function grantsOfUser(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock'>,
  tenant: Tenant,
  user: string,
  page: Page,
): Promise<GrantInformation[]> {
  const { sub } = await findUser(deps, tenant, user);
  return grantPage(deps, tenant, { sub }, page);
}

/** Uninstalls the app from the account; its tokens are dead from here on. Throws ManagementError. */
export async function revokeGrant(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  grant_id: string,
): Promise<{ grant_id: string; revoked: true }> {
  const notice = { event_id: deps.random(16).toString('base64url'), initiating_entity: 'admin' as const };
  const revoked = await deps.storage.grants.revoke(tenant.tenant_id, grant_id, notice, deps.clock());
  if (revoked === null) throw notFound('grant_id', `There is no live grant ${grant_id}.`);
  await recordEvent(deps, tenant, {
    actor: callerOf(deps).actor,
    action: 'grant.revoked',
    ...revoked,
    details: { grant_id },
  });
  return { grant_id, revoked: true };
}
