import type { MailRecord } from './account-records.ts';
import type { SetupLinkRecord } from './administrator-records.ts';
import type { UserRecord, UserRole } from './records.ts';

/** The part of the storage port that says who administers; the rules of port.ts hold. */

export interface AdministratorStore {
  /** Whether anybody in the installation is an operator, disabled ones too. */
  hasOperator(): Promise<boolean>;
  /** The operators of every tenant, in order of sub. */
  operators(page: { after: string | null; limit: number }): Promise<UserRecord[]>;
  /** The users of the tenant who have a role, in order of email_key. */
  list(tenant_id: string, page: { after: string | null; limit: number }): Promise<UserRecord[]>;
  /**
   * Gives a role, or takes it (null). 'outdated': the role is not `from` any more. 'last_operator': the installation would be left
   * without one who can sign in. Nothing was changed by either.
   */
  setRole(
    user: { tenant_id: string; sub: string },
    role: { from: UserRole | null; to: UserRole | null },
    now: number,
  ): Promise<'changed' | 'outdated' | 'last_operator' | 'unknown'>;
  /** Creates a user as an operator, if the installation has none. */
  createFirst(user: UserRecord): Promise<'created' | 'exists' | 'has_operator'>;
  /** Takes every earlier link back, stores this one and queues the mails. False for a `first` one where there is an operator. */
  issueSetupLink(link: SetupLinkRecord, mails: MailRecord[]): Promise<boolean>;
  /** null also for a `first` one once there is an operator. */
  findSetupLink(tenant_id: string, link_hash: string, now: number): Promise<SetupLinkRecord | null>;
  /** Exactly one of many callers gets 'done'; the link is gone then. */
  redeemSetupLink(
    link: { tenant_id: string; link_hash: string },
    effect: SetupEffect,
    now: number,
  ): Promise<SetupOutcome>;
}

/** What opening a link does, in the commit that uses it up. */
export type SetupEffect =
  /** Where the link names nobody: makes this user, as an operator whose address is verified. */
  | { kind: 'create'; user: UserRecord }
  /** Where it names somebody: sets their password, makes them an operator, lets them in again, and ends their sessions. */
  | { kind: 'restore'; password_hash: string; event_id: string };

export type SetupOutcome =
  | { outcome: 'done'; user: UserRecord }
  /** Another user of the tenant has the address; the link still works. */
  | { outcome: 'email_taken' }
  | { outcome: 'unknown' };
