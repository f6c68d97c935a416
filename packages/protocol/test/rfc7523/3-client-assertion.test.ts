import { describe, expect, test } from 'vitest';
import { validateClientAssertion } from '../../src/client-assertion.ts';
import { expectRefusal } from '../expect-refusal.ts';

const audience = 'https://as.example';
const now = 1_800_000_000;
const assertion = { iss: 'app', sub: 'app', aud: audience, exp: now + 60, iat: now, jti: 'j1' };
const validate = (change: object) =>
  validateClientAssertion({ ...assertion, ...change }, { client_id: 'app', audience, now });

describe('RFC 7523 §3: JWT format and processing requirements', () => {
  test('a proper assertion gives its jti and exp', () => {
    expect(validate({})).toEqual({ jti: 'j1', exp: now + 60 });
    expect(validate({ aud: [audience], iat: undefined }).jti).toBe('j1');
    expect(validate({ exp: now + 600 }).exp).toBe(now + 600);
    expect(validate({ exp: now + 1.5 }).exp).toBe(now + 2);
  });

  test.each([0, 1, 10])('FAPI 2.0: iat and nbf %i s ahead are accepted', (ahead) => {
    expect(validate({ iat: now + ahead, nbf: now + ahead }).jti).toBe('j1');
  });

  test.each([
    ['"iss MUST contain the client_id"', { iss: 'other' }, 'assertion_iss_mismatch'],
    ['"the subject MUST be the client_id"', { sub: 'alice' }, 'assertion_sub_mismatch'],
    ['audience: the token endpoint', { aud: `${audience}/token` }, 'assertion_aud_mismatch'],
    ['audience: the issuer and another', { aud: [audience, 'https://other.example'] }, 'assertion_aud_mismatch'],
    ['audience: twice', { aud: [audience, audience] }, 'assertion_aud_mismatch'],
    ['audience: missing', { aud: undefined }, 'assertion_aud_mismatch'],
    ['"MUST contain an exp claim"', { exp: undefined }, 'assertion_exp_missing'],
    ['exp of another type', { exp: `${now + 60}` }, 'assertion_exp_missing'],
    ['"MUST reject any JWT with an expiration time that has passed"', { exp: now }, 'assertion_expired'],
    ['exp unreasonably far', { exp: now + 601 }, 'assertion_exp_too_far'],
    ['iat more than 60 s ahead', { iat: now + 61 }, 'assertion_iat_in_future'],
    ['nbf more than 60 s ahead', { nbf: now + 61 }, 'assertion_nbf_in_future'],
    ['nbf of another type', { nbf: 'soon' }, 'assertion_nbf_malformed'],
    ['no jti', { jti: undefined }, 'assertion_jti_missing'],
    ['jti too long', { jti: 'x'.repeat(257) }, 'assertion_jti_missing'],
  ])('%s', (_, change, reason) => {
    expectRefusal(() => validate(change), 'invalid_client', reason);
  });
});
