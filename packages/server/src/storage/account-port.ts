import type {
  MailRecord,
  PasskeyRecord,
  RecoveryCodeRecord,
  TicketPurpose,
  TicketRecord,
  TotpRecord,
} from './account-records.ts';
import type { UserRecord } from './records.ts';

/** The part of the storage port that people's accounts stand on; the rules of port.ts hold. */

/** What opening a link does, in the commit that uses it up. `mails` are queued in it too. */
export type TicketEffect =
  /** Marks the address as verified. */
  | { kind: 'verify_email' }
  /** Sets the password, marks the address as verified and ends every session of the user. */
  | { kind: 'set_password'; password_hash: string; event_id: string }
  /** Gives the user the ticket's address, verified. */
  | { kind: 'change_email' }
  /** Makes the account; the ticket's address is its address. */
  | { kind: 'create_user'; user: UserRecord }
  /** Nothing but using it up, and marking the address as verified: signing in. */
  | { kind: 'sign_in' };

export type TicketOutcome =
  | { outcome: 'done'; user: UserRecord }
  /** Somebody used it before. */
  | { outcome: 'used' }
  /** No such ticket, expired, or the account has another address by now. */
  | { outcome: 'unknown' }
  /** The address belongs to another account meanwhile; the ticket is not used up. */
  | { outcome: 'email_taken' };

export interface TicketStore {
  /** Stores the ticket, takes back unused ones of the same purpose for the same address or account, and queues the mail that carries it. */
  issue(ticket: TicketRecord, mail: MailRecord): Promise<void>;
  /** Also one that was used, so that a second opening can be told so; null once it has expired. */
  find(tenant_id: string, ticket_hash: string, now: number): Promise<TicketRecord | null>;
  /** Exactly one of many callers gets 'done'. */
  redeem(
    ticket: { tenant_id: string; ticket_hash: string; purpose: TicketPurpose },
    effect: TicketEffect,
    mails: MailRecord[],
    now: number,
  ): Promise<TicketOutcome>;
}

export interface MailStore {
  enqueue(mail: MailRecord): Promise<void>;
  /** As DeliveryStore.claim. */
  claim(retry_at: number, limit: number, now: number): Promise<MailRecord[]>;
  settle(
    mail: Pick<MailRecord, 'tenant_id' | 'mail_id'>,
    outcome: Pick<MailRecord, 'next_attempt_at' | 'sent_at' | 'last_error'>,
  ): Promise<void>;
  /** The newest, at most `limit`. */
  newest(tenant_id: string, limit: number): Promise<MailRecord[]>;
}

/** `mails` are queued in the commit that changes something; otherwise they are not. */
export interface CredentialStore {
  /** What the user can prove themselves with besides a password. */
  factors(tenant_id: string, sub: string): Promise<Factors>;
  findPasskey(tenant_id: string, credential_id: string): Promise<PasskeyRecord | null>;
  /** In the order in which they were made. */
  listPasskeys(tenant_id: string, sub: string): Promise<PasskeyRecord[]>;
  addPasskey(passkey: PasskeyRecord, mails?: MailRecord[]): Promise<'created' | 'exists'>;
  renamePasskey(tenant_id: string, sub: string, credential_id: string, name: string): Promise<boolean>;
  removePasskey(tenant_id: string, sub: string, credential_id: string, mails?: MailRecord[]): Promise<boolean>;
  /**
   * Notes a use. False if it is gone, or if its counter did not grow though the authenticator counts: a copy (WebAuthn §6.1.1).
   */
  usePasskey(tenant_id: string, credential_id: string, counter: number, now: number): Promise<boolean>;
  findTotp(tenant_id: string, sub: string): Promise<TotpRecord | null>;
  /** An app that has shown a first code already, and the recovery codes in place of any before. 'exists': the user has one. */
  addTotp(totp: TotpRecord, recovery_codes: RecoveryCodeRecord[], mails?: MailRecord[]): Promise<'created' | 'exists'>;
  /** True for exactly one of all callers that use the same time step or an earlier one (RFC 6238 §5.2). */
  useTotpStep(tenant_id: string, sub: string, step: number): Promise<boolean>;
  /** Takes the authenticator app away, and the recovery codes with it. */
  removeTotp(tenant_id: string, sub: string, mails?: MailRecord[]): Promise<boolean>;
  /**
   * Takes away every passkey, the authenticator app and the recovery codes, and ends every session of the user; what it was is returned.
   * null: there was nothing to take, and nothing was changed. `event_id` is fresh.
   */
  reset(
    tenant_id: string,
    sub: string,
    change: { event_id: string; mails: MailRecord[] },
    now: number,
  ): Promise<(Factors & { sessions_ended: number }) | null>;
  replaceRecoveryCodes(
    tenant_id: string,
    sub: string,
    codes: RecoveryCodeRecord[],
    mails?: MailRecord[],
  ): Promise<void>;
  /** True for exactly one of all callers. */
  useRecoveryCode(tenant_id: string, sub: string, code_hash: string, now: number): Promise<boolean>;
}

export interface Factors {
  passkeys: number;
  totp: boolean;
  /** Unused ones. */
  recovery_codes: number;
}
