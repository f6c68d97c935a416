import { describe, expect, test } from 'vitest';
import { JwtClaimsError } from '../../src/jwt-claims.ts';
import { logoutTokenClaims, validateLogoutTokenClaims } from '../../src/logout-token.ts';
import { thrownBy } from '../expect-refusal.ts';

const issuer = 'https://as.example';
const now = 1_800_000_000;
const header = { typ: 'logout+jwt' };
const payload = logoutTokenClaims({
  issuer,
  client_id: 'app',
  sub: 'alice',
  sid: 's1',
  jti: 'j1',
  iat: now,
  exp: now + 120,
});
const expectation = { issuer, client_id: 'app', now };

describe('OIDC Back-Channel Logout §2.6', () => {
  test('what the issuer states is accepted, also with sub or sid alone', () => {
    const accepted = { sub: 'alice', sid: 's1', jti: 'j1', iat: now };
    expect(validateLogoutTokenClaims(header, payload, expectation)).toEqual(accepted);
    const { sid: _, ...withoutSid } = payload;
    expect(validateLogoutTokenClaims(header, withoutSid, expectation)).toEqual({ ...accepted, sid: null });
    const { sub: __, ...withoutSub } = payload;
    expect(validateLogoutTokenClaims({ typ: 'application/logout+JWT' }, withoutSub, expectation)).toEqual({
      ...accepted,
      sub: null,
    });
    const later = { ...expectation, now: now + 119 };
    expect(validateLogoutTokenClaims(header, { ...payload, aud: ['other', 'app'] }, later)).toEqual(accepted);
  });

  test.each([
    ['"Verify that the Logout Token does not contain a nonce Claim"', {}, { nonce: 'n' }, {}, 'nonce_not_allowed'],
    ['"contains a sub Claim, a sid Claim, or both"', {}, { sub: undefined, sid: undefined }, {}, 'subject_missing'],
    ['another event', {}, { events: { 'https://schemas.example/other': {} } }, {}, 'not_a_logout'],
    ['no events', {}, { events: undefined }, {}, 'events_missing'],
    ['an empty list of events', {}, { events: {} }, {}, 'events_malformed'],
    [
      'an event that is no object',
      {},
      { events: { 'http://schemas.openid.net/event/backchannel-logout': true } },
      {},
      'events_malformed',
    ],
    ['another issuer', {}, { iss: 'https://evil.example' }, {}, 'issuer_mismatch'],
    ['another audience', {}, { aud: 'other' }, {}, 'audience_mismatch'],
    ['no audience', {}, { aud: undefined }, {}, 'audience_malformed'],
    ['no jti', {}, { jti: undefined }, {}, 'jti_missing'],
    ['no exp', {}, { exp: undefined }, {}, 'exp_missing'],
    ['an expired one', {}, {}, { now: now + 120 }, 'expired'],
    ['one from the future', {}, { iat: now + 61 }, {}, 'issued_in_future'],
    ['an old one, whatever its exp', {}, { exp: now + 9_999 }, { now: now + 301 }, 'too_old'],
    ['§4.1, catalogue 13: an ID token', { typ: 'JWT' }, {}, {}, 'not_this_kind_of_token'],
    ['catalogue 13: an access token', { typ: 'at+jwt' }, {}, {}, 'not_this_kind_of_token'],
    ['catalogue 13: a security event token', { typ: 'secevent+jwt' }, {}, {}, 'not_this_kind_of_token'],
    ['no typ', { typ: undefined }, {}, {}, 'not_this_kind_of_token'],
  ])('refuses %s', (_, otherHeader, change, otherExpectation, reason) => {
    const error = thrownBy(() =>
      validateLogoutTokenClaims(
        { ...header, ...otherHeader } as typeof header,
        { ...payload, ...change },
        { ...expectation, ...otherExpectation },
      ),
    );
    expect(error).toBeInstanceOf(JwtClaimsError);
    expect(error).toMatchObject({ reason });
  });
});
