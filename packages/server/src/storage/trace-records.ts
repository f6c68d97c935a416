/** Where a recorded request came to. `authorization`: the request itself, and every answer of its user on our pages. */
export type TraceEndpoint = 'authorization' | 'token' | 'introspection' | 'revocation' | 'end_session';

/**
 * What came of a request. `waiting`: its user is asked on our pages; what follows has entries of its own. `denied`: the user said no.
 * `failed`: the server could not answer.
 */
export type TraceOutcome = 'succeeded' | 'waiting' | 'denied' | 'refused' | 'failed';

/** One request of an app, for its developers. */
export interface TraceRecord {
  tenant_id: string;
  client_id: string;
  /** Sorts by time, and by arrival where one process took both. */
  entry_id: string;
  /** The request's id: on its error page, and in its answer as x-request-id. So short that in a long time two requests may have it. */
  trace_id: string;
  /** The trace_id of the authorization request that this answer of its user belongs to; null for a request of its own. */
  parent_trace_id: string | null;
  at: number;
  endpoint: TraceEndpoint;
  method: string;
  dialect: string;
  /** Of the HTTP response. */
  status: number;
  outcome: TraceOutcome;
  /** The code on the wire, in its RFC name; null where nothing was refused. */
  error: string | null;
  /** The rule that refused it (protocol/errors.ts, Refusal). */
  reason: string | null;
  sub: string | null;
  /** JSON of TraceFacts (traces/facts.ts). */
  facts: string;
  expires_at: number;
}

/** What every entry_id of that second begins with; twelve digits, as many as FOREVER has, so that they sort by time. */
export function entryIdPrefix(at: number): string {
  return String(at).padStart(12, '0');
}

/** How often something of one client happened on one day. */
export interface UsageDayRecord {
  tenant_id: string;
  client_id: string;
  /** Of the calendar of UTC: YYYY-MM-DD. */
  day: string;
  /** `tokens`, `users`, or `error:` and the code on the wire. */
  kind: string;
  count: number;
  expires_at: number;
}

/** A user whom a client got a token for on one day: kept while the day goes on, so that they count once. */
export interface UsageUserRecord {
  tenant_id: string;
  client_id: string;
  day: string;
  sub: string;
  expires_at: number;
}
