import type { LogoutTokenClaims } from '@xenia/protocol/logout-token';
import { AUTHORIZATION_REVOKED, type SecurityEventClaims, TOKENS_REVOKED } from '@xenia/protocol/security-event-token';

/** One notice of the issuer, as it was posted. */
export interface EventRequest {
  /** The Content-Type header as it came. */
  readonly contentType: string | null | undefined;
  readonly body: string;
}

/** What the issuer says has happened. */
export type ReceivedEvent = (
  | {
      /** The user signed out at the issuer, or was signed out there. */
      readonly type: 'signed_out';
      /** null: whoever's session `sid` is. */
      readonly sub: string | null;
      /** As in the ID token; null: every session of `sub`. */
      readonly sid: string | null;
    }
  | {
      /** The user, or an operator, has uninstalled the app: every token that it has for `sub` (on `org_id`) is dead. */
      readonly type: 'uninstalled';
      readonly sub: string;
      /** The organization that it was installed on; null: the user alone. What it has on others goes on. */
      readonly org_id: string | null;
      readonly initiating_entity: string | null;
    }
  | {
      /** What one authorization gave is dead: the tokens with this `family_id`. */
      readonly type: 'authorization_revoked';
      readonly sub: string;
      readonly family_id: string | null;
      readonly initiating_entity: string | null;
    }
) & {
  /** The same however often it is sent. */
  readonly jti: string;
  /** When it happened, as far as the issuer says; seconds since 1970. */
  readonly at: number;
};

/** What to answer, and for the log what it was. */
export interface EventAnswer {
  readonly status: 200 | 202 | 400 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** null: no body. */
  readonly body: Readonly<Record<string, string>> | null;
  /** What was received; null if nothing that could be believed or is known here. */
  readonly event: ReceivedEvent | null;
  /** Why nothing was done, in snake_case; null if something was. `repeated`: it was done before. */
  readonly reason: string | null;
  /** What was thrown, if something was. */
  readonly cause?: unknown;
}

export function signedOut({ sub, sid, jti, iat }: LogoutTokenClaims): ReceivedEvent {
  return { type: 'signed_out', sub, sid, jti, at: iat };
}

/** null: an event that this version does not know (RFC 8417 §2: such are ignored). */
export function revoked({ sub, jti, iat, events }: SecurityEventClaims): ReceivedEvent | null {
  const event = events[TOKENS_REVOKED] ?? events[AUTHORIZATION_REVOKED];
  if (event === undefined) return null;
  const { org_id, family_id, initiating_entity, event_timestamp } = event;
  const common = {
    sub,
    jti,
    at: typeof event_timestamp === 'number' ? event_timestamp : iat,
    initiating_entity: textOrNull(initiating_entity),
  };
  if (TOKENS_REVOKED in events) return { type: 'uninstalled', org_id: textOrNull(org_id), ...common };
  return { type: 'authorization_revoked', family_id: textOrNull(family_id), ...common };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
