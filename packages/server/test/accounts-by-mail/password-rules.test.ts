import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guessableParts, passwordProblem, passwordStrength } from '../../src/accounts/password-rules.ts';

const context = ['Ada.Byron@northbank.example', 'Ada Byron', 'Papyrus Cloud'];
const problemOf = (password: string, minLength = 15) => passwordProblem(password, { minLength, context })?.code ?? null;

describe('NIST SP 800-63B-4 §3.1.1.2: verifiers', () => {
  test('SHALL require passwords that are used as a single factor to be a minimum of 15 characters', () => {
    expect(problemOf('vx harbour moss')).toBeNull();
    expect(problemOf('vx harbour mos')).toBe('too_short');
  });

  test('MAY allow passwords that are used as part of multi-factor authentication to be 8 characters', () => {
    expect(problemOf('vx moss4', 8)).toBeNull();
    expect(problemOf('vx moss', 8)).toBe('too_short');
  });

  test('each Unicode code point SHALL be counted as a single character', () => {
    expect(problemOf('\u{1f40e}\u{1f984}\u{1f40d}\u{1f422}\u{1f98a}\u{1f426}\u{1f433}', 8)).toBe('too_short');
    expect(problemOf('\u{1f40e}\u{1f984}\u{1f40d}\u{1f422}\u{1f98a}\u{1f426}\u{1f433}\u{1f41d}', 8)).toBeNull();
  });

  test('SHOULD permit a maximum password length of at least 64 characters', () => {
    expect(problemOf('the quick brown fox jumps over a lazy dog while nobody looks at it at all')).toBeNull();
    expect(problemOf('x7'.repeat(600))).toBe('too_long');
  });

  test('SHALL NOT impose other composition rules', () => {
    for (const password of ['onlysmallletterswithoutspaces', '             4 8 15 16 23 42', 'ПОТЕРЯННЫЙ ФОНАРЬ']) {
      expect([password, problemOf(password)]).toEqual([password, null]);
    }
  });

  test.each([
    'password1234567',
    'passwordpassword',
    'P@ssw0rd P@ssw0rd',
    'qwertyuiopasdfgh',
    'QWERTYUIOP1234567890',
    'abcdefghijklmnop',
    'zyxwvutsrqponmlk',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabcabc',
    '123456789012345',
    'Summer2024Summer!',
    'iloveyouiloveyou',
    'letmeinletmein2025',
  ])('SHALL compare with a blocklist of commonly used, expected or compromised passwords: %s', (password) => {
    expect(problemOf(password)).toBe('guessable');
  });

  test.each(['papyruscloud2026', 'ada.byron@northbank.example', 'Byron-Papyrus-Cloud', 'N0rthb4nkByr0n2024'])(
    'the blocklist holds context-specific words, such as the name of the service and the username: %s',
    (password) => expect(problemOf(password)).toBe('personal'),
  );
});

describe('what a guesser has to find', () => {
  test('never more parts than characters, never fewer than one', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary-ascii' }), (password) => {
        const parts = guessableParts(password, context);
        expect(parts).toBeGreaterThanOrEqual(1);
        expect(parts).toBeLessThanOrEqual(password.length);
      }),
    );
  });

  test('random characters count one by one', () => {
    expect(guessableParts('x7#Kq9$Lm2@pVw4Z', context)).toBeGreaterThanOrEqual(15);
    expect(passwordStrength('x7#Kq9$Lm2@pVw4Z', context)).toBe('strong');
  });

  test('strength in words grows with the parts', () => {
    expect(passwordStrength('dragon-moss-2024-moss', context)).toBe('fair');
    expect(passwordStrength('dragon-moss-lantern', context)).toBe('good');
    expect(passwordStrength('seven quiet lanterns', context)).toBe('strong');
  });
});
