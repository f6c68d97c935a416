/** Where two texts part. */
export interface Difference {
  /** Counted from 1. */
  readonly position: number;
  /** The character there; null where the text has ended. */
  readonly expected_character: string | null;
  readonly received_character: string | null;
  /** The text that what came was compared with. */
  readonly nearest: string;
}

/** null: they are the same. */
export function differenceOf(expected: string, received: string): Difference | null {
  const [wanted, came] = [[...expected], [...received]];
  const length = Math.max(wanted.length, came.length);
  for (let index = 0; index < length; index += 1) {
    const [expected_character, received_character] = [wanted[index] ?? null, came[index] ?? null];
    if (expected_character === received_character) continue;
    return { position: index + 1, expected_character, received_character, nearest: expected };
  }
  return null;
}

/** Of these the one that shares most of its beginning and end with the text; null if there is none. */
export function nearestOf(candidates: readonly string[], text: string): string | null {
  let best: string | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const closeness = closenessOf(candidate, text);
    if (closeness > most) [best, most] = [candidate, closeness];
  }
  return best;
}

function closenessOf(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  const length = Math.min(a.length, b.length);
  let head = 0;
  while (head < length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return 2 * (head + tail) - a.length - b.length;
}
