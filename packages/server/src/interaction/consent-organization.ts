import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { approvalFor, appStanding, FREE, mayApprove } from '../organizations/app-approval.ts';
import {
  MAX_ORGANIZATION_NAME,
  mostOwned,
  newOrganization,
  organizationName,
  ownsTooMany,
} from '../organizations/new-organization.ts';
import type { ApprovalOrganization } from '../storage/grant-port.ts';
import { organizationChoices } from './organization-choices.ts';
import { grantedOn, membershipIn, type OrganizationStanding } from './organization-standing.ts';
import type { ConsentOrganization, ConsentProblem } from './pages/consent-organization.ts';
import type { PendingAuthorization } from './pending.ts';

/** What the consent page shows of organizations; null where the tenant has none. `name`: what was typed before. */
export async function consentOrganization(
  exchange: Exchange,
  pending: PendingAuthorization,
  standing: OrganizationStanding | null,
  name = '',
): Promise<ConsentOrganization | null> {
  if (standing === null) return null;
  const { place } = standing;
  if (place.kind === 'nowhere') return { kind: 'found', name, longest_name: MAX_ORGANIZATION_NAME };
  const choices = await organizationChoices(exchange, pending, standing);
  return { kind: 'choose', choices, chosen: place.kind === 'choose' ? '' : place.org_id };
}

/** What the consent form says about organizations, held against what is true now. */
export type PlaceAnswer =
  | {
      readonly outcome: 'placed';
      readonly organization: ApprovalOrganization | null;
      readonly granted: readonly string[];
    }
  | { readonly outcome: 'wrong'; readonly problem: ConsentProblem }
  /** The user belongs to it, but an admin has to approve the app for it. */
  | { readonly outcome: 'needs_admin'; readonly org_id: string };

/** `granted` is what the user has allowed before where there are no organizations; `scope` what they allow now. */
export async function readPlace(
  exchange: Exchange,
  form: Parameters,
  at: {
    readonly client_id: string;
    readonly sub: string;
    readonly standing: OrganizationStanding | null;
    readonly granted: readonly string[];
    readonly scope: readonly string[];
  },
): Promise<PlaceAnswer> {
  const { deps, tenant } = exchange;
  const { client_id, standing, granted, scope } = at;
  if (standing === null) return { outcome: 'placed', organization: null, granted };
  if (standing.place.kind === 'nowhere') return founded(exchange, form, at.sub);
  const org_id = form.get('organization') ?? '';
  const membership = membershipIn(standing, org_id);
  if (membership === undefined) return { outcome: 'wrong', problem: 'organization' };
  const { role } = membership;
  const app = await appStanding(deps, tenant, { org_id, client_id }, scope);
  if (app.state !== FREE.state && !mayApprove(role)) return { outcome: 'needs_admin', org_id };
  const organization = {
    org_id,
    create: null,
    most: null,
    app: approvalFor(tenant, { role, standing: app, consented: true }),
  };
  return { outcome: 'placed', organization, granted: grantedOn(standing, org_id) ?? [] };
}

/** The first organization of a user who belongs to none, as far as they are not disabled. */
async function founded({ deps, tenant }: Exchange, form: Parameters, sub: string): Promise<PlaceAnswer> {
  const name = organizationName(form.get('organization_name') ?? '');
  if (name === null) return { outcome: 'wrong', problem: 'organization_name' };
  if (await ownsTooMany(deps, tenant, sub)) return { outcome: 'wrong', problem: 'too_many' };
  const create = newOrganization(deps, tenant, name);
  const app = approvalFor(tenant, { role: 'owner', standing: { state: 'missing' }, consented: true });
  return {
    outcome: 'placed',
    organization: { org_id: create.org_id, create, most: mostOwned(tenant), app },
    granted: [],
  };
}
