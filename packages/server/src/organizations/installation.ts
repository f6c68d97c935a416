import type { Deps } from '../deps.ts';
import { everyPage } from '../storage/every-page.ts';
import type { OrganizationOfUser } from '../storage/organization-port.ts';
import type { GrantRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** Where an app can be installed for a user, and where it is. */
export interface Surroundings {
  /** The organizations that the user belongs to and that are not disabled; the most recently used first. */
  readonly mine: readonly OrganizationOfUser[];
  /** The user's live grants for the client on those. */
  readonly installed: readonly GrantRecord[];
}

export function usesOrganizations({ settings }: Pick<Tenant, 'settings'>): boolean {
  return settings.organizations !== 'off';
}

export async function surroundingsOf(
  { storage }: Pick<Deps, 'storage'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  { sub, client_id }: { readonly sub: string; readonly client_id: string },
): Promise<Surroundings> {
  const mine: OrganizationOfUser[] = [];
  const memberships = everyPage(
    (page) => storage.organizations.listOfUser(tenant_id, sub, page),
    ({ organization }) => organization.org_id,
  );
  for await (const one of memberships) if (one.organization.disabled_at === null) mine.push(one);
  const ids = new Set(mine.map(({ organization }) => organization.org_id));
  const installed: GrantRecord[] = [];
  const grants = everyPage(
    (page) => storage.grants.list(tenant_id, { sub, client_id }, page),
    ({ grant_id }) => grant_id,
  );
  for await (const grant of grants) if (ids.has(grant.org_id)) installed.push(grant);
  return { mine: mine.sort(byUse), installed };
}

function byUse(a: OrganizationOfUser, b: OrganizationOfUser): number {
  const used = (b.last_used_at ?? 0) - (a.last_used_at ?? 0);
  return used === 0 ? a.organization.name.localeCompare(b.organization.name) : used;
}

/** What decides where an app is installed. */
export interface Wish {
  /** The organization that the user has chosen for this request; null: they want to choose; undefined: they were not asked. */
  readonly chosen: string | null | undefined;
  /** The one that the app has named; null if it named none. */
  readonly hint: string | null;
  /** The user is asked for consent in any case, and can choose with it. */
  readonly asksConsent: boolean;
}

/** On which organization an app is installed, as far as that is known. */
export type Place =
  /** The user belongs to none. */
  | { readonly kind: 'nowhere' }
  /** The user has to say it before anything else. */
  | { readonly kind: 'choose'; readonly why: string }
  /** The user says it with their consent; `org_id` is suggested. */
  | { readonly kind: 'open'; readonly org_id: string }
  | { readonly kind: 'settled'; readonly org_id: string };

export function placeOf({ mine, installed }: Surroundings, { chosen, hint, asksConsent }: Wish): Place {
  const [suggested, ...others] = mine.map(({ organization }) => organization.org_id);
  if (suggested === undefined) return { kind: 'nowhere' };
  const isMine = (org_id: string) => org_id === suggested || others.includes(org_id);
  if (chosen === null) return { kind: 'choose', why: 'organization_choice_wanted' };
  if (chosen !== undefined && isMine(chosen)) return { kind: 'settled', org_id: chosen };
  // Whether there is such an organization that the user does not belong to is not told.
  if (hint !== null && !isMine(hint)) return { kind: 'choose', why: 'organization_hint_unmet' };
  if (hint !== null) return { kind: 'settled', org_id: hint };
  if (others.length === 0) return { kind: 'settled', org_id: suggested };
  const [only, ...further] = installed.map(({ org_id }) => org_id);
  if (asksConsent || only === undefined) return { kind: 'open', org_id: suggested };
  return further.length === 0 ? { kind: 'settled', org_id: only } : { kind: 'choose', why: 'organization_ambiguous' };
}
