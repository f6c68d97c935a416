const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** The largest unit that these seconds fill, and how often; at least a minute. */
export function inOneUnit(seconds: number): readonly [value: number, unit: (typeof units)[number][0]] {
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? (['minute', 60] as const);
  return [Math.max(1, Math.floor(seconds / size)), unit];
}

/** How a language says times; `dates` is the tag of the region whose order of day and month it follows. */
export function timesIn(language: string, dates: string) {
  const count = (value: number, unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  const utc = (at: number, style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dates, { ...style, timeZone: 'UTC' }).format(new Date(at * 1000));
  return {
    /** Seconds in the largest unit that gives a whole number: "1 hour", "90 seconds". Nominative and accusative. */
    duration(seconds: number): string {
      const [unit, size] =
        units.find(([, size]) => seconds >= size && seconds % size === 0) ?? (['second', 1] as const);
      return count(seconds / size, unit);
    },
    /** Seconds in the largest unit that they fill, without the rest: "2 hours", "59 minutes"; at least a minute. Accusative. */
    roughly: (seconds: number): string => count(...inOneUnit(seconds)),
    /** A NumericDate as a day: "3 March 2027". */
    day: (at: number): string => utc(at, { dateStyle: 'long' }),
    /** A NumericDate to the minute, in the one time zone that the server knows: "3 March 2027 at 14:05 UTC". */
    exactly: (at: number): string => `${utc(at, { dateStyle: 'long', timeStyle: 'short' })} UTC`,
  };
}
