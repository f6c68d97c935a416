import { RETRY_DELAY } from './fetched-value.ts';
import type { EventAnswer, ReceivedEvent } from './received-event.ts';

/** A logout token (OIDC Back-Channel Logout 1.0 §2.8) or a security event token (RFC 8935 §2.2, §2.3): each has its own answers. */
export type Channel = 'logout' | 'event';

const NO_STORE = { 'Cache-Control': 'no-store' };

export function acknowledged(channel: Channel, event: ReceivedEvent | null, reason: string | null): EventAnswer {
  return { status: channel === 'logout' ? 200 : 202, headers: NO_STORE, body: null, event, reason };
}

/** RFC 8935 §2.4, for the reasons that it tells apart. */
const ERR: Readonly<Record<string, string>> = {
  issuer_mismatch: 'invalid_issuer',
  audience_mismatch: 'invalid_audience',
  audience_malformed: 'invalid_audience',
  unknown_key: 'invalid_key',
  key_unsuitable: 'invalid_key',
  signature_mismatch: 'invalid_key',
  algorithm_not_allowed: 'invalid_key',
};

export function refusedEvent(channel: Channel, reason: string): EventAnswer {
  const description = 'The token is not a notice for this app, or it cannot be verified';
  const body =
    channel === 'logout'
      ? { error: 'invalid_request', error_description: description }
      : { err: ERR[reason] ?? 'invalid_request', description };
  return { status: 400, headers: NO_STORE, body, event: null, reason };
}

/** It may be fine, but nothing was done about it. */
export function tryAgainLater(
  channel: Channel,
  reason: string,
  cause: unknown,
  event: ReceivedEvent | null,
): EventAnswer {
  // OIDC Back-Channel Logout 1.0 §2.8 wants 400 also for a logout that has failed.
  if (channel === 'logout' && event !== null) {
    const body = { error: 'logout_failed', error_description: 'The user could not be signed out' };
    return { status: 400, headers: NO_STORE, body, event, reason, cause };
  }
  const headers = { ...NO_STORE, 'Retry-After': String(RETRY_DELAY) };
  return { status: 503, headers, body: null, event, reason, cause };
}
