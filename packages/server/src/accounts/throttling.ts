/** How failures slow further attempts down. Times in seconds. */
export interface Limit {
  /** So many failures cost nothing. */
  free: number;
  /** The next one costs one second, every further one twice as much, up to this. */
  maxWait: number;
  /** After so many nothing is accepted before the count is forgotten; null: never. */
  lockAfter: number | null;
  /** A count is forgotten so long after its last failure. */
  window: number;
}

/** Seconds until the next attempt may be made; 0: now. */
export function secondsToWait(limit: Limit, failures: number, last_failed_at: number, now: number): number {
  if (failures < limit.free) return 0;
  const locked = limit.lockAfter !== null && failures >= limit.lockAfter;
  const wait = locked ? limit.window : Math.min(2 ** (failures - limit.free), limit.maxWait);
  return Math.max(0, last_failed_at + wait - now);
}
