import { recordEvent } from '../storage/record-event.ts';
import type { GrantRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ManagementDeps } from './management-deps.ts';
import { notFound } from './management-error.ts';
import { everyPage } from './pages.ts';
import { findUser } from './users.ts';

/** An app that is installed on a user's account, or for them on an organization (`org_id`; '' for none). */
export type GrantInformation = Pick<
  GrantRecord,
  'grant_id' | 'client_id' | 'sub' | 'org_id' | 'scope' | 'created_at' | 'updated_at'
> & {
  /** Whether a token of the app is in force on this account, or can still be renewed; without one, only the user's answer is remembered. */
  installed: boolean;
};

/** `user`: the subject or the e-mail address. Throws ManagementError. */
export async function listGrants(
  deps: Pick<ManagementDeps, 'storage' | 'clock'>,
  tenant: Tenant,
  { client_id, user, org_id }: Partial<Record<'client_id' | 'user' | 'org_id', string | undefined>>,
): Promise<GrantInformation[]> {
  const filter = {
    ...(client_id === undefined ? {} : { client_id }),
    ...(user === undefined ? {} : { sub: (await findUser(deps, tenant, user)).sub }),
    ...(org_id === undefined ? {} : { org_id }),
  };
  const grants: GrantInformation[] = [];
  const rows = everyPage(
    (page) => deps.storage.grants.list(tenant.tenant_id, filter, page),
    ({ grant_id }) => grant_id,
  );
  for await (const { grant_id, client_id: app, sub, org_id: on, scope, created_at, updated_at } of rows) {
    const installed = await deps.storage.grants.hasLiveFamily(tenant.tenant_id, grant_id, deps.clock());
    grants.push({ grant_id, client_id: app, sub, org_id: on, scope, created_at, updated_at, installed });
  }
  return grants;
}

/** Uninstalls the app from the account; its tokens are dead from here on. Throws ManagementError. */
export async function revokeGrant(
  deps: Pick<ManagementDeps, 'storage' | 'clock' | 'random'>,
  tenant: Tenant,
  grant_id: string,
): Promise<{ grant_id: string; revoked: true }> {
  const notice = { event_id: deps.random(16).toString('base64url'), initiating_entity: 'admin' as const };
  const revoked = await deps.storage.grants.revoke(tenant.tenant_id, grant_id, notice, deps.clock());
  if (revoked === null) throw notFound('grant_id', `There is no live grant ${grant_id}.`);
  await recordEvent(deps, tenant, { actor: 'operator', action: 'grant.revoked', ...revoked, details: { grant_id } });
  return { grant_id, revoked: true };
}
