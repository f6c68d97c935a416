import { describe, expect, test } from 'vitest';
import { accessTokenClaims, JwtClaimsError, validateAccessTokenClaims } from '../../src/jwt-access-token.ts';
import { thrownBy } from '../expect-refusal.ts';

const issuer = 'https://as.example';
const resource = 'https://api.example';
const now = 1_800_000_000;
const input = {
  issuer,
  aud: [resource],
  sub: 'alice',
  client_id: 'app',
  scope: ['read', 'write'],
  jti: 'j1',
  iat: now,
  exp: now + 300,
};
const typ = 'at+jwt';
const validate = (payload: Record<string, unknown>, header: { typ?: string } = { typ }, leeway = 0) =>
  validateAccessTokenClaims(header, payload, { issuer, audience: resource, now, leeway });

describe('RFC 9068 §2.2: data structure', () => {
  test('the required claims, aud as a string and scope space-separated', () => {
    expect(accessTokenClaims({ ...input, family_id: null, auth_time: undefined })).toEqual({
      iss: issuer,
      aud: resource,
      sub: 'alice',
      client_id: 'app',
      scope: 'read write',
      jti: 'j1',
      iat: now,
      exp: now + 300,
    });
  });

  test('§2.2.1 authentication information, several audiences, no scope', () => {
    const claims = accessTokenClaims({
      ...input,
      aud: [resource, 'https://other.example'],
      scope: [],
      auth_time: now - 10,
      acr: '1',
      amr: ['pwd'],
      family_id: 'f1',
    });
    expect(claims).toMatchObject({ auth_time: now - 10, acr: '1', amr: ['pwd'], family_id: 'f1' });
    expect(claims.aud).toEqual([resource, 'https://other.example']);
    expect(claims).not.toHaveProperty('scope');
  });
});

describe('RFC 9068 §4: validating JWT access tokens', () => {
  test('what is issued here is accepted and read back', () => {
    const claims = accessTokenClaims({ ...input, auth_time: now - 10, acr: '1', amr: ['pwd'], family_id: 'f1' });
    expect(validate(claims)).toEqual({
      iss: issuer,
      aud: [resource],
      sub: 'alice',
      client_id: 'app',
      scope: ['read', 'write'],
      jti: 'j1',
      iat: now,
      exp: now + 300,
      auth_time: now - 10,
      acr: '1',
      amr: ['pwd'],
      family_id: 'f1',
    });
  });

  test('scope may be a list too, or missing', () => {
    const claims = accessTokenClaims(input);
    expect(validate({ ...claims, scope: ['read'] }).scope).toEqual(['read']);
    expect(validate({ ...claims, scope: undefined }).scope).toEqual([]);
  });

  test.each([{ typ: 'JWT' }, { typ: 'logout+jwt' }, { typ: 'at+jwt ' }, {}])(
    '"MUST verify that the typ header value is at+jwt or application/at+jwt": %j',
    (header) => {
      const error = thrownBy(() => validate(accessTokenClaims(input), header));
      expect(error).toMatchObject({ reason: 'not_an_access_token' });
      expect(validate(accessTokenClaims(input), { typ: 'application/at+JWT' }).sub).toBe('alice');
    },
  );

  test.each([
    ['catalogue 54: another issuer', { iss: 'https://as.example/' }, 'issuer_mismatch'],
    ['catalogue 54: another audience', { aud: 'https://other.example' }, 'audience_mismatch'],
    ['catalogue 54: an audience that only begins alike', { aud: `${resource}/` }, 'audience_mismatch'],
    ['no audience', { aud: undefined }, 'audience_malformed'],
    ['an empty audience', { aud: [] }, 'audience_malformed'],
    ['an audience of other types', { aud: [resource, 7] }, 'audience_malformed'],
    ['catalogue 54: expired this very second', { exp: now }, 'expired'],
    ['no exp', { exp: undefined }, 'exp_missing'],
    ['exp as text', { exp: '9999999999' }, 'exp_missing'],
    ['not yet valid', { nbf: now + 1 }, 'not_yet_valid'],
    ['nbf as text', { nbf: 'x' }, 'nbf_malformed'],
    ['issued more than a minute ahead', { iat: now + 61 }, 'issued_in_future'],
    ['no iat', { iat: null }, 'iat_missing'],
    ['no sub', { sub: '' }, 'sub_missing'],
    ['sub of another type', { sub: ['alice'] }, 'sub_missing'],
    ['no client_id', { client_id: undefined }, 'client_id_missing'],
    ['no jti', { jti: undefined }, 'jti_missing'],
    ['scope of another type', { scope: [1] }, 'scope_malformed'],
  ])('%s', (_, change, reason) => {
    const error = thrownBy(() => validate({ ...accessTokenClaims(input), ...change }));
    expect(error).toBeInstanceOf(JwtClaimsError);
    expect(error).toMatchObject({ reason });
  });

  test('leeway is in seconds and for exp and nbf only', () => {
    const claims = accessTokenClaims({ ...input, exp: now - 4 });
    expect(validate({ ...claims, nbf: now + 5, iat: now + 60 }, { typ }, 5).exp).toBe(now - 4);
    expect(thrownBy(() => validate(claims, { typ }, 4))).toMatchObject({ reason: 'expired' });
    expect(thrownBy(() => validate({ ...claims, iat: now + 61 }, { typ }, 600))).toMatchObject({
      reason: 'issued_in_future',
    });
  });
});
