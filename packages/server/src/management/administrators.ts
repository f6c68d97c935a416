import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord, UserRole } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { reaches } from './actor.ts';
import { parseInput, type UserRoleInput, userRole } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { forbidden, ManagementError, notFound } from './management-error.ts';
import { assertMayManageUser, lastOperator } from './user-authority.ts';
import { findUser } from './users.ts';

/** A user and what they may in the consoles. */
export interface AdministratorInformation {
  sub: string;
  email: string;
  role: UserRole | null;
  created_at: number;
  disabled_at: number | null;
}

/**
 * Gives a user a role, or takes it away (null). It counts from their next request on; nothing that is under way ends. Nobody gives a role
 * above their own, nor takes one; the last operator of the installation stays one. `user`: the subject or the e-mail address.
 * Throws ManagementError.
 */
export async function setUserRole(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  user: string,
  input: UserRoleInput,
): Promise<AdministratorInformation> {
  const { role } = parseInput(userRole, input);
  const { actor, role: own } = callerOf(deps);
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  if (role !== null && !reaches(own, role)) throw forbidden(`Only an ${role} gives that role.`);
  const { tenant_id, sub, role: from } = record;
  if (from === role) return describeAdministrator(record);
  const outcome = await deps.storage.administrators.setRole({ tenant_id, sub }, { from, to: role }, deps.clock());
  if (outcome === 'last_operator') throw lastOperator();
  if (outcome === 'unknown') throw notFound('user', `There is no user ${user}.`);
  // It may be above the caller's own by now, so it is looked at anew.
  if (outcome === 'outdated') throw changedMeanwhile();
  await recordEvent(deps, tenant, { actor, action: 'user.role_changed', sub, details: { from, to: role } });
  return describeAdministrator({ ...record, role });
}

function changedMeanwhile(): ManagementError {
  const problem = 'Somebody else has changed the role at the same time; look at it and try again.';
  return new ManagementError('conflict', [{ field: 'role', problem }]);
}

export function describeAdministrator({
  sub,
  email,
  role,
  created_at,
  disabled_at,
}: UserRecord): AdministratorInformation {
  return { sub, email, role, created_at, disabled_at };
}
