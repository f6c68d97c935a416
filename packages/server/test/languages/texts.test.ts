import { describe, expect, test } from 'vitest';
import { messagesFor, supportedLocales } from '../../src/interaction/pages/messages/index.ts';
import { type Text, textsOf } from './texts.ts';

const wordsOf = (locale: string) =>
  textsOf(messagesFor(locale)).filter(({ path }) => path !== 'dir' && path !== 'lang');

const english = wordsOf('en');
const others = supportedLocales.filter((locale) => locale !== 'en');

/** Alike in both languages: names of things, and what a developer reads. */
const ALIKE = new Set(['de:Code', 'de:Name', 'de:Passkey', 'de:Passkeys', 'de:Website', 'de:Issuer']);

/** Keys of what stands on buttons and links that look like them. */
const BUTTONS =
  /\.(submit|save|allow|deny|cancel\(\)|keep|remove|rename|make|renew|button|signIn|signOut|stay|retry|tryIt|uninstall|end|kept|download|decline|restart|passkey|others|everywhere|change|create|setUp|send|sendVerification|goOn|verify|add|other|otherAddress|askAgain|toSignIn|toAccount|useRecovery|byMail|signUp|switchAccount|label)$/;

/** A button of so many characters is never too wide. */
const SHORT = 14;

describe.each(others)('every text in %s', (locale) => {
  const texts = wordsOf(locale);
  const pairs = english.map((text): [string, Text, Text | undefined] => [
    text.path,
    text,
    texts.find(({ path }) => path === text.path),
  ]);

  test('says its own language', () => {
    expect(messagesFor(locale).lang).toBe(locale);
  });

  test('has the same texts in the same places as English', () => {
    expect(texts.map(({ path }) => path).sort()).toEqual(english.map(({ path }) => path).sort());
  });

  test('is translated', () => {
    const same = pairs.flatMap(([path, en, other]) =>
      en.said
        .filter((text, index) => hasWords(text) && text === other?.said[index] && !isAlike(locale, text))
        .map((text) => `${path}: ${text}`),
    );
    expect(same).toEqual([]);
  });

  test('names the same names and numbers as the English text', () => {
    const differing = pairs.flatMap(([path, en, other]) =>
      en.said.flatMap((text, index) => {
        const [own, its] = [factsOf(text), factsOf(other?.said[index] ?? '')];
        return en.given.length > 0 && own !== its ? [`${path}: ${text} / ${other?.said[index]}`] : [];
      }),
    );
    expect(differing).toEqual([]);
  });

  test('has no button of more than 2.2 times the English length', () => {
    const long = pairs.flatMap(([path, en, other]) =>
      BUTTONS.test(path)
        ? en.said
            .map((text, index) => [text, other?.said[index] ?? ''] as const)
            .filter(([text, own]) => own.length > Math.max(SHORT, 2.2 * text.length))
            .map(([text, own]) => `${path}: ${text} / ${own}`)
        : [],
    );
    expect(long).toEqual([]);
  });

  test('can be said with everything that it is given', () => {
    const broken = texts.flatMap(({ path, said }) =>
      said.filter((text) => /undefined|NaN|\[object|Invalid|=>/.test(text)).map((text) => `${path}: ${text}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('German', () => {
  const texts = wordsOf('de').flatMap(({ path, said }) => said.map((text) => `${path}: ${text}`));

  test('quotes as German does, „so“', () => {
    const quoting = texts.filter((text) => /["'”]/.test(text) || count(text, '„') !== count(text, '“'));
    expect(quoting).toEqual([]);
  });

  test('addresses people formally', () => {
    expect(texts.filter((text) => /\b(du|dir|dich|dein|deine[mnrs]?|euch|eure?)\b/i.test(text))).toEqual([]);
  });

  test('forms plurals', () => {
    const { account, security } = messagesFor('de');
    expect([0, 1, 2].map(account.overview.apps)).toEqual([
      'Keine App hat Zugriff',
      '1 App hat Zugriff',
      '2 Apps haben Zugriff',
    ]);
    expect([1, 2].map(account.overview.devices)).toEqual(['Auf 1 Gerät angemeldet', 'Auf 2 Geräten angemeldet']);
    expect([0, 1, 2].map(security.page.recovery.left)).toEqual([
      'Sie haben keine Codes.',
      'Ein Code ist übrig.',
      '2 Codes sind übrig.',
    ]);
  });

  test('puts times into the case that the sentence needs', () => {
    const { apps, consent } = messagesFor('de');
    const now = Date.UTC(2027, 2, 3, 14, 5) / 1000;
    expect([now - 20, now - 60, now - 7_200, now - 86_400].map((at) => apps.ago(at, now))).toEqual([
      'gerade eben',
      'vor 1 Minute',
      'vor 2 Stunden',
      'am 2. März 2027',
    ]);
    expect(apps.until(now + 7_200, now)).toBe('Hat noch 2 Stunden Zugriff');
    expect(consent.forAWhile(86_400)).toMatch(/^Für 1 Tag\./);
    expect(apps.exactly(now)).toBe('3. März 2027 um 14:05 UTC');
  });
});

function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/\b(Alpha|Beta|Gamma|https?:\S+)/g, ''));
}

function isAlike(locale: string, text: string): boolean {
  return ALIKE.has(`${locale}:${text}`);
}

/** The sample names and the numbers of a text, in any order, as a language may turn a sentence round. Not: sample telephone numbers. */
function factsOf(text: string): string {
  const facts = text.replace(/\+[\d ]+/g, '').match(/Alpha|Beta|Gamma|\d+/g) ?? [];
  return [...new Set(facts)].sort().join(' ');
}

function count(text: string, character: string): number {
  return text.split(character).length;
}
