/** Units of time in seconds, the largest first. */
export const UNITS = { days: 86_400, hours: 3600, minutes: 60, seconds: 1 } as const;
export type Unit = keyof typeof UNITS;

/** The largest unit of which so many seconds are whole ones. */
export function unitOf(seconds: number): Unit {
  const [unit] = Object.entries(UNITS).find(([, length]) => seconds >= length && seconds % length === 0) ?? ['seconds'];
  return unit as Unit;
}
