import { type Explainers, fact, number } from '../explanation.ts';
import type { TraceFacts } from '../facts.ts';

const S256 = 'code_challenge = BASE64URL(SHA256(code_verifier)), without padding (RFC 7636 §4.2)';
const USE_A_LIBRARY = 'Most OAuth libraries do this for you: switch PKCE on there.';

export const pkceExplanations: Explainers = {
  code_challenge_missing: {
    what: 'The authorization request has no code_challenge, and this client must use PKCE.',
    expected: 'code_challenge, and code_challenge_method=S256',
    received: 'no code_challenge',
    step: 'Make a code_verifier for each request, send its hash as code_challenge, and the verifier itself in the token request.',
    hints: [USE_A_LIBRARY],
  },
  code_challenge_method_missing: {
    what: 'The code_challenge came without a method, which means `plain`, and only S256 is accepted.',
    expected: 'code_challenge_method=S256',
    received: 'no code_challenge_method',
    step: 'Send code_challenge_method=S256, and the hash of the verifier as code_challenge.',
  },
  code_challenge_method_not_s256: (of) => ({
    what: 'Only the code_challenge_method S256 is accepted.',
    expected: 'code_challenge_method=S256',
    received: `code_challenge_method=${of.parameters.code_challenge_method ?? ''}`,
    step: 'Send the hash of the verifier as code_challenge, with code_challenge_method=S256.',
  }),
  code_challenge_malformed: (of) => ({
    what: 'The code_challenge is no SHA-256 hash in base64url: that has 43 characters of A-Z, a-z, 0-9, - and _.',
    expected: '43 characters of base64url without padding',
    received: `${number(of, 'length') ?? 0} characters`,
    step: `Send ${S256}.`,
    hints: challengeHints(of),
  }),
  code_verifier_without_challenge: {
    what: 'The token request brings a code_verifier, but the authorization request had no code_challenge.',
    step: 'Send code_challenge and code_challenge_method=S256 in the authorization request. If you do, something on its way strips them.',
  },
  code_verifier_missing: {
    what: 'The authorization request had a code_challenge, but the token request has no code_verifier.',
    expected: 'the code_verifier that the code_challenge was made of',
    received: 'no code_verifier',
    step: 'Keep the verifier with the state until the code arrives, and send it as code_verifier in the token request.',
  },
  code_verifier_malformed: (of) => ({
    what: 'The code_verifier must have 43 to 128 characters of A-Z, a-z, 0-9, -, ., _ and ~ (RFC 7636 §4.1).',
    expected: '43 to 128 characters',
    received: `${number(of, 'length') ?? 0} characters`,
    step: 'Make it of 32 random bytes in base64url, which are 43 characters.',
    hints: lengthHints(number(of, 'length') ?? 0),
  }),
  code_verifier_mismatch: (of) => ({
    what: 'The code_verifier is not the one that the code_challenge of this code was made of.',
    expected: S256,
    received: fact(of, 'plain') === 'true' ? 'the code_challenge itself' : 'a verifier with another hash',
    step:
      fact(of, 'plain') === 'true'
        ? 'Hash the verifier for the authorization request, and send the verifier, not its hash, to the token endpoint.'
        : 'Make sure that each code is redeemed with the verifier of its own request: keep it by the state, not in one place for all.',
    hints: mismatchHints(of),
  }),
};

const SHAPES: Readonly<Record<string, string>> = {
  hex: 'What came are hexadecimal digits: encode the bytes of the hash, not their hexadecimal text.',
  padded: 'What came ends with =, the padding of base64, which must be left out.',
  base64: 'What came has + or /: it is base64 where base64url is wanted (- and _ instead).',
};

function challengeHints(of: TraceFacts): string[] {
  const hint = SHAPES[fact(of, 'shape') ?? ''];
  if (hint !== undefined) return [hint];
  const length = number(of, 'length') ?? 0;
  return length > 43
    ? ['It is longer than a hash: is it the verifier itself, or a hash in hexadecimal digits encoded again?']
    : [];
}

function lengthHints(length: number): string[] {
  if (length < 43) return ['It is too short: a random UUID or 16 bytes are not enough.'];
  return length > 128
    ? ['It is too long.']
    : ['It has a character that is not allowed, such as +, / or = of plain base64.'];
}

function mismatchHints(of: TraceFacts): string[] {
  if (fact(of, 'plain') === 'true')
    return ['The verifier that came is equal to the code_challenge: that is the method `plain`.'];
  return [
    'Two sign-ins at once in one browser, or a page that was reloaded, often overwrite the verifier of the first.',
  ];
}
