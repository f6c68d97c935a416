import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bearerChallenge, readBearerToken } from '../../src/bearer.ts';

describe('RFC 6750 §2.1: the Authorization request header', () => {
  test('the token is read, whatever the case of the scheme', () => {
    expect(readBearerToken('Bearer mF_9.B5f-4.1JqM')).toBe('mF_9.B5f-4.1JqM');
    expect(readBearerToken('bEARER   a+/~==')).toBe('a+/~==');
  });

  test.each([
    undefined,
    null,
    '',
    'Bearer',
    'Bearer ',
    'Bearer  ',
    'Bearer a b',
    'Bearer a, Bearer b',
    'Bearer =',
    'Bearer a=b',
    'Bearer a\tb',
    ' Bearer a',
    'Bearer\ta',
    'Bearer é',
    'Basic YTpi',
    'DPoP a',
    'Bearertoken',
    `Bearer ${'a'.repeat(20_000)}`,
  ])('catalogue 44: %j is no bearer token', (header) => {
    expect(readBearerToken(header)).toBeNull();
  });

  test('catalogue 44: a fuzzed header gives a token of the grammar or none', () => {
    fc.assert(
      fc.property(fc.constantFrom('Bearer ', 'bearer', '', 'Basic '), fc.string({ unit: 'binary' }), (scheme, rest) => {
        const token = readBearerToken(scheme + rest);
        if (token !== null) expect(token).toMatch(/^[A-Za-z0-9._~+/-]+=*$/);
      }),
    );
  });
});

describe('RFC 6750 §3: the WWW-Authenticate response header', () => {
  test('without error information when the request lacks authentication (§3.1)', () => {
    expect(bearerChallenge({})).toBe('Bearer');
    expect(bearerChallenge({ realm: 'example' })).toBe('Bearer realm="example"');
  });

  test('carries error, description, scope and the metadata URL (RFC 9728 §5.1)', () => {
    expect(
      bearerChallenge({
        error: 'insufficient_scope',
        error_description: 'more is needed',
        scope: 'read write',
        resource_metadata: 'https://api.example/.well-known/oauth-protected-resource',
      }),
    ).toBe(
      'Bearer error="insufficient_scope", error_description="more is needed", scope="read write", ' +
        'resource_metadata="https://api.example/.well-known/oauth-protected-resource"',
    );
  });

  test('"MUST NOT include characters outside the set": no value can leave its quotes or the header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(bearerChallenge({ realm: text, error: text })).toMatch(
          /^Bearer realm="[\x20\x21\x23-\x5b\x5d-\x7e]*", error="[\x20\x21\x23-\x5b\x5d-\x7e]*"$/,
        );
      }),
    );
  });
});
