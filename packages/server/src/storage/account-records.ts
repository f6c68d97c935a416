/** What storage keeps of how people prove who they are. Times are seconds since 1970. */

/** A link or code that was sent to an address, for one purpose and one use. */
export interface TicketRecord {
  tenant_id: string;
  /** SHA-256 of the secret in the link. */
  ticket_hash: string;
  purpose: TicketPurpose;
  /** null where there is no account yet (sign-up, invitation). */
  sub: string | null;
  /** The address that it was sent to, and to which it is bound. */
  email: string;
  email_key: string;
  /** JSON of what the purpose needs besides; `{}` for most. */
  data: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

export type TicketPurpose = 'sign_up' | 'invitation' | 'verify_email' | 'reset_password' | 'change_email' | 'sign_in';

/** A mail to be sent. */
export interface MailRecord {
  tenant_id: string;
  mail_id: string;
  /** JSON of mail/message.ts, sealed with the master key: links in it open accounts. */
  sealed_message: string;
  created_at: number;
  attempts: number;
  /** null: sent or given up. */
  next_attempt_at: number | null;
  sent_at: number | null;
  last_error: string | null;
  /** Kept until here. */
  expires_at: number;
}

/** A WebAuthn credential (Web Authentication Level 3 §4). */
export interface PasskeyRecord {
  tenant_id: string;
  /** base64url */
  credential_id: string;
  sub: string;
  /** COSE key, base64url. */
  public_key: string;
  counter: number;
  /** JSON array. */
  transports: string;
  /** 0 or 1: synchronised between devices. */
  backed_up: number;
  /** The user's name for it. */
  name: string;
  created_at: number;
  last_used_at: number | null;
}

/** The user's authenticator app (RFC 6238); at most one. */
export interface TotpRecord {
  tenant_id: string;
  sub: string;
  sealed_secret: string;
  created_at: number;
  /** The time step of the newest code that was accepted: no code of it or an earlier one is accepted again. */
  last_step: number;
}

export interface RecoveryCodeRecord {
  tenant_id: string;
  sub: string;
  code_hash: string;
  created_at: number;
  used_at: number | null;
}
