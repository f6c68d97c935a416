import {
  fieldRule,
  PROFILE_FIELD_NAMES,
  type ProfileField,
  type ProfileProblem,
  problemOf,
  type Rules,
  tidy,
} from './profile-fields.ts';

/** The profile as its form shows it: every field, empty where nothing is said. */
export type ProfileValues = Readonly<Record<ProfileField, string>>;

export type ProfileChange =
  | { readonly outcome: 'unchanged' }
  /** `claims`: all of the user's. */
  | { readonly outcome: 'changed'; readonly claims: Record<string, unknown>; readonly fields: readonly ProfileField[] }
  | { readonly outcome: 'refused'; readonly problems: Readonly<Partial<Record<ProfileField, ProfileProblem>>> };

type Claims = Readonly<Record<string, unknown>>;

export function profileOf(claims: Claims): ProfileValues {
  const address = addressOf(claims);
  const value = (field: ProfileField) => (isOfAddress(field) ? address[field] : claims[field]);
  const entries = PROFILE_FIELD_NAMES.map((field) => [field, textOf(value(field))]);
  return Object.fromEntries(entries) as Record<ProfileField, string>;
}

/**
 * The user's claims after what they typed. Only what they changed is looked at: what an operator set stays as it is, also where the
 * form could not have made it.
 */
export function changeProfile(claims: Claims, typed: ProfileValues, rules: Rules): ProfileChange {
  const before = profileOf(claims);
  const changed = PROFILE_FIELD_NAMES.filter((field) => tidy(field, typed[field]) !== tidy(field, before[field]));
  if (changed.length === 0) return { outcome: 'unchanged' };
  const problems = changed.flatMap((field) => {
    const text = tidy(field, typed[field]);
    const problem = text === '' ? null : problemOf(field, text, rules);
    return problem === null ? [] : [[field, problem] as const];
  });
  if (problems.length > 0) return { outcome: 'refused', problems: Object.fromEntries(problems) };
  const texts = changed.map((field) => [field, tidy(field, typed[field])] as const);
  return { outcome: 'changed', claims: withTexts(claims, texts), fields: changed };
}

type Texts = readonly (readonly [name: string, text: string])[];

function withTexts(claims: Claims, texts: readonly (readonly [ProfileField, string])[]): Record<string, unknown> {
  const own = texts.filter(([field]) => !isOfAddress(field));
  const ofAddress = texts.filter(([field]) => isOfAddress(field));
  const result = put(claims, own);
  if (ofAddress.length > 0) {
    // Whoever formatted the whole address did it from other parts.
    const address = put(addressOf(claims), [...ofAddress, ['formatted', '']]);
    if (Object.keys(address).length === 0) delete result.address;
    else result.address = address;
  }
  const phone = own.find(([field]) => field === 'phone_number');
  if (phone?.[1] === '') delete result.phone_number_verified;
  else if (phone !== undefined) result.phone_number_verified = false;
  return result;
}

/** An empty text removes the member. */
function put(members: Claims, texts: Texts): Record<string, unknown> {
  const removed = new Set(texts.filter(([, text]) => text === '').map(([name]) => name));
  const kept = Object.entries({ ...members, ...Object.fromEntries(texts) }).filter(([name]) => !removed.has(name));
  return Object.fromEntries(kept);
}

function addressOf({ address }: Claims): Readonly<Record<string, unknown>> {
  return isObject(address) ? address : {};
}

function isOfAddress(field: ProfileField): boolean {
  return fieldRule(field).group === 'address';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
