const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function count(value: number, unit: string): string {
  return new Intl.NumberFormat('de', { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Seconds in the largest unit that gives a whole number: "1 Stunde", "90 Sekunden". Nominative and accusative. */
export function duration(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? (['second', 1] as const);
  return count(seconds / size, unit);
}

function inOneUnit(seconds: number): readonly [value: number, unit: (typeof units)[number][0]] {
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? (['minute', 60] as const);
  return [Math.max(1, Math.floor(seconds / size)), unit];
}

/** Seconds in the largest unit that they fill, without the rest: "2 Stunden", "59 Minuten"; at least a minute. Accusative. */
export function roughly(seconds: number): string {
  return count(...inOneUnit(seconds));
}

/** The same as a time that has passed, which takes the dative: "vor 2 Tagen". */
export function before(seconds: number): string {
  const [value, unit] = inOneUnit(seconds);
  return new Intl.RelativeTimeFormat('de', { numeric: 'always' }).format(-value, unit);
}

/** A NumericDate as a day: "3. März 2027". */
export function day(at: number): string {
  return new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at * 1000));
}

/** A NumericDate to the minute, in the one time zone that the server knows: "3. März 2027 um 14:05 UTC". */
export function exactly(at: number): string {
  const format = new Intl.DateTimeFormat('de-DE', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(at * 1000))} UTC`;
}
