import type { UserRecord } from '../storage/records.ts';
import { reaches } from './actor.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { forbidden, ManagementError } from './management-error.ts';

/**
 * Whoever changes, disables, deletes or resets a user is an admin at least, and the user's role is not above theirs. Throws
 * ManagementError 'forbidden'.
 */
export function assertMayManageUser(deps: Pick<ManagementDeps, 'caller'>, { role }: Pick<UserRecord, 'role'>): void {
  const { role: own } = callerOf(deps);
  if (!reaches(own, 'admin')) throw forbidden('Only an admin may do this to a user.');
  if (role !== null && !reaches(own, role)) throw forbidden(`The user is an ${role}, which is above your own role.`);
}

/** For what storage refused: nobody would be left who can administer the installation. */
export function lastOperator(): ManagementError {
  const problem =
    'They are the last operator of the installation. Make somebody else an operator first: xenia admin grant <user> --role operator';
  return new ManagementError('conflict', [{ field: 'user', problem }]);
}
