import type { DeliveryRecord } from '../storage/records.ts';

/** Seconds to wait after the first, second, … attempt that failed. A session moves on quickly; an uninstallation stays true. */
export const SCHEDULES: Readonly<Record<DeliveryRecord['kind'], readonly number[]>> = {
  backchannel_logout: [5, 30, 120],
  webhook: [5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600, 48 * 3600],
};
