import type { Deps } from '../deps.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import type { UserRecord } from '../storage/records.ts';
import type { MailTenant } from './mail-requests.ts';
import type { PasswordProblem } from './password-rules.ts';
import { type NewPassword, newPasswordProblem, passwordChangedMail } from './recovery.ts';
import { passwordProblems, type UserProblem } from './users.ts';

/** Who changes the password, on which device. */
export interface PasswordOwner {
  readonly user: UserRecord;
  /** The session that goes on. */
  readonly sid: string;
}

/**
 * Sets the password of a user who has just proved who they are, ends their other sessions and tells them. Null when done, otherwise
 * why not: `outdated` if the password that they proved is not theirs any more. Throws BusyError.
 */
export async function changePassword(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'passwords' | 'sealer'>,
  tenant: MailTenant,
  { user, sid }: PasswordOwner,
  chosen: NewPassword,
): Promise<PasswordProblem | 'outdated' | null> {
  const problem = await newPasswordProblem(deps, tenant, user, chosen.password);
  if (problem !== null) return problem;
  const { storage, passwords, random, clock } = deps;
  const { tenant_id } = tenant;
  const password_hash = await passwords.hash(chosen.password);
  const change = {
    password_hash,
    replaces: user.password_hash,
    keep_sid: sid,
    event_id: random(16).toString('base64url'),
    mails: [passwordChangedMail(deps, tenant, user, chosen)],
  };
  return (await storage.users.setPassword(tenant_id, user.sub, change, clock())) === null ? 'outdated' : null;
}

export type GivenPassword =
  | { readonly outcome: 'done'; readonly sessions_ended: number }
  | { readonly outcome: 'refused'; readonly problems: UserProblem[] }
  | { readonly outcome: 'unknown' };

/** An operator sets the password of a user, whatever it was: every session ends, and the user is told. Throws BusyError. */
export async function givePassword(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'passwords' | 'sealer'>,
  tenant: MailTenant,
  user: UserRecord,
  password: string,
): Promise<GivenPassword> {
  const problems = passwordProblems(password, user.email_key);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const password_hash = await deps.passwords.hash(password);
  const told = { locale: mailLocaleOf(tenant, user), occasion: { at: deps.clock() } };
  const change = {
    password_hash,
    replaces: undefined,
    keep_sid: null,
    event_id: deps.random(16).toString('base64url'),
    mails: [passwordChangedMail(deps, tenant, user, told)],
  };
  const sessions_ended = await deps.storage.users.setPassword(tenant.tenant_id, user.sub, change, deps.clock());
  return sessions_ended === null ? { outcome: 'unknown' } : { outcome: 'done', sessions_ended };
}
