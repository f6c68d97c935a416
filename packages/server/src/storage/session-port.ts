import type { SessionRecord, UserRecord } from './records.ts';

/** The part of the storage port that browser sessions stand on; the rules of port.ts hold. */

/**
 * What a sign-in stands on. Between the proof and the start of the session somebody may have changed the password, or taken a factor
 * away or added one: then the sessions that it was to end, or never to begin, must not start behind its back. What is left out is not
 * looked at.
 */
export interface SignInBasis {
  /** The user's, when they proved who they are. */
  password_hash?: string | null | undefined;
  /** Whether the user has an authenticator app: they used it, or were not asked for it. */
  totp?: boolean | undefined;
  /** The credential_id of the passkey that was used. */
  passkey?: string | undefined;
  /** A recovery code was used: the user has recovery codes. */
  recovery_codes?: true | undefined;
  /** The replaced session goes on, under its `sid`. */
  continues?: boolean | undefined;
}

export interface SessionStore {
  /**
   * Starts a session and, in the same commit, ends the one it replaces (a new identifier at every sign-in). If that had another
   * `sid`, those who took part in it are told, as by `end`.
   * 'outdated': the user is disabled, or what the sign-in stands on is not so any more; nothing was changed.
   * 'session_ended': so is the session that it was to continue; nothing was changed.
   */
  start(
    session: SessionRecord,
    replaces_session_hash: string | null,
    event_id: string,
    basis?: SignInBasis,
  ): Promise<'started' | 'outdated' | 'session_ended'>;
  /** The session with its user; null if unknown, expired, idle for longer than `idle_ttl` or the user is disabled. */
  find(
    tenant_id: string,
    session_hash: string,
    now: number,
    idle_ttl: number,
  ): Promise<{ session: SessionRecord; user: UserRecord } | null>;
  /** Moves last_seen_at forward, never back. */
  touch(tenant_id: string, session_hash: string, now: number): Promise<void>;
  /**
   * Ends the session. In the same commit a delivery with the fresh `event_id` is written for each client that took part in it and
   * has a back-channel logout URI; those with a front-channel one are returned. null: there is no such session.
   */
  end(tenant_id: string, session_hash: string, event_id: string, now: number): Promise<EndedSession | null>;
  /** The user's sessions that are in force, newest first. */
  listOfUser(tenant_id: string, sub: string, now: number, idle_ttl: number): Promise<SessionOverview[]>;
  /** Ends one of the user's sessions by its `sid`, as `end` does. */
  endOne(tenant_id: string, sub: string, sid: string, event_id: string, now: number): Promise<boolean>;
  /** Ends all of the user's sessions but the one with this `sid` (null: all), as `end` does; returns how many. */
  endOthers(tenant_id: string, sub: string, keep_sid: string | null, event_id: string, now: number): Promise<number>;
}

/** A session as its user sees it among their devices. */
export type SessionOverview = Omit<SessionRecord, 'session_hash'>;

export interface EndedSession {
  sid: string;
  sub: string;
  /** Clients that take part and want to be told by the browser (OIDC Front-Channel Logout 1.0). */
  frontchannel_client_ids: string[];
}
