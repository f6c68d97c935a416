import type { Random } from '../deps.ts';
import type { DeliveryRecord } from '../storage/records.ts';

/** Seconds to wait after the first, second, … attempt that failed. A session moves on quickly; an uninstallation stays true. */
const PAUSES: Readonly<Record<DeliveryRecord['kind'], readonly number[]>> = {
  backchannel_logout: [5, 30, 120],
  webhook: [5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600, 48 * 3600],
};

/** Seconds until the next attempt, up to a fifth longer so that what failed together does not come back together; null: no more. */
export function pauseAfter({ kind, attempts }: Pick<DeliveryRecord, 'kind' | 'attempts'>, random: Random) {
  const pause = PAUSES[kind][attempts - 1];
  return pause === undefined ? null : pause + Math.floor((pause / 5) * (random(1).readUInt8() / 256));
}
