import { type ProfileField, problemOf, tidy } from './account/profile-fields.ts';
import { supportedLocale, supportedLocales } from './pages/messages/index.ts';

/** What a new account takes over from a provider: what its user could have typed themselves. */
const TAKEN = ['name', 'given_name', 'family_name', 'picture', 'locale'] as const satisfies readonly ProfileField[];

const RULES = { locale: new Set(supportedLocales), zoneinfo: new Set<string>(), today: '' };

/** Only what passes the rules of the profile's form; the rest is left out. */
export function profileClaims(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = TAKEN.flatMap((field) => {
    const given = claims[field];
    if (typeof given !== 'string') return [];
    const text = tidy(field, field === 'locale' ? (supportedLocale(given) ?? '') : given);
    return text === '' || problemOf(field, text, RULES) !== null ? [] : [[field, text] as const];
  });
  return Object.fromEntries(entries);
}
