import type { Exchange } from '../exchange.ts';
import { appStanding, FREE, mayApprove } from '../organizations/app-approval.ts';
import type { OrganizationOfUser } from '../storage/organization-port.ts';
import { grantedOn, type OrganizationStanding } from './organization-standing.ts';
import type { OrganizationChoice } from './pages/organization-choice.ts';
import type { PendingAuthorization } from './pending.ts';

/** The user's organizations as pages offer them. */
export function organizationChoices(
  exchange: Exchange,
  { request }: PendingAuthorization,
  standing: OrganizationStanding,
): Promise<OrganizationChoice[]> {
  const { deps, tenant } = exchange;
  const choice = async ({ organization, role }: OrganizationOfUser): Promise<OrganizationChoice> => {
    const { org_id, name } = organization;
    const { state } = await appStanding(deps, tenant, { org_id, client_id: request.client_id }, request.scope);
    return {
      org_id,
      name,
      role,
      installed: grantedOn(standing, org_id) !== null,
      app: state === FREE.state ? 'free' : mayApprove(role) ? 'gives' : 'asks',
    };
  };
  return Promise.all(standing.mine.map(choice));
}
