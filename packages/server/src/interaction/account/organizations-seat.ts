import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { usesOrganizations } from '../../organizations/installation.ts';
import { organizationPath } from '../../organizations/paths.ts';
import { mayManage, mayOwn } from '../../organizations/permissions.ts';
import type { Notice } from '../../storage/grant-port.ts';
import type { OrganizationKey } from '../../storage/organization-port.ts';
import type { OrganizationRecord, OrganizationRole } from '../../storage/organization-records.ts';
import { recordEvent } from '../../storage/record-event.ts';
import type { SignedIn } from '../session.ts';
import { pageUrl } from './paths.ts';

/** Who is signed in, as a member of the organization that the page is about. */
export interface Seat {
  readonly signedIn: SignedIn;
  readonly organization: OrganizationRecord;
  readonly role: OrganizationRole;
  /** What the path names below the organization: a member's `sub`, or a client_id; empty if nothing. */
  readonly id: string;
}

/** A page about one organization. */
export interface OrganizationPage {
  /** The least that one has to be there. */
  readonly for: OrganizationRole;
  /** For GET and HEAD. */
  readonly show?: (exchange: Exchange, seat: Seat) => Promise<Response>;
  /** For POST, as AccountPage's. */
  readonly answer?: (exchange: Exchange, seat: Seat, form: Parameters) => Promise<Response>;
}

const IS_ENOUGH: Readonly<Record<OrganizationRole, (role: OrganizationRole) => boolean>> = {
  owner: mayOwn,
  admin: mayManage,
  member: () => true,
};

/**
 * Looked up for each request: what somebody was a moment ago gives them nothing. One that the user does not belong to is as unknown
 * as one that never was, and one that was switched off shows nothing.
 */
export async function seatAt(
  { deps, tenant }: Exchange,
  signedIn: SignedIn,
  { org_id, id, least }: { readonly org_id: string; readonly id: string; readonly least: OrganizationRole },
): Promise<Seat> {
  const key = { tenant_id: tenant.tenant_id, org_id, sub: signedIn.user.sub };
  const found = usesOrganizations(tenant) ? await deps.storage.organizations.findMembership(key) : null;
  if (found === null || found.organization.disabled_at !== null) throw new HttpError(404, 'There is no such page');
  if (!IS_ENOUGH[least](found.role)) throw new HttpError(403, `Only for who is ${least} of the organization`);
  return { signedIn, id, ...found };
}

export function keyOf({ organization }: Pick<Seat, 'organization'>): OrganizationKey {
  const { tenant_id, org_id } = organization;
  return { tenant_id, org_id };
}

/** Of the organization, or of what is `below` it; relative to the issuer. */
export function seatPath({ organization }: Pick<Seat, 'organization'>, below = ''): string {
  const path = organizationPath(organization.org_id);
  return below === '' ? path : `${path}/${below}`;
}

/** What every page of the organization is rendered with. */
export function organizationView(exchange: Exchange, { organization, role }: Seat) {
  return { name: organization.name, role, url: pageUrl(exchange, organizationPath(organization.org_id)) };
}

/** For somebody who did it to others; `user` for what somebody did to their own. */
export function noticeBy({ deps }: Exchange, initiating_entity: Notice['initiating_entity']): Notice {
  return { event_id: deps.random(16).toString('base64url'), initiating_entity };
}

/** Writes down what somebody did in their organization. */
export async function recordDone(
  { deps, tenant, log }: Exchange,
  { signedIn, organization }: Pick<Seat, 'signedIn' | 'organization'>,
  action: `organization.${string}`,
  about: {
    readonly sub?: string;
    readonly client_id?: string;
    readonly details?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<void> {
  const { org_id } = organization;
  const by = signedIn.user.sub;
  const { details, ...whom } = about;
  log.info({ event: action, org_id, by, ...whom }, action);
  await recordEvent(deps, tenant, { actor: `user:${by}`, action, ...whom, details: { org_id, ...details } });
}
