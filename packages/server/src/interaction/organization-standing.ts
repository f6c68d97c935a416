import { parseScope } from '@xenia/protocol/scope';
import type { Exchange } from '../exchange.ts';
import { type AppStanding, approvalFor, appStanding, FREE, mayApprove } from '../organizations/app-approval.ts';
import {
  type Place,
  placeOf,
  type Surroundings,
  surroundingsOf,
  usesOrganizations,
} from '../organizations/installation.ts';
import type { ApprovalOrganization } from '../storage/grant-port.ts';
import type { OrganizationOfUser } from '../storage/organization-port.ts';
import type { PendingAuthorization } from './pending.ts';

/** Where a pending request's app may be installed. */
export interface OrganizationStanding extends Surroundings {
  readonly place: Place;
  /** Where that is settled: whether the user may allow the app there; free for an admin, who may allow it for all. */
  readonly app: AppStanding;
  /** A user who belongs to none may make one. */
  readonly mayFound: boolean;
}

/** null where the tenant has no organizations; nothing is looked up then. */
export async function organizationStandingOf(
  exchange: Exchange,
  pending: PendingAuthorization,
  sub: string,
): Promise<OrganizationStanding | null> {
  const { deps, tenant } = exchange;
  if (!usesOrganizations(tenant)) return null;
  const { client_id, prompt, scope } = pending.request;
  const surroundings = await surroundingsOf(deps, tenant, { sub, client_id });
  const place = placeOf(surroundings, {
    chosen: pending.organization,
    hint: pending.organization_hint ?? null,
    asksConsent: prompt.includes('consent'),
  });
  const settled = place.kind === 'settled' ? membershipIn(surroundings, place.org_id) : undefined;
  const app =
    settled === undefined || mayApprove(settled.role)
      ? FREE
      : await appStanding(deps, tenant, { org_id: settled.organization.org_id, client_id }, scope);
  return { ...surroundings, place, app, mayFound: tenant.settings.organizations === 'by_anyone' };
}

/** One of the user's own; undefined for every other, whether or not there is such an organization. */
export function membershipIn({ mine }: Pick<Surroundings, 'mine'>, org_id: string): OrganizationOfUser | undefined {
  return mine.find(({ organization }) => organization.org_id === org_id);
}

/** What the user has allowed the app on that organization; null if nothing. */
export function grantedOn({ installed }: Pick<Surroundings, 'installed'>, org_id: string): string[] | null {
  const grant = installed.find((one) => one.org_id === org_id);
  return grant === undefined ? null : parseScope(grant.scope);
}

/** Where an app is installed that the user has allowed before; null where that is the user alone. */
export function rememberedPlace(
  { tenant }: Exchange,
  standing: OrganizationStanding | null,
): ApprovalOrganization | null {
  if (standing === null || standing.place.kind !== 'settled') return null;
  const { org_id } = standing.place;
  const role = membershipIn(standing, org_id)?.role ?? 'member';
  return {
    org_id,
    create: null,
    most: null,
    app: approvalFor(tenant, { role, standing: standing.app, consented: false }),
  };
}
