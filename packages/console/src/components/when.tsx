import { useConsole } from '../console-context.tsx';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'long' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

const STEPS: readonly (readonly [below: number, seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
];

/** In words, relative to `now`; farther than a month as a date. Both in seconds. */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  const step = STEPS.find(([below]) => Math.abs(distance) < below);
  if (step === undefined) return day.format(at * 1000);
  const [, seconds, unit] = step;
  return relative.format(Math.trunc(distance / seconds), unit);
}

/** A NumericDate as people say it; the exact time is at hand. */
export function When({ at }: { readonly at: number }) {
  const { clock } = useConsole();
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={exact.format(at * 1000)}>
      {relativeTime(at, clock())}
    </time>
  );
}
