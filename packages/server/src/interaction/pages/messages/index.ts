import { de } from './de.ts';
import { en, type Messages } from './en.ts';

export type { Messages } from './en.ts';

const languages: ReadonlyMap<string, Messages> = new Map([
  ['en', en],
  ['de', de],
]);

/** The languages that pages are available in, for `ui_locales_supported` (OIDC Discovery §3). */
export const supportedLocales: readonly string[] = [...languages.keys()];

/** What tenants are created with: the texts that other languages stand in for. */
export const originalScopes: Messages['scopes'] = en.scopes;

/** The one of our languages that a BCP 47 tag asks for: its own, or that of the nearest shorter tag (RFC 4647 §3.4). */
export function supportedLocale(tag: string): string | undefined {
  const subtags = tag.toLowerCase().split('-', 8);
  const shorter = subtags.map((_, index) => subtags.slice(0, subtags.length - index).join('-'));
  return shorter.find((candidate) => languages.has(candidate));
}

/** The texts for a BCP 47 tag: those of the nearest language, or English. */
export function messagesFor(locale: string): Messages {
  return languages.get(supportedLocale(locale) ?? 'en') ?? en;
}
