const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function count(value: number, unit: string): string {
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Seconds in the largest unit that gives a whole number: "1 hour", "90 seconds". */
export function duration(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? (['second', 1] as const);
  return count(seconds / size, unit);
}

/** Seconds in the largest unit that they fill, without the rest: "2 hours", "59 minutes"; at least a minute. */
export function roughly(seconds: number): string {
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? (['minute', 60] as const);
  return count(Math.max(1, Math.floor(seconds / size)), unit);
}

/** A NumericDate as a day: "3 March 2027". */
export function day(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at * 1000));
}

/** A NumericDate to the minute, in the one time zone that the server knows: "3 March 2027 at 14:05 UTC". */
export function exactly(at: number): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(at * 1000))} UTC`;
}
