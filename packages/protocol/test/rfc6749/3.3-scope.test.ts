import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OAuthError } from '../../src/errors.ts';
import { formatScope, isSubset, parseScope, without } from '../../src/scope.ts';
import { expectRefusal, thrownBy } from '../expect-refusal.ts';

const tokenCharacters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).filter(
  (character) => character !== '"' && character !== '\\',
);
const scopeToken = fc.string({ unit: fc.constantFrom(...tokenCharacters), minLength: 1, maxLength: 20 });

describe('RFC 6749 §3.3: access token scope', () => {
  test('"a list of space-delimited, case-sensitive strings", each once and in order', () => {
    expect(parseScope('write read Write read')).toEqual(['write', 'read', 'Write']);
    expect(parseScope(undefined)).toEqual([]);
    expect(parseScope('  openid   email ')).toEqual(['openid', 'email']);
  });

  test.each(['a"b', 'a\\b', 'a\tb', 'a\nb', 'é', 'a\u0000', 'a\u00a0b'])(
    'scope-token = 1*( %%x21 / %%x23-5B / %%x5D-7E ): %j is refused',
    (scope) => expectRefusal(() => parseScope(scope), 'invalid_scope', 'malformed_scope'),
  );

  test('catalogue 87: 10,000 scopes are refused, 100 are not', () => {
    const scopes = Array.from({ length: 10_000 }, (_, i) => `s${i}`);
    expectRefusal(() => parseScope(scopes.join(' ')), 'invalid_scope', 'too_many_scopes');
    expectRefusal(() => parseScope(scopes.slice(0, 101).join(' ')), 'invalid_scope', 'too_many_scopes');
    expect(parseScope(` ${scopes.slice(0, 100).join(' ')} `)).toHaveLength(100);
  });

  test('what was formatted is read back as it was', () => {
    fc.assert(
      fc.property(fc.uniqueArray(scopeToken, { maxLength: 100 }), (scopes) => {
        expect(parseScope(formatScope(scopes))).toEqual(scopes);
      }),
    );
  });

  test('any text gives tokens of the grammar or invalid_scope', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        try {
          for (const token of parseScope(text)) expect(token).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError);
        }
      }),
    );
    expect(thrownBy(() => parseScope('"'))).toBeInstanceOf(OAuthError);
  });

  test('subset and difference', () => {
    expect(isSubset(['a'], ['b', 'a'])).toBe(true);
    expect(isSubset([], [])).toBe(true);
    expect(isSubset(['a', 'A'], ['a'])).toBe(false);
    expect(without(['a', 'b', 'c'], ['b'])).toEqual(['a', 'c']);
    expect(formatScope(new Set(['a', 'b']))).toBe('a b');
  });
});
