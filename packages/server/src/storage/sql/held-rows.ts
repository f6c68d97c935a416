import type { MembershipKey, OrganizationKey } from '../organization-port.ts';
import type { Executor } from './executor.ts';
import { statement } from './statement.ts';

/**
 * Rows that an operation holds until its commit, so that who would change them at the same time waits. Nobody waits in a circle: the user
 * is held before the organization, and that before anything that belongs to it.
 */

const user = statement((db, { tenant_id, sub }: { tenant_id: string; sub: string }) =>
  db
    .updateTable('users')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .returning(['email_key', 'password_hash', 'disabled_at', 'role']),
);
const organization = statement((db, { tenant_id, org_id }: OrganizationKey) =>
  db
    .updateTable('organizations')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('tenant_id', '=', tenant_id)
    .where('org_id', '=', org_id)
    .returningAll(),
);
const role = statement((db, { tenant_id, org_id, sub }: MembershipKey) =>
  db
    .selectFrom('memberships')
    .select('role')
    .where('tenant_id', '=', tenant_id)
    .where('org_id', '=', org_id)
    .where('sub', '=', sub),
);

/** Undefined if there is none; `disabled_at` is the caller's to look at. */
export async function holdUser(tx: Executor, { tenant_id, sub }: { tenant_id: string; sub: string }) {
  return tx.first(user, { tenant_id, sub });
}

/** Undefined if there is none; `disabled_at` is the caller's to look at. */
export async function holdOrganization(tx: Executor, { tenant_id, org_id }: OrganizationKey) {
  return tx.first(organization, { tenant_id, org_id });
}

/** The role of a member of an organization that is held: undefined if they do not belong to it. */
export async function roleOf(tx: Executor, { tenant_id, org_id, sub }: MembershipKey) {
  return (await tx.first(role, { tenant_id, org_id, sub }))?.role;
}
