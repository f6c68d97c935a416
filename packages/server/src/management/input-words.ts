import type { z } from 'zod';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  url: 'Must be a URL.',
  email: 'Must be an e-mail address.',
  regex: 'Must be of another form.',
};

const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' };

/** What is wrong with a member of the input, in a sentence, where its schema has no words of its own; undefined: the library's. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'It is missing.' : `Must be ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'too_small':
      return issue.minimum === 1 && issue.origin in UNITS
        ? 'Must not be empty.'
        : bound('at least', issue.minimum, issue.origin);
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin);
    case 'invalid_value':
      return `Must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}.`;
    case 'invalid_format':
      return FORMATS[issue.format];
    case 'invalid_key':
      return 'Its name is not one that it may have.';
    default:
      return undefined;
  }
}

function bound(which: string, limit: number | bigint, origin: string): string {
  const unit = UNITS[origin];
  return unit === undefined ? `Must be ${which} ${limit}.` : `Must have ${which} ${limit} ${unit}.`;
}
