import type { Clock } from '../deps.ts';

/** Entries of one client in one second, of those that succeeded and of the others. */
const PER_SECOND = 100;

/**
 * How much of what one client does is recorded. A flood teaches its developer nothing, and must neither fill the disk nor push the
 * entries of other apps aside; what succeeds never takes the room of what failed.
 */
export interface Quota {
  take(client: string, succeeded: boolean): boolean;
}

export function createQuota(clock: Clock): Quota {
  let second = 0;
  let taken = new Map<string, number>();
  return {
    take(client, succeeded) {
      const now = clock();
      if (now !== second) {
        second = now;
        taken = new Map();
      }
      const key = succeeded ? client : `!${client}`;
      const count = taken.get(key) ?? 0;
      if (count >= PER_SECOND) return false;
      taken.set(key, count + 1);
      return true;
    },
  };
}
