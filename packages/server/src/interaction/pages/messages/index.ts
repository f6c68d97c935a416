import { en, type Messages } from './en.ts';

export type { Messages } from './en.ts';

const languages: ReadonlyMap<string, Messages> = new Map([['en', en]]);

/** The languages that pages are available in, for `ui_locales_supported` (OIDC Discovery §3). */
export const supportedLocales: readonly string[] = [...languages.keys()];

/** The texts for a BCP 47 tag: its own, those of its language alone, or English. */
export function messagesFor(locale: string): Messages {
  const tag = locale.toLowerCase();
  return languages.get(tag) ?? languages.get(tag.split('-', 1)[0] ?? '') ?? en;
}
