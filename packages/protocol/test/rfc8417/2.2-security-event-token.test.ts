import { describe, expect, test } from 'vitest';
import { JwtClaimsError } from '../../src/jwt-claims.ts';
import { securityEventClaims, TOKENS_REVOKED, validateSecurityEventClaims } from '../../src/security-event-token.ts';
import { thrownBy } from '../expect-refusal.ts';

const issuer = 'https://as.example';
const now = 1_800_000_000;
const header = { typ: 'secevent+jwt' };
const payload = securityEventClaims({
  issuer,
  client_id: 'app',
  sub: 'alice',
  jti: 'j1',
  iat: now,
  event_type: TOKENS_REVOKED,
  event: { grant_id: 'g1', family_id: null },
});
const expectation = { issuer, client_id: 'app', now };

describe('RFC 8417 §2.2', () => {
  test('says what happened, to which account (RFC 9493 §3.2.3), without exp and without what is not known', () => {
    const subject = { subject_type: 'iss-sub', iss: issuer, sub: 'alice' };
    expect(payload).toEqual({
      iss: issuer,
      aud: 'app',
      iat: now,
      jti: 'j1',
      sub_id: { format: 'iss_sub', iss: issuer, sub: 'alice' },
      events: { [TOKENS_REVOKED]: { subject, grant_id: 'g1' } },
    });
    expect(validateSecurityEventClaims(header, payload, expectation)).toEqual({
      jti: 'j1',
      iat: now,
      sub: 'alice',
      events: { [TOKENS_REVOKED]: { subject, grant_id: 'g1' } },
    });
  });

  test.each([
    ['RFC 8417 §4.6, catalogue 13: an ID token', { typ: 'JWT' }, {}, {}, 'not_this_kind_of_token'],
    ['catalogue 13: a logout token', { typ: 'logout+jwt' }, {}, {}, 'not_this_kind_of_token'],
    ['another issuer', {}, { iss: 'https://evil.example' }, {}, 'issuer_mismatch'],
    ['another audience', {}, { aud: ['other'] }, {}, 'audience_mismatch'],
    ['no account', {}, { sub_id: undefined }, {}, 'subject_malformed'],
    [
      'an account of another issuer',
      {},
      { sub_id: { format: 'iss_sub', iss: 'https://other.example', sub: 'alice' } },
      {},
      'subject_malformed',
    ],
    ['another kind of subject', {}, { sub_id: { format: 'email', email: 'a@b.example' } }, {}, 'subject_malformed'],
    ['an old one', {}, {}, { now: now + 301 }, 'too_old'],
    ['an expired one', {}, { exp: now }, {}, 'expired'],
    ['no jti', {}, { jti: '' }, {}, 'jti_missing'],
  ])('refuses %s', (_, otherHeader, change, otherExpectation, reason) => {
    const error = thrownBy(() =>
      validateSecurityEventClaims(
        { ...header, ...otherHeader },
        { ...payload, ...change },
        { ...expectation, ...otherExpectation },
      ),
    );
    expect(error).toBeInstanceOf(JwtClaimsError);
    expect(error).toMatchObject({ reason });
  });
});
