import { isLocalDate } from './local-date.ts';

/** Why what was typed cannot be kept. */
export type ProfileProblem =
  | 'too_long'
  | 'invisible'
  | 'space'
  | 'https_url'
  | 'web_url'
  | 'date'
  | 'future'
  | 'phone'
  | 'choice';

/** The parts of the profile, by the identity scope that releases them (OIDC Core §5.4). */
export const GROUPS = ['profile', 'phone', 'address'] as const;
export type Group = (typeof GROUPS)[number];

/** What the form offers and the clock says. */
export interface Rules {
  readonly zoneinfo: ReadonlySet<string>;
  readonly locale: ReadonlySet<string>;
  /** Today's date, YYYY-MM-DD. */
  readonly today: string;
}

interface FieldRule {
  readonly group: Group;
  /** Characters. */
  readonly limit: number;
  /** null: it can be kept. The text is trimmed and not empty. */
  readonly problem?: (text: string, rules: Rules) => ProfileProblem | null;
  /** The form in which apps get it. */
  readonly normalise?: (text: string) => string;
}

const URL_LIMIT = 2000;

/** What a user may say about themselves: standard claims (OIDC Core §5.1), those of the address by their member's name (§5.1.1). */
export const PROFILE_FIELDS = {
  name: { group: 'profile', limit: 100 },
  given_name: { group: 'profile', limit: 60 },
  family_name: { group: 'profile', limit: 60 },
  nickname: { group: 'profile', limit: 60 },
  preferred_username: { group: 'profile', limit: 60, problem: (text) => (/\s/.test(text) ? 'space' : null) },
  picture: { group: 'profile', limit: URL_LIMIT, problem: (text) => (isUrl(text, ['https:']) ? null : 'https_url') },
  website: {
    group: 'profile',
    limit: URL_LIMIT,
    problem: (text) => (isUrl(text, ['https:', 'http:']) ? null : 'web_url'),
  },
  birthdate: { group: 'profile', limit: 10, problem: birthdateProblem },
  gender: { group: 'profile', limit: 40 },
  zoneinfo: { group: 'profile', limit: 64, problem: (text, { zoneinfo }) => (zoneinfo.has(text) ? null : 'choice') },
  locale: { group: 'profile', limit: 35, problem: (text, { locale }) => (locale.has(text) ? null : 'choice') },
  phone_number: {
    group: 'phone',
    limit: 40,
    normalise: (text) => text.replace(/[\s().-]/g, ''),
    // E.164: at most fifteen digits, of which the country code comes first and begins with no zero.
    problem: (text) => (/^\+[1-9]\d{5,14}$/.test(text) ? null : 'phone'),
  },
  street_address: { group: 'address', limit: 200 },
  locality: { group: 'address', limit: 100 },
  region: { group: 'address', limit: 100 },
  postal_code: { group: 'address', limit: 20 },
  country: { group: 'address', limit: 60 },
} as const satisfies Record<string, FieldRule>;

export type ProfileField = keyof typeof PROFILE_FIELDS;

export const PROFILE_FIELD_NAMES = Object.keys(PROFILE_FIELDS) as ProfileField[];

export function fieldRule(field: ProfileField): FieldRule {
  return PROFILE_FIELDS[field];
}

/** Bidirectional overrides and separators of lines: they reorder or hide what stands beside a name. */
const REORDERS = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

/** What speaks against a text that is trimmed and normalised; null: nothing. */
export function problemOf(field: ProfileField, text: string, rules: Rules): ProfileProblem | null {
  const rule = fieldRule(field);
  if ([...text].length > rule.limit) return 'too_long';
  if (REORDERS.test(field === 'street_address' ? text.replaceAll('\n', '') : text)) return 'invisible';
  return rule.problem?.(text, rules) ?? null;
}

/** As it is kept: without space around it, on one line but for the street. */
export function tidy(field: ProfileField, typed: string): string {
  const text = field === 'street_address' ? typed.replace(/\r\n?/g, '\n') : typed.replace(/[\r\n\t]+/g, ' ');
  const trimmed = text.trim();
  return fieldRule(field).normalise?.(trimmed) ?? trimmed;
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(text) || /\s/.test(text)) return false;
  const { protocol, host, username, password } = new URL(text);
  return protocols.includes(protocol) && host !== '' && username === '' && password === '';
}

/** OIDC Core §5.1: a day, also of the year 0000 for one that is not told, or a year alone. */
function birthdateProblem(text: string, { today }: Rules): ProfileProblem | null {
  if (!/^\d{4}$/.test(text) && !isLocalDate(text)) return 'date';
  return text > today.slice(0, text.length) ? 'future' : null;
}
