import { commonTerms } from './common-passwords.ts';
import { maxPasswordBytes } from './passwords.ts';

/**
 * What a password must be (NIST SP 800-63B-4 §3.1.1.2): long enough, not among those that are tried first, and nothing else. No rules of
 * composition, no cutting, any character.
 */
export interface PasswordRules {
  /** Characters. */
  readonly minLength: number;
  /** What anyone would guess of this person: their address, their name, what the service is called. */
  readonly context: readonly string[];
}

export type PasswordProblem =
  | { readonly code: 'too_short'; readonly min: number }
  | { readonly code: 'too_long'; readonly max: number }
  | { readonly code: 'malformed' | 'guessable' | 'personal' };

/** How hard a password that is accepted is to guess, for its owner. */
export type PasswordStrength = 'fair' | 'good' | 'strong';

/** So many parts have to be guessed, at least. */
const MIN_PARTS = 6;
const GOOD_PARTS = 10;
const STRONG_PARTS = 15;
/** Shorter words of the context say nothing: they are part of too many others. */
const MIN_CONTEXT_WORD = 4;
const MIN_RUN = 3;

/** The first reason not to take it; null if there is none. */
export function passwordProblem(password: string, { minLength, context }: PasswordRules): PasswordProblem | null {
  const normalised = password.normalize('NFKC');
  if ([...normalised].length < minLength) return { code: 'too_short', min: minLength };
  if (Buffer.byteLength(password) > maxPasswordBytes) return { code: 'too_long', max: maxPasswordBytes };
  if (!password.isWellFormed()) return { code: 'malformed' };
  if (guessableParts(normalised, []) < MIN_PARTS) return { code: 'guessable' };
  return guessableParts(normalised, context) < MIN_PARTS ? { code: 'personal' } : null;
}

export function passwordStrength(password: string, context: readonly string[]): PasswordStrength {
  const parts = guessableParts(password.normalize('NFKC'), context);
  return parts >= STRONG_PARTS ? 'strong' : parts >= GOOD_PARTS ? 'good' : 'fair';
}

/**
 * In how many parts a guesser has to find the password: a common word, a run along the keyboard, the alphabet or the digits, a year,
 * a repetition and a word of the context count as one each, however long; every other character counts by itself.
 */
export function guessableParts(password: string, context: readonly string[]): number {
  const typed = password.toLowerCase();
  const text = undisguised(typed);
  const terms = [...COMMON, ...contextWords(context).map(undisguised)];
  let parts = 0;
  for (let at = 0; at < text.length; parts++) {
    at += Math.max(1, termLength(terms, text, at), yearLength(typed, at), runLength(typed, at), repeated(text, at));
  }
  return parts;
}

function termLength(terms: readonly string[], text: string, at: number): number {
  return terms.reduce((longest, term) => (text.startsWith(term, at) ? Math.max(longest, term.length) : longest), 0);
}

function yearLength(text: string, at: number): number {
  return /^(?:19|20)\d\d(?!\d)/.test(text.slice(at, at + 5)) ? 4 : 0;
}

/** As far as each character is the last one's neighbour, always on the same side: `4567`, `hgfe`, `asdf`, `aaaa`; 0 below three. */
function runLength(text: string, at: number): number {
  const runs = ROWS.map((row) => {
    const step = stepAt(row, text, at);
    if (step === null) return 0;
    let end = at + 2;
    while (stepAt(row, text, end - 1) === step) end++;
    return end - at;
  });
  const longest = Math.max(...runs);
  return longest >= MIN_RUN ? longest : 0;
}

/** From one character to the next along a row: 1, back: -1, the same again: 0; null: they are no neighbours. */
function stepAt(row: string, text: string, at: number): -1 | 0 | 1 | null {
  const [here, next] = [text[at], text[at + 1]];
  if (here === undefined || next === undefined) return null;
  if (here === next) return 0;
  if (row.includes(here + next)) return 1;
  return row.includes(next + here) ? -1 : null;
}

/** What stood before, again: `passwordpassword`; 0 below three characters. */
function repeated(text: string, at: number): number {
  const before = text.slice(0, at);
  let length = MIN_RUN;
  while (at + length <= text.length && before.includes(text.slice(at, at + length))) length++;
  return length > MIN_RUN ? length - 1 : 0;
}

/** The words that are long enough to mean something, also those between the dots of an address. */
function contextWords(context: readonly string[]): string[] {
  return context.flatMap((text) => {
    const lower = text.normalize('NFKC').toLowerCase();
    return [lower, ...lower.split(/[^\p{L}\p{N}]+/u)].filter((word) => word.length >= MIN_CONTEXT_WORD);
  });
}

/** Characters that are put for others, which fools no guesser. */
const DISGUISES: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', l: 'i', '!': 'i', '|': 'i', '3': 'e', '4': 'a', '@': 'a', '5': 's', $: 's', '7': 't' },
};

/** Both sides of a comparison are mapped, so that the length stays and nothing is lost. */
function undisguised(text: string): string {
  return text.replaceAll(/[01l!|34@5$7]/g, (character) => DISGUISES[character] ?? character);
}

const COMMON = commonTerms.map(undisguised);
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
];
