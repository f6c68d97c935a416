import type { Notice } from '../grant-port.ts';
import type { OrganizationKey, OrganizationStore } from '../organization-port.ts';
import type { OrganizationRecord } from '../organization-records.ts';
import * as appApprovals from './app-approvals.ts';
import type { Executor, Operations } from './executor.ts';
import { revokeGrantsOn } from './grants-of-organization.ts';
import { holdOrganization, holdUser } from './held-rows.ts';
import * as memberships from './memberships.ts';
import * as invitations from './organization-invitations.ts';
import { prefixRange } from './prefix-range.ts';
import { isRetired, retire } from './retired-ids.ts';
import { insertUnlessExists, statement } from './statement.ts';

const insert = insertUnlessExists('organizations');

const byId = statement((db, { tenant_id, org_id }: OrganizationKey) =>
  db.selectFrom('organizations').selectAll().where('tenant_id', '=', tenant_id).where('org_id', '=', org_id),
);
const page = statement((db, given: { tenant_id: string; from: string; end: string; after: string; limit: number }) =>
  db
    .selectFrom('organizations')
    .selectAll()
    .where('tenant_id', '=', given.tenant_id)
    .where('list_key', '>=', given.from)
    .where('list_key', '<', given.end)
    .where('list_key', '>', given.after)
    .orderBy('list_key')
    .limit(given.limit),
);
const rename = statement((db, given: OrganizationKey & { name: string; list_key: string; now: number }) =>
  db
    .updateTable('organizations')
    .set({ name: given.name, list_key: given.list_key, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('org_id', '=', given.org_id)
    .returningAll(),
);
const setDisabledAt = statement((db, given: OrganizationKey & { disabled_at: number | null; now: number }) =>
  db
    .updateTable('organizations')
    .set({ disabled_at: given.disabled_at, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('org_id', '=', given.org_id),
);
/** Memberships, invitations and approvals go with it (ON DELETE CASCADE). */
const remove = statement((db, { tenant_id, org_id }: OrganizationKey) =>
  db.deleteFrom('organizations').where('tenant_id', '=', tenant_id).where('org_id', '=', org_id),
);

/** Makes the organization with its first owner, who is held: of many at once none comes in beyond the limit. */
export async function createOrganization(
  tx: Executor,
  organization: OrganizationRecord,
  owner: string,
  most: number | null,
): Promise<'created' | 'exists' | 'unknown_user' | 'too_many'> {
  const { tenant_id, org_id, created_at } = organization;
  if (!(await holdUser(tx, { tenant_id, sub: owner }))) return 'unknown_user';
  if (!(await memberships.mayOwnMore(tx, { tenant_id, sub: owner }, most))) return 'too_many';
  if (await isRetired(tx, { tenant_id, kind: 'organization', id: org_id })) return 'exists';
  if ((await tx.run(insert, organization)) === 0) return 'exists';
  await memberships.insertMembership(tx, {
    tenant_id,
    org_id,
    sub: owner,
    role: 'owner',
    created_at,
    updated_at: created_at,
  });
  return 'created';
}

/** Deletes an organization that is held, with every grant on it. */
export async function deleteOrganization(
  tx: Executor,
  { tenant_id, org_id }: OrganizationKey,
  notice: Notice,
  now: number,
): Promise<void> {
  await revokeGrantsOn(tx, { tenant_id, org_id }, notice, now);
  await tx.run(remove, { tenant_id, org_id });
  await retire(tx, { tenant_id, kind: 'organization', id: org_id }, now);
}

type Reads = 'find' | 'list';

const own: Operations<OrganizationStore, Reads> = {
  find: async (tx, tenant_id, org_id) => (await tx.first(byId, { tenant_id, org_id })) ?? null,
  list: async (tx, tenant_id, { search = '' }, { after, limit }) =>
    tx.all(page, { tenant_id, ...prefixRange(search), after: after ?? '', limit }),
};

type Writes = 'create' | 'rename' | 'setDisabled' | 'delete';

const ownWrites: Operations<OrganizationStore, Writes> = {
  create: createOrganization,
  rename: async (tx, { tenant_id, org_id }, { name, list_key }, now) =>
    (await tx.first(rename, { tenant_id, org_id, name, list_key, now })) ?? null,
  async setDisabled(tx, { tenant_id, org_id }, disabled_at, notice, now) {
    if ((await tx.run(setDisabledAt, { tenant_id, org_id, disabled_at, now })) === 0) return false;
    if (disabled_at !== null) await revokeGrantsOn(tx, { tenant_id, org_id }, notice, now);
    return true;
  },
  async delete(tx, { tenant_id, org_id }, notice, now) {
    if (!(await holdOrganization(tx, { tenant_id, org_id }))) return false;
    await deleteOrganization(tx, { tenant_id, org_id }, notice, now);
    return true;
  },
};

export const reads = { ...own, ...memberships.reads, ...invitations.reads, ...appApprovals.reads };
export const writes = { ...ownWrites, ...memberships.writes, ...invitations.writes, ...appApprovals.writes };
