import { inOneUnit, timesIn } from './times.ts';

/** Times in German, as timesIn says. */
export const { duration, roughly, day, exactly } = timesIn('de', 'de-DE');

/** As `roughly`, as a time that has passed, which takes the dative: "vor 2 Tagen". */
export function before(seconds: number): string {
  const [value, unit] = inOneUnit(seconds);
  return new Intl.RelativeTimeFormat('de', { numeric: 'always' }).format(-value, unit);
}
