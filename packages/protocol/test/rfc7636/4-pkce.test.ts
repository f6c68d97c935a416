import { describe, expect, test } from 'vitest';
import { parseParameters } from '../../src/parameters.ts';
import { readCodeChallenge, verifyCodeVerifier } from '../../src/pkce.ts';
import { expectRefusal } from '../expect-refusal.ts';

// Appendix B
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('RFC 7636 §4.3-4.4: the authorization request', () => {
  const read = (query: string, required = true) => readCodeChallenge(parseParameters(query), { required });

  test('S256 is read', () => {
    expect(read(`code_challenge=${challenge}&code_challenge_method=S256`)).toBe(challenge);
    expect(read(`code_challenge=${challenge}&code_challenge_method=S256`, false)).toBe(challenge);
  });

  test('a client that need not use PKCE may leave it out', () => {
    expect(read('', false)).toBeNull();
    expect(read('code_challenge=', false)).toBeNull();
  });

  test.each([
    ['absent where required', '', 'code_challenge_missing'],
    ['empty where required', 'code_challenge=&code_challenge_method=S256', 'code_challenge_missing'],
    ['plain', `code_challenge=${challenge}&code_challenge_method=plain`, 'code_challenge_method_not_s256'],
    ['no method, which means plain', `code_challenge=${challenge}`, 'code_challenge_method_missing'],
    ['another case', `code_challenge=${challenge}&code_challenge_method=s256`, 'code_challenge_method_not_s256'],
    ['too short', 'code_challenge=abc&code_challenge_method=S256', 'code_challenge_malformed'],
    ['padded', `code_challenge=${challenge}%3D&code_challenge_method=S256`, 'code_challenge_malformed'],
  ])('catalogue 20: %s', (_, query, reason) => {
    expectRefusal(() => read(query), 'invalid_request', reason);
    if (query !== '') expectRefusal(() => read(query, false), 'invalid_request', reason);
  });
});

describe('RFC 7636 §4.6: the server verifies code_verifier', () => {
  test('the pair of Appendix B matches', () => {
    expect(() => verifyCodeVerifier(challenge, verifier)).not.toThrow();
    expect(() => verifyCodeVerifier(null, undefined)).not.toThrow();
  });

  test('catalogue 18: a verifier without a challenge is refused', () => {
    expectRefusal(() => verifyCodeVerifier(null, verifier), 'invalid_grant', 'code_verifier_without_challenge');
  });

  test('catalogue 19: a challenge without a verifier is refused', () => {
    expectRefusal(() => verifyCodeVerifier(challenge, undefined), 'invalid_grant', 'code_verifier_missing');
  });

  test('"If the values are not equal, an error response indicating invalid_grant MUST be returned"', () => {
    expectRefusal(() => verifyCodeVerifier(challenge, `${verifier}a`), 'invalid_grant', 'code_verifier_mismatch');
    expectRefusal(() => verifyCodeVerifier(challenge, challenge), 'invalid_grant', 'code_verifier_mismatch');
    expectRefusal(() => verifyCodeVerifier('short', verifier), 'invalid_grant', 'code_verifier_mismatch');
  });

  test.each(['x'.repeat(42), 'x'.repeat(129), `${'x'.repeat(43)}=`, `${'x'.repeat(43)}é`])(
    '§4.1: 43 to 128 unreserved characters, not %s',
    (text) => expectRefusal(() => verifyCodeVerifier(challenge, text), 'invalid_grant', 'code_verifier_malformed'),
  );
});
