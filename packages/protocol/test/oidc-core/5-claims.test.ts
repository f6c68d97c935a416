import { describe, expect, test } from 'vitest';
import {
  IDENTITY_SCOPES,
  readClaimsParameter,
  STANDARD_CLAIMS,
  scopesCovering,
  selectClaims,
} from '../../src/claims.ts';
import { expectRefusal } from '../expect-refusal.ts';

const alice = {
  sub: 'alice',
  name: 'Alice',
  email: 'a@example.com',
  email_verified: false,
  phone_number: null,
  custom: 1,
};

describe('OIDC Core §5.4: requesting claims using scope values', () => {
  test('§5.1: all twenty standard claims are reachable through a scope', () => {
    expect(new Set(STANDARD_CLAIMS).size).toBe(20);
    expect(IDENTITY_SCOPES.email.claims).toEqual(['email', 'email_verified']);
  });

  test('UserInfo returns the claims of the granted scopes that the user has; false counts, null does not (§5.3.2)', () => {
    expect(selectClaims(alice, ['openid', 'email', 'phone', 'read', '__proto__'], null, 'userinfo')).toEqual({
      sub: 'alice',
      email: 'a@example.com',
      email_verified: false,
    });
    expect(selectClaims(alice, [], null, 'userinfo')).toEqual({});
  });

  test('scopes put nothing into the ID token when a code is used', () => {
    expect(selectClaims(alice, ['openid', 'email'], null, 'id_token')).toEqual({});
  });
});

describe('OIDC Core §5.5: the claims request parameter', () => {
  test('null, essential, value and values are read; "Any members used that are not understood MUST be ignored"', () => {
    const claims = {
      userinfo: { name: null, email: { essential: true, future: 1 }, constructor: null },
      id_token: { acr: { values: ['1', '2'] }, sub: { value: 'alice' } },
      future: { a: 1 },
    };
    expect(readClaimsParameter(JSON.stringify(claims))).toEqual({
      userinfo: { name: null, email: { essential: true }, constructor: null },
      id_token: { acr: { values: ['1', '2'] }, sub: { value: 'alice' } },
    });
    expect(readClaimsParameter(undefined)).toBeNull();
    expect(readClaimsParameter('{"userinfo":null}')).toEqual({});
  });

  test('claims go where they were requested', () => {
    const requested = readClaimsParameter(
      '{"userinfo":{"name":null,"toString":null},"id_token":{"email":{"essential":true}}}',
    );
    expect(selectClaims(alice, ['openid'], requested, 'userinfo')).toEqual({ sub: 'alice', name: 'Alice' });
    expect(selectClaims(alice, ['openid'], requested, 'id_token')).toEqual({ email: 'a@example.com' });
    expect(scopesCovering(requested)).toEqual(['profile', 'email']);
    expect(scopesCovering(null)).toEqual([]);
  });

  test.each([
    ['not JSON', '{', 'claims_not_json'],
    ['not an object', '[]', 'claims_not_json'],
    ['catalogue 87: deep', `{"userinfo":{"a":${'['.repeat(4000)}${']'.repeat(4000)}}}`, 'claims_not_json'],
    ['long', `{"userinfo":{"${'a'.repeat(8192)}":null}}`, 'claims_too_long'],
    ['a prototype', '{"userinfo":{"__proto__":null}}', 'claims_not_json'],
    ['target of another type', '{"userinfo":[]}', 'claims_member_malformed'],
    ['claim of another type', '{"id_token":{"name":true}}', 'claims_member_malformed'],
    ['essential of another type', '{"id_token":{"name":{"essential":"yes"}}}', 'claims_essential_malformed'],
    ['values of another type', '{"id_token":{"acr":{"values":"1"}}}', 'claims_values_malformed'],
    [
      'too many',
      JSON.stringify({ userinfo: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`c${i}`, null])) }),
      'claims_too_many',
    ],
  ])('refused: %s', (_, value, reason) => {
    expectRefusal(() => readClaimsParameter(value), 'invalid_request', reason);
  });
});
