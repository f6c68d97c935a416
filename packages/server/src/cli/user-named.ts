import { emailKey } from '../accounts/email.ts';
import { notFound } from '../management/management-error.ts';
import { listUsers } from '../management/operations/users.ts';
import type { Operations } from './perform.ts';

/** The subject of the user whom somebody at a terminal means by a subject or an e-mail address. Throws ManagementError. */
export async function userNamed(operations: Operations, user: string): Promise<string> {
  // In order of their addresses: one that is there as a whole comes before all that begin with it.
  const found = await operations.perform(listUsers, { query: { search: user, limit: 1 } });
  const key = emailKey(user);
  const meant = found.items.find(({ sub, email }) => (key === null ? sub === user : emailKey(email) === key));
  if (meant === undefined) throw notFound('user', `There is no user ${user}.`);
  return meant.sub;
}
