import type { Page } from './port.ts';
import type { TraceEndpoint, TraceOutcome, TraceRecord, UsageDayRecord } from './trace-records.ts';

/** The part of the storage port that tells developers what became of the requests of their apps; the rules of port.ts hold. */

/** What one client did on one day, to be added to what is counted already. */
export interface UsageIncrement extends Pick<UsageDayRecord, 'tenant_id' | 'client_id' | 'day' | 'expires_at'> {
  /** By kind, without `users`. */
  counts: Readonly<Record<string, number>>;
  /** Whom it got tokens for; each counts once a day. */
  subs: readonly string[];
  /** The end of the day and a margin: until then a user who comes again is known. */
  subs_expire_at: number;
}

export interface TraceFilter {
  outcome?: TraceOutcome | undefined;
  endpoint?: TraceEndpoint | undefined;
  /** Not older than this. */
  since?: number | undefined;
}

export interface TraceStore {
  /** Writes entries and counts in one commit. */
  append(entries: readonly TraceRecord[], usage: readonly UsageIncrement[]): Promise<void>;
  /** Newest first: `after` is the entry_id below which the page begins. */
  list(tenant_id: string, client_id: string, filter: TraceFilter, page: Page): Promise<TraceRecord[]>;
  /** Oldest first, from `after` on (exclusive). */
  listNewer(tenant_id: string, client_id: string, page: Page): Promise<TraceRecord[]>;
  /** Those with this id, newest first, at most ten. */
  find(tenant_id: string, trace_id: string): Promise<TraceRecord[]>;
  /** What followed these authorization requests: by request, oldest first. */
  listFollowUps(tenant_id: string, parent_trace_ids: readonly string[]): Promise<TraceRecord[]>;
  /** From this day on, in order of day and kind. */
  usage(tenant_id: string, client_id: string, from_day: string): Promise<UsageDayRecord[]>;
}
