import type { Random } from '../deps.ts';

/**
 * Seconds until the next attempt after `attempts` that failed, up to a fifth longer than the schedule says so that what failed together
 * does not come back together; null: no more.
 */
export function pauseAfter(schedule: readonly number[], attempts: number, random: Random): number | null {
  const pause = schedule[attempts - 1];
  return pause === undefined ? null : pause + Math.floor((pause / 5) * (random(1).readUInt8() / 256));
}
