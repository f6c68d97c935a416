import { OAuthError, type Refusal } from './errors.ts';

/** The parameters of a request, however they were encoded. */
export interface Parameters {
  /** The value; undefined when absent or empty: without a value it counts as omitted (RFC 6749 §3.1). */
  get(name: string): string | undefined;
  /** Every value that is not empty, in order of arrival. */
  getAll(name: string): string[];
  has(name: string): boolean;
  /** Names that have a value, in order of arrival. */
  names(): string[];
  /** The first reason not to accept these parameters at all; null when well formed. */
  readonly problem: Refusal | null;
  /** The first reason not to accept this one; null when it is absent or well formed. */
  problemOf(name: string): Refusal | null;
}

/** RFC 8707 §2 and RFC 8693 §2.1: the parameters that may appear more than once. */
const REPEATABLE: ReadonlySet<string> = new Set(['resource', 'audience']);
const MAX_PARAMETERS = 200;
const MAX_VALUE_LENGTH = 16_384;
const MAX_NAME_IN_REFUSAL = 64;
// C0 controls other than TAB, LF and CR; U+FFFD is what a decoder leaves of bytes that were no UTF-8.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]/;

function isCleanText(text: string): boolean {
  return !FORBIDDEN.test(text) && text.isWellFormed();
}

function entryProblem(name: string, value: string, isRepeated: boolean): Refusal | null {
  if (!isCleanText(name)) return { reason: 'malformed_parameter_name' };
  const parameter = name.slice(0, MAX_NAME_IN_REFUSAL);
  if (isRepeated) return { reason: 'repeated_parameter', parameter };
  if (value.length > MAX_VALUE_LENGTH) return { reason: 'parameter_too_long', parameter };
  if (!isCleanText(value)) return { reason: 'malformed_parameter', parameter };
  return null;
}

function collect(entries: Iterable<readonly [string, string]>, repeatable = REPEATABLE): Parameters {
  const values = new Map<string, string[]>();
  const seen = new Set<string>();
  const problems = new Map<string, Refusal>();
  let problem: Refusal | null = null;
  let count = 0;
  for (const [name, value] of entries) {
    count += 1;
    if (count > MAX_PARAMETERS) {
      problem ??= { reason: 'too_many_parameters' };
      break;
    }
    const found = entryProblem(name, value, seen.has(name) && !repeatable.has(name));
    if (found !== null) problems.set(name, problems.get(name) ?? found);
    problem ??= found;
    seen.add(name);
    if (value === '') continue;
    const earlier = values.get(name);
    if (earlier) earlier.push(value);
    else values.set(name, [value]);
  }
  return {
    get: (name) => values.get(name)?.[0],
    getAll: (name) => [...(values.get(name) ?? [])],
    has: (name) => values.has(name),
    names: () => [...values.keys()],
    problem,
    problemOf: (name) => problems.get(name) ?? null,
  };
}

/** Reads application/x-www-form-urlencoded: a query string without its `?`, or a form body. `repeatable`: what may appear twice. */
export function parseParameters(encoded: string, repeatable?: ReadonlySet<string>): Parameters {
  return collect(new URLSearchParams(encoded), repeatable);
}

/** The same view on values that arrived some other way, such as the members of a JSON body. */
export function fromObject(values: Readonly<Record<string, string | readonly string[]>>): Parameters {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    for (const one of typeof value === 'string' ? [value] : value) entries.push([name, one]);
  }
  return collect(entries);
}

/** The same request with these values in place of what it said, which must be clean text; its problems stay its problems. */
export function withValues(parameters: Parameters, values: Readonly<Record<string, string>>): Parameters {
  const given = new Map(Object.entries(values).filter(([, value]) => value !== ''));
  return {
    ...parameters,
    get: (name) => given.get(name) ?? parameters.get(name),
    getAll: (name) => {
      const value = given.get(name);
      return value === undefined ? parameters.getAll(name) : [value];
    },
    has: (name) => given.has(name) || parameters.has(name),
    names: () => [...new Set([...parameters.names(), ...given.keys()])],
  };
}

/** Throws `invalid_request` when the parameters have a `problem` (RFC 6749 §3.1, §3.2). */
export function assertWellFormed(parameters: Parameters): void {
  if (parameters.problem) {
    throw new OAuthError(
      'invalid_request',
      'The request is malformed: a parameter is repeated, too long or not valid text',
      parameters.problem,
    );
  }
}
