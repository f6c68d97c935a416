import type { Difference } from './difference.ts';
import type { FactValue, TraceFacts } from './facts.ts';

/** Why a request was refused, in words for the developer of the app, in English as all that developers read. */
export interface Explanation {
  readonly what: string;
  /** What would have been right; null where there is no one thing. */
  readonly expected: string | null;
  readonly received: string | null;
  /** What to do now. */
  readonly step: string;
  /** What else catches the eye, a sentence each. */
  readonly hints: readonly string[];
  /** Where the two texts part, if that is the trouble. */
  readonly difference: Difference | null;
}

/** What a kind of refusal says where the facts alone do not: `expected` and `received` are those of the refusal unless told. */
export type Told = Pick<Explanation, 'what' | 'step'> & Partial<Explanation>;
/** Fixed words, or such as the facts suggest. */
export type Explainer = Told | ((facts: TraceFacts) => Told);
/** By the reason of the refusal (protocol/errors.ts). */
export type Explainers = Readonly<Record<string, Explainer>>;

/** A fact of the refusal as a text; null if it is not there. */
export function fact({ refusal }: TraceFacts, name: string): string | null {
  const value: FactValue = refusal?.[name] ?? null;
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? value.join(' ') : String(value);
}

export function facts({ refusal }: TraceFacts, name: string): readonly string[] {
  const value = refusal?.[name];
  return typeof value === 'object' && value !== null ? value : [];
}

/** A number of the refusal; null if it is not there. */
export function number({ refusal }: TraceFacts, name: string): number | null {
  const value = refusal?.[name];
  return typeof value === 'number' ? value : null;
}

/** What came in this parameter, if its value was kept. */
export function parameter({ parameters }: TraceFacts, name: string): string | null {
  const value = parameters[name];
  return typeof value === 'string' ? value : null;
}

/** `45 seconds`, `3 minutes`, `2 hours`, `5 days`. */
export function duration(seconds: number): string {
  const [unit, size] = UNITS.find(([, least]) => seconds >= 2 * least) ?? (['second', 1] as const);
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
