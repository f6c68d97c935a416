import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatHexToken,
  formatToken,
  hashToken,
  isOpaqueAccessToken,
  isWellFormedToken,
  TOKEN_PREFIXES,
  type TokenKind,
} from '../src/token-format.ts';

const kinds = Object.keys(TOKEN_PREFIXES) as TokenKind[];
const anyKind = fc.constantFrom(...kinds);
const random = fc.uint8Array({ minLength: 32, maxLength: 64 });

describe('token format', () => {
  test('every token is well formed for its own kind and for no other', () => {
    fc.assert(
      fc.property(anyKind, random, (kind, bytes) => {
        const token = formatToken(kind, bytes);
        expect(token).toMatch(/^x[a-z]{2}_[A-Za-z0-9_-]{49,}$/);
        expect(kinds.filter((other) => isWellFormedToken(other, token))).toEqual([kind]);
      }),
    );
  });

  test('catalogue 13: changing the prefix does not turn one kind into another', () => {
    const token = formatToken('access_token', new Uint8Array(32).fill(7));
    expect(isWellFormedToken('refresh_token', token.replace('xat_', 'xrt_'))).toBe(false);
  });

  test('catalogue 14: dropping or appending characters is seen without storage', () => {
    fc.assert(
      fc.property(
        anyKind,
        random,
        fc.nat(),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (kind, bytes, cut, tail) => {
          const token = formatToken(kind, bytes);
          expect(isWellFormedToken(kind, token.slice(0, cut % token.length))).toBe(false);
          expect(isWellFormedToken(kind, token + tail)).toBe(false);
          expect(isWellFormedToken(kind, tail + token)).toBe(false);
        },
      ),
    );
  });

  test('a changed character is seen', () => {
    fc.assert(
      fc.property(random, fc.nat(), fc.constantFrom(...'AZaz09-_.= '), (bytes, at, character) => {
        const token = formatToken('refresh_token', bytes);
        const index = at % token.length;
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        expect(isWellFormedToken('refresh_token', changed)).toBe(changed === token);
      }),
    );
  });

  test('RFC 9700: fewer than 256 random bits are no token', () => {
    expect(() => formatToken('session', new Uint8Array(31))).toThrow(RangeError);
    expect(() => formatToken('session', new Uint8Array(65))).toThrow(RangeError);
  });

  test('an access token as 64 hexadecimal digits is one beside our own form; nothing else is', () => {
    const bytes = new Uint8Array(32).fill(0xab);
    const token = formatHexToken(bytes);
    expect(token).toBe('ab'.repeat(32));
    expect(isOpaqueAccessToken(token)).toBe(true);
    expect(isOpaqueAccessToken(formatToken('access_token', bytes))).toBe(true);
    const others = [token.slice(1), `${token}a`, token.toUpperCase(), `${token}\n`, formatToken('session', bytes), ''];
    expect(others.filter(isOpaqueAccessToken)).toEqual([]);
    expect(() => formatHexToken(new Uint8Array(31))).toThrow(RangeError);
  });

  test('the hash is SHA-256 as base64url (FIPS 180-4, "abc")', () => {
    expect(hashToken('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});
