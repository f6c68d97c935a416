import { describe, expect, test } from 'vitest';
import { idTokenClaims, validateIdTokenHint } from '../../src/id-token.ts';
import { JwtClaimsError } from '../../src/jwt-claims.ts';
import { thrownBy } from '../expect-refusal.ts';

const issuer = 'https://as.example';
const payload = idTokenClaims({ issuer, sub: 'alice', client_id: 'app', iat: 1, exp: 2, sid: 's1' });

describe('OIDC RP-Initiated Logout §2: id_token_hint', () => {
  test('"The OP SHOULD accept ID Tokens when the RP identified ... even when the exp time has passed"', () => {
    expect(validateIdTokenHint({}, payload, { issuer })).toEqual({ sub: 'alice', aud: 'app', sid: 's1' });
    expect(validateIdTokenHint({ typ: 'JWT' }, payload, { issuer, client_id: 'app' }).sub).toBe('alice');
    expect(validateIdTokenHint({}, { ...payload, aud: ['app'], sid: undefined }, { issuer })).toEqual({
      sub: 'alice',
      aud: 'app',
    });
  });

  test.each([
    ['"MUST verify that the Client Identifier matches"', {}, {}, { client_id: 'other' }, 'audience_mismatch'],
    ['another issuer', {}, { iss: 'https://evil.example' }, {}, 'issuer_mismatch'],
    ['several audiences', {}, { aud: ['app', 'b'] }, {}, 'audience_malformed'],
    ['no sub', {}, { sub: undefined }, {}, 'sub_missing'],
    ['catalogue 13: an access token', { typ: 'at+jwt' }, {}, {}, 'not_an_id_token'],
    ['catalogue 13: a logout token', { typ: 'logout+jwt' }, {}, {}, 'not_an_id_token'],
  ])('%s', (_, header, change, expectation, reason) => {
    const error = thrownBy(() => validateIdTokenHint(header, { ...payload, ...change }, { issuer, ...expectation }));
    expect(error).toBeInstanceOf(JwtClaimsError);
    expect(error).toMatchObject({ reason });
  });
});
