import type { Deps } from '../deps.ts';
import type { UserRecord } from '../storage/records.ts';
import type { MailTenant } from './mail-requests.ts';
import type { PasswordProblem } from './password-rules.ts';
import { type NewPassword, newPasswordProblem, passwordChangedMail } from './recovery.ts';

/** Who changes the password, on which device. */
export interface PasswordOwner {
  readonly user: UserRecord;
  /** The session that goes on. */
  readonly sid: string;
}

/**
 * Sets the password of a user who has just proved who they are, ends their other sessions and tells them. Null when done, otherwise
 * why not. Throws BusyError.
 */
export async function changePassword(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'passwords' | 'sealer'>,
  tenant: MailTenant,
  { user, sid }: PasswordOwner,
  chosen: NewPassword,
): Promise<PasswordProblem | null> {
  const problem = await newPasswordProblem(deps, tenant, user, chosen.password);
  if (problem !== null) return problem;
  const { storage, passwords, random, clock } = deps;
  const { tenant_id } = tenant;
  const password_hash = await passwords.hash(chosen.password);
  await storage.users.update(tenant_id, user.sub, { password_hash }, clock());
  await storage.sessions.endOthers(tenant_id, user.sub, sid, random(16).toString('base64url'), clock());
  await storage.mails.enqueue(passwordChangedMail(deps, tenant, user, chosen));
  return null;
}
