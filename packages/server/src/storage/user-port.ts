import type { MailRecord } from './account-records.ts';
import type { Notice } from './grant-port.ts';
import type { Page } from './port.ts';
import type { UserRecord } from './records.ts';
import type { EndedSession } from './session-port.ts';

/** The part of the storage port that users stand on; the rules of port.ts hold. */

export interface UserStore {
  create(user: UserRecord): Promise<'created' | 'exists'>;
  find(tenant_id: string, sub: string): Promise<UserRecord | null>;
  findByEmailKey(tenant_id: string, email_key: string): Promise<UserRecord | null>;
  /** In order of email_key. `search`: those whose address begins with it, in lower case; or the one whose `sub` it is. */
  list(tenant_id: string, filter: { search?: string }, page: Page): Promise<UserRecord[]>;
  /** 'email_taken': another user of the tenant has that email_key; nothing was changed. */
  update(
    tenant_id: string,
    sub: string,
    change: Partial<Pick<UserRecord, 'email' | 'email_key' | 'email_verified' | 'password_hash' | 'claims'>>,
    now: number,
  ): Promise<UserRecord | 'email_taken' | null>;
  /**
   * Sets the password, ends the user's sessions as SessionStore.endOthers does, and queues the mails, in one commit. Returns how many
   * sessions ended; null, and nothing was changed: there is no such user, or their password is not what it was to replace any more.
   */
  setPassword(tenant_id: string, sub: string, change: PasswordChange, now: number): Promise<number | null>;
  /**
   * Disabling ends every session of the user, as SessionStore.end, in the same commit; `event_id` is fresh. Enabling: disabled_at
   * null. 'last_operator': the installation would be left without one; nothing was changed.
   */
  setDisabled(
    tenant_id: string,
    sub: string,
    disabled_at: number | null,
    event_id: string,
    now: number,
  ): Promise<'done' | 'last_operator' | 'unknown'>;
  /**
   * Removes the user and all that is theirs, in one commit: every session ends as SessionStore.end, every grant as GrantStore.revoke.
   * Their sub is never given out again. An organization that they were the last owner of passes to its oldest admin, else to its oldest
   * member; one that nobody is left in is deleted. The mails are queued in the same commit. Returns the sessions that ended; null: there is
   * no such user; 'last_operator': as in setDisabled.
   */
  delete(
    tenant_id: string,
    sub: string,
    notice: Notice & { mails?: MailRecord[] },
    now: number,
  ): Promise<EndedSession[] | 'last_operator' | null>;
}

export interface PasswordChange {
  password_hash: string;
  /** The hash of the password that was proved, null where there was none; undefined: whichever it is. */
  replaces: string | null | undefined;
  /** The session that goes on; null: none does. */
  keep_sid: string | null;
  /** Fresh. */
  event_id: string;
  mails: MailRecord[];
}
