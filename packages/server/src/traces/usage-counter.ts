import type { UsageIncrement } from '../storage/trace-port.ts';
import type { UsageDayRecord } from '../storage/trace-records.ts';

const DAY = 86_400;
/** How long the counts of a day are kept, in days. */
const KEPT_DAYS = 400;
/** Users of one client between two writes; beyond, somebody may be missed until they come again. */
const MAX_SUBS = 5000;

/** Something to be counted. */
export interface Countable extends Pick<UsageDayRecord, 'tenant_id' | 'client_id' | 'kind'> {
  readonly at: number;
  readonly sub: string | null;
}

/** Counts in memory what happens between two writes. */
export interface UsageCounter {
  count(event: Countable): void;
  /** What was counted since the last time. */
  take(): UsageIncrement[];
}

export function createUsageCounter(): UsageCounter {
  let counts = new Map<string, Tally>();
  return {
    count({ tenant_id, client_id, kind, at, sub }) {
      const days = Math.floor(at / DAY);
      const key = `${tenant_id}\0${client_id}\0${days}`;
      let tally = counts.get(key);
      if (tally === undefined) {
        tally = { tenant_id, client_id, days, counts: new Map(), subs: new Set() };
        counts.set(key, tally);
      }
      tally.counts.set(kind, (tally.counts.get(kind) ?? 0) + 1);
      if (sub !== null && tally.subs.size < MAX_SUBS) tally.subs.add(sub);
    },
    take() {
      const taken = [...counts.values()].map(toIncrement);
      counts = new Map();
      return taken;
    },
  };
}

interface Tally {
  readonly tenant_id: string;
  readonly client_id: string;
  readonly days: number;
  readonly counts: Map<string, number>;
  readonly subs: Set<string>;
}

function toIncrement({ tenant_id, client_id, days, counts, subs }: Tally): UsageIncrement {
  return {
    tenant_id,
    client_id,
    day: dayOf(days * DAY),
    expires_at: (days + KEPT_DAYS) * DAY,
    counts: Object.fromEntries(counts),
    subs: [...subs],
    subs_expire_at: (days + 1) * DAY,
  };
}

/** The day of UTC that a time (seconds) belongs to: YYYY-MM-DD. */
export function dayOf(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10);
}
