import { sql } from 'kysely';
import type { Notice } from '../grant-port.ts';
import type { MembershipKey, OrganizationKey, OrganizationStore } from '../organization-port.ts';
import type { MembershipRecord, OrganizationRole } from '../organization-records.ts';
import type { Executor, Operations } from './executor.ts';
import { revokeGrantsOn } from './grants-of-organization.ts';
import { holdOrganization, holdUser, roleOf } from './held-rows.ts';
import { dynamicStatement, insertUnlessExists, statement } from './statement.ts';

const insert = insertUnlessExists('memberships');

interface PageOf {
  after: string;
  limit: number;
}

const ofUser = statement((db, given: { tenant_id: string; sub: string } & PageOf) =>
  db
    .selectFrom('memberships as m')
    .innerJoin('organizations as o', (join) =>
      join.onRef('o.tenant_id', '=', 'm.tenant_id').onRef('o.org_id', '=', 'm.org_id'),
    )
    .selectAll('o')
    .select('m.role')
    .select((eb) =>
      eb
        .selectFrom('grants as g')
        .select((max) => max.fn.max('g.last_used_at').as('last_used_at'))
        .whereRef('g.tenant_id', '=', 'm.tenant_id')
        .whereRef('g.sub', '=', 'm.sub')
        .whereRef('g.org_id', '=', 'm.org_id')
        .where('g.revoked_at', 'is', null)
        .as('last_used_at'),
    )
    .where('m.tenant_id', '=', given.tenant_id)
    .where('m.sub', '=', given.sub)
    .where('m.org_id', '>', given.after)
    .orderBy('m.org_id')
    .limit(given.limit),
);
const one = statement((db, { tenant_id, org_id, sub }: MembershipKey) =>
  db
    .selectFrom('memberships as m')
    .innerJoin('organizations as o', (join) =>
      join.onRef('o.tenant_id', '=', 'm.tenant_id').onRef('o.org_id', '=', 'm.org_id'),
    )
    .selectAll('o')
    .select('m.role')
    .where('m.tenant_id', '=', tenant_id)
    .where('m.org_id', '=', org_id)
    .where('m.sub', '=', sub),
);
const setRole = statement((db, given: MembershipKey & { role: OrganizationRole; now: number }) =>
  db
    .updateTable('memberships')
    .set({ role: given.role, updated_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('org_id', '=', given.org_id)
    .where('sub', '=', given.sub),
);
const remove = statement((db, { tenant_id, org_id, sub }: MembershipKey) =>
  db.deleteFrom('memberships').where('tenant_id', '=', tenant_id).where('org_id', '=', org_id).where('sub', '=', sub),
);
const oldest = statement((db, { tenant_id, org_id, role }: OrganizationKey & { role: OrganizationRole }) =>
  db
    .selectFrom('memberships')
    .select('sub')
    .where('tenant_id', '=', tenant_id)
    .where('org_id', '=', org_id)
    .where('role', '=', role)
    .orderBy('created_at')
    .orderBy('sub')
    .limit(sql.lit(1)),
);
const otherOwner = statement((db, { tenant_id, org_id, sub }: MembershipKey) =>
  db
    .selectFrom('memberships')
    .select('sub')
    .where('tenant_id', '=', tenant_id)
    .where('org_id', '=', org_id)
    .where('role', '=', sql.lit('owner' as const))
    .where('sub', '!=', sub)
    .limit(sql.lit(1)),
);

const owned = statement((db, { tenant_id, sub }: { tenant_id: string; sub: string }) =>
  db
    .selectFrom('memberships')
    .select((eb) => eb.fn.countAll<number>().as('organizations'))
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .where('role', '=', sql.lit('owner' as const)),
);

async function countOwned(tx: Executor, tenant_id: string, sub: string): Promise<number> {
  return (await tx.first(owned, { tenant_id, sub }))?.organizations ?? 0;
}

/** Whether a user who is held owns fewer than `most` organizations (null: no limit). */
export async function mayOwnMore(
  tx: Executor,
  { tenant_id, sub }: { tenant_id: string; sub: string },
  most: number | null,
): Promise<boolean> {
  return most === null || (await countOwned(tx, tenant_id, sub)) < most;
}

/** False if there is one already. Whoever calls holds the user and the organization. */
export async function insertMembership(tx: Executor, membership: MembershipRecord): Promise<boolean> {
  return (await tx.run(insert, membership)) > 0;
}

/** Removes the user from an organization that is held; tells who owns it from then on, or that nobody is left. */
async function leave(tx: Executor, membership: MembershipKey, now: number): Promise<'owned' | 'empty'> {
  const { tenant_id, org_id } = membership;
  await tx.run(remove, membership);
  const owner = await tx.first(oldest, { tenant_id, org_id, role: 'owner' });
  if (owner) return 'owned';
  const heir =
    (await tx.first(oldest, { tenant_id, org_id, role: 'admin' })) ??
    (await tx.first(oldest, { tenant_id, org_id, role: 'member' }));
  if (!heir) return 'empty';
  await tx.run(setRole, { tenant_id, org_id, sub: heir.sub, role: 'owner', now });
  return 'owned';
}

/**
 * Ends every membership of a user who is held and about to be deleted. An organization that they were the last owner of passes to its
 * oldest admin, else to its oldest member. Those that nobody is left in are given to `deleteEmpty`.
 */
export async function leaveAll(
  tx: Executor,
  { tenant_id, sub }: { tenant_id: string; sub: string },
  deleteEmpty: (organization: OrganizationKey) => Promise<void>,
  now: number,
): Promise<void> {
  let after = '';
  for (;;) {
    const memberships = await tx.all(ofUser, { tenant_id, sub, after, limit: 200 });
    for (const { org_id } of memberships) {
      after = org_id;
      if (!(await holdOrganization(tx, { tenant_id, org_id }))) continue;
      if ((await leave(tx, { tenant_id, org_id, sub }, now)) === 'empty') await deleteEmpty({ tenant_id, org_id });
    }
    if (memberships.length < 200) return;
  }
}

type Reads = 'countOwned' | 'listOfUser' | 'findMembership' | 'members';

export const reads: Operations<OrganizationStore, Reads> = {
  countOwned,
  async listOfUser(tx, tenant_id, sub, { after, limit }) {
    const rows = await tx.all(ofUser, { tenant_id, sub, after: after ?? '', limit });
    return rows.map(({ role, last_used_at, ...organization }) => ({ organization, role, last_used_at }));
  },
  async findMembership(tx, membership) {
    const row = await tx.first(one, membership);
    if (!row) return null;
    const { role, ...organization } = row;
    return { organization, role };
  },
  async members(tx, { tenant_id, org_id }, roles, { after, limit }) {
    const page = dynamicStatement((db) => {
      const members = db
        .selectFrom('memberships as m')
        .innerJoin('users as u', (join) => join.onRef('u.tenant_id', '=', 'm.tenant_id').onRef('u.sub', '=', 'm.sub'))
        .selectAll('m')
        .select(['u.email', 'u.claims', 'u.disabled_at'])
        .where('m.tenant_id', '=', tenant_id)
        .where('m.org_id', '=', org_id)
        .where('m.sub', '>', after ?? '')
        .orderBy('m.sub')
        .limit(limit);
      // The plus sign keeps the role from being what the rows are looked up by, which is their order.
      return roles === null ? members : members.where((eb) => eb(sql`m.role || ''`, 'in', roles));
    });
    return tx.all(page, {});
  },
};

type Writes = 'addMember' | 'setRole' | 'removeMember';

export const writes: Operations<OrganizationStore, Writes> = {
  async addMember(tx, membership) {
    if (!(await holdUser(tx, membership)) || !(await holdOrganization(tx, membership))) return 'unknown';
    return (await insertMembership(tx, membership)) ? 'added' : 'already_member';
  },
  async setRole(tx, { tenant_id, org_id, sub }, role, now) {
    const before = await hold(tx, { tenant_id, org_id, sub });
    if (before === undefined) return 'unknown';
    if (before === 'owner' && role !== 'owner' && !(await tx.first(otherOwner, { tenant_id, org_id, sub }))) {
      return 'last_owner';
    }
    await tx.run(setRole, { tenant_id, org_id, sub, role, now });
    return 'changed';
  },
  async removeMember(tx, { tenant_id, org_id, sub }, notice: Notice, now) {
    const role = await hold(tx, { tenant_id, org_id, sub });
    if (role === undefined) return 'unknown';
    if (role === 'owner' && !(await tx.first(otherOwner, { tenant_id, org_id, sub }))) return 'last_owner';
    await tx.run(remove, { tenant_id, org_id, sub });
    await revokeGrantsOn(tx, { tenant_id, org_id, sub }, notice, now);
    return 'removed';
  },
};

/** The member's role, with the organization held. */
async function hold(tx: Executor, membership: MembershipKey): Promise<OrganizationRole | undefined> {
  return (await holdOrganization(tx, membership)) && roleOf(tx, membership);
}
