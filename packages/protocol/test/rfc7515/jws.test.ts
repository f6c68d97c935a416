import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { compactVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import {
  decodeJws,
  JwsError,
  type JwsFailure,
  SIGNING_ALGORITHMS,
  type SigningAlgorithm,
  signJws,
  type VerificationKey,
  verifyHmacJws,
  verifyJws,
} from '../../src/jws.ts';
import { thrownBy } from '../expect-refusal.ts';
import { encodePart, testKeys } from './signing-keys.ts';

const allKeys: readonly VerificationKey[] = Object.values(testKeys);
const payload = { sub: 'alice', n: 1, text: 'é\u2028' };

function verifyWith(compact: string, keys: readonly VerificationKey[] = allKeys) {
  return verifyJws(compact, { keys: () => keys, algorithms: SIGNING_ALGORITHMS });
}

function expectFailure(attempt: () => unknown, reason: JwsFailure): void {
  const error = thrownBy(attempt);
  if (!(error instanceof JwsError)) throw error;
  expect(error.reason).toBe(reason);
}

/** A JWS that is signed correctly, whatever its header says. */
function signedWith(header: object, body: unknown = payload): string {
  const input = `${encodePart(header)}.${encodePart(body)}`;
  const { privateKey } = testKeys.EdDSA;
  return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
}

describe.each(SIGNING_ALGORITHMS)('RFC 7515 §5: %s', (alg) => {
  const key = testKeys[alg];

  test('what is signed here, jose verifies', async () => {
    const compact = await signJws({ typ: 'at+jwt' }, payload, key);
    const result = await compactVerify(compact, key.publicKey, { algorithms: [alg] });
    expect(result.protectedHeader).toEqual({ alg, typ: 'at+jwt', kid: key.kid });
    expect(JSON.parse(new TextDecoder().decode(result.payload))).toEqual(payload);
  });

  test('what jose signs is verified here', async () => {
    const compact = await new SignJWT(payload).setProtectedHeader({ alg, kid: key.kid }).sign(key.privateKey);
    expect(verifyWith(compact)).toEqual({ header: { alg, kid: key.kid }, payload });
  });

  test('any payload comes back as it went, and no changed character passes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.nat(), async (text, at) => {
        const compact = await signJws({}, { text }, key);
        expect(verifyWith(compact).payload).toEqual({ text });
        const index = at % compact.length;
        const changed = `${compact.slice(0, index)}${compact[index] === 'A' ? 'B' : 'A'}${compact.slice(index + 1)}`;
        expect(thrownBy(() => verifyWith(changed))).toBeInstanceOf(JwsError);
      }),
      { numRuns: 30 },
    );
  });

  test('catalogue 51: a short or long signature is refused', async () => {
    const compact = await signJws({}, payload, key);
    const [header, body, signature = ''] = compact.split('.');
    for (const other of [signature.slice(0, 4), signature.slice(0, -4), `${signature.slice(0, -4)}AAAAAAAA`, 'AAAA']) {
      const error = thrownBy(() => verifyWith(`${header}.${body}.${other}`));
      expect(error).toBeInstanceOf(JwsError);
    }
    expectFailure(() => verifyWith(`${header}.${body}.`), 'malformed');
    expectFailure(() => verifyWith(`${header}.${body}.AAAA`), 'signature_mismatch');
  });

  test('another algorithm for the same key is refused', async () => {
    const compact = await signJws({}, payload, key);
    for (const other of SIGNING_ALGORITHMS.filter((name) => name !== alg)) {
      const mislabelled = `${encodePart({ alg: other, kid: key.kid })}${compact.slice(compact.indexOf('.'))}`;
      expectFailure(() => verifyWith(mislabelled), 'unknown_key');
    }
    const others = SIGNING_ALGORITHMS.filter((name) => name !== alg);
    expectFailure(() => verifyJws(compact, { keys: () => allKeys, algorithms: others }), 'algorithm_not_allowed');
  });
});

describe('RFC 8725: what the header may not decide', () => {
  test.each(['none', 'None', 'NONE', 'nOnE'])('catalogue 46: alg %s is refused, with and without signature', (alg) => {
    expectFailure(() => verifyWith(signedWith({ alg, kid: 'EdDSA' })), 'algorithm_not_allowed');
    expectFailure(() => decodeJws(`${encodePart({ alg })}.${encodePart(payload)}.AAAA`), 'algorithm_not_allowed');
    expectFailure(() => verifyWith(`${encodePart({ alg })}.${encodePart(payload)}.`), 'algorithm_not_allowed');
  });

  test('catalogue 47: HS256 with the public key as secret is refused', () => {
    const { publicKey } = testKeys.RS256;
    const pem = publicKey.export({ format: 'pem', type: 'spki' });
    const input = `${encodePart({ alg: 'HS256', kid: 'RS256' })}.${encodePart(payload)}`;
    const compact = `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
    expectFailure(() => verifyWith(compact), 'algorithm_not_allowed');
    expectFailure(
      () => verifyJws(compact, { keys: () => allKeys, algorithms: ['HS256', ...SIGNING_ALGORITHMS] }),
      'algorithm_not_allowed',
    );
  });

  test('catalogue 48: no keys, or an unknown kid', () => {
    expectFailure(() => verifyWith(signedWith({ alg: 'EdDSA', kid: 'EdDSA' }), []), 'unknown_key');
    expectFailure(() => verifyWith(signedWith({ alg: 'EdDSA', kid: 'other' })), 'unknown_key');
    expectFailure(() => verifyWith(signedWith({ alg: 'EdDSA', kid: '' })), 'header_invalid');
    expectFailure(() => verifyWith(signedWith({ alg: 'EdDSA', kid: 7 })), 'header_invalid');
  });

  test('without a kid the keys of that algorithm are tried', () => {
    expect(verifyWith(signedWith({ alg: 'EdDSA' })).payload).toEqual(payload);
  });

  test.each([
    { alg: 'EdDSA', crit: ['exp'], exp: 1 },
    { alg: 'EdDSA', crit: [] },
    { alg: 'EdDSA', b64: false, crit: ['b64'] },
    { alg: 'EdDSA', b64: true },
  ])('catalogue 49: unknown crit: %j', (header) => {
    expectFailure(() => verifyWith(signedWith(header)), 'critical_header');
  });

  test.each(['../../etc/passwd', '__proto__', 'constructor', "' or 1=1"])(
    'catalogue 50: kid %s is just unknown',
    (kid) => {
      expectFailure(() => verifyWith(signedWith({ alg: 'EdDSA', kid })), 'unknown_key');
    },
  );

  test.each(['jwk', 'jku', 'x5u', 'x5c'])(
    'catalogue 50: a key that the token brings along is refused: %s',
    (member) => {
      const attacker = generateKeyPairSync('ed25519');
      const header = { alg: 'EdDSA', [member]: attacker.publicKey.export({ format: 'jwk' }) };
      expectFailure(() => verifyWith(signedWith(header)), 'embedded_key');
    },
  );

  test('a private or unfit key never verifies', () => {
    const compact = signedWith({ alg: 'EdDSA' });
    const { privateKey } = testKeys.EdDSA;
    expectFailure(() => verifyWith(compact, [{ alg: 'EdDSA', publicKey: privateKey }]), 'unknown_key');
    expectFailure(() => verifyWith(compact, [{ alg: 'EdDSA', publicKey: testKeys.ES256.publicKey }]), 'unknown_key');
    expectFailure(() => verifyWith(compact, [{ alg: 'RSA', publicKey: testKeys.EdDSA.publicKey }]), 'unknown_key');
  });

  test('RFC 7518 §3.3: "A key of size 2048 bits or larger MUST be used"', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const signing = signJws({}, payload, { kid: 'weak', alg: 'RS256', privateKey: weak.privateKey });
    await expect(signing).rejects.toMatchObject({ reason: 'key_unsuitable' });
    const mismatch = signJws({}, payload, { kid: 'x', alg: 'ES256', privateKey: testKeys.RS256.privateKey });
    await expect(mismatch).rejects.toMatchObject({ reason: 'key_unsuitable' });
  });

  test('an RSA key that declares no algorithm verifies RS256 and PS256', async () => {
    for (const alg of ['RS256', 'PS256'] satisfies SigningAlgorithm[]) {
      const compact = await signJws({}, payload, testKeys[alg]);
      const key = { kid: alg, alg: 'RSA', publicKey: testKeys[alg].publicKey };
      expect(verifyWith(compact, [key]).payload).toEqual(payload);
    }
  });
});

describe('RFC 7515 §7.1: the compact serialization, strictly', () => {
  const good = signedWith({ alg: 'EdDSA' });
  const [header = '', body = '', signature = ''] = good.split('.');

  test.each([
    ['', 'malformed'],
    ['a', 'malformed'],
    ['a.b', 'malformed'],
    [`${header}.${body}`, 'malformed'],
    [`${good}.`, 'malformed'],
    [`${good}.AAAA`, 'malformed'],
    ['catalogue 51: a JWE', `${good}.AAAA.AAAA`, 'malformed'],
    [`${header}=.${body}.${signature}`, 'malformed'],
    [`${header}.${body}.${signature}=`, 'malformed'],
    [` ${good}`, 'malformed'],
    [`${good}\n`, 'malformed'],
    [`${header}.${body}.${signature.slice(0, 10)}!${signature.slice(10)}`, 'malformed'],
    [`${header}.${body}.${signature.replace(/.$/, '+')}`, 'malformed'],
    [`${encodePart('[]')}.${body}.${signature}`, 'header_not_json'],
    [`${encodePart('{"alg":"EdDSA","alg":"none"}')}.${body}.${signature}`, 'header_not_json'],
    [`${encodePart('\ufeff{"alg":"EdDSA"}')}.${body}.${signature}`, 'header_not_json'],
    [
      `${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')}.${body}.AAAA`,
      'header_not_json',
    ],
    [`${encodePart({})}.${body}.${signature}`, 'algorithm_not_allowed'],
    [`${encodePart({ alg: 7 })}.${body}.${signature}`, 'algorithm_not_allowed'],
    [`${encodePart({ alg: 'EdDSA', typ: {} })}.${body}.${signature}`, 'header_invalid'],
    [`${header}.${encodePart('"text"')}.${signature}`, 'payload_not_json'],
    [`${header}.${encodePart('null')}.${signature}`, 'payload_not_json'],
    [`${header}.${encodePart('{"sub":"a","sub":"b"}')}.${signature}`, 'payload_not_json'],
  ])('%j', (...row) => {
    const [compact, reason] = row.slice(-2) as [string, JwsFailure];
    expectFailure(() => decodeJws(compact), reason);
  });

  test('non-canonical base64url is another string, not the same token', () => {
    // 64 bytes leave four unused bits in the last character.
    const last =
      signature.at(-1) === 'A' ? 'B' : String.fromCharCode((signature.charCodeAt(signature.length - 1) ?? 0) + 1);
    expect(Buffer.from(signature.slice(0, -1) + last, 'base64url').equals(Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
    expectFailure(() => verifyWith(`${header}.${body}.${signature.slice(0, -1)}${last}`), 'malformed');
  });

  test('catalogue 52: a megabyte of dots, and depth, are refused by length and shape', () => {
    expectFailure(() => decodeJws('.'.repeat(1_000_000)), 'too_long');
    expectFailure(() => decodeJws('.'.repeat(16_384)), 'malformed');
    expectFailure(() => decodeJws(`${encodePart({ alg: 'PBES2-HS256+A128KW', p2c: 1e9 })}.a.b.c.d`), 'malformed');
    const deep = encodePart(`{"alg":${'['.repeat(2000)}${']'.repeat(2000)}}`);
    expectFailure(() => decodeJws(`${deep}.${body}.${signature}`), 'header_not_json');
    expectFailure(() => decodeJws(good, good.length - 1), 'too_long');
    expect(decodeJws(good, good.length).payload).toEqual(payload);
  });

  test('nothing but JwsError, whatever arrives', () => {
    const part = fc.oneof(
      fc.constantFrom(header, body, signature, '', 'AAAA', '=', '\u0000', 'é'),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.json({ maxDepth: 3 }).map(encodePart),
      fc
        .dictionary(
          fc.constantFrom('alg', 'kid', 'typ', 'crit', 'jwk'),
          fc.constantFrom('EdDSA', 'none', 'RS256', 1, null, []),
        )
        .map(encodePart),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const compact = parts.join('.');
        if (compact === good) return;
        expect(thrownBy(() => verifyWith(compact))).toBeInstanceOf(JwsError);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('OIDC Core §9: client_secret_jwt', () => {
  const secret = 'a-secret-of-more-than-thirty-two-bytes';
  const signedBySecret = (alg: string, by: string) =>
    new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(by));

  test('what jose signs with one of the secrets is verified', async () => {
    const compact = await signedBySecret('HS256', secret);
    expect(verifyHmacJws(compact, ['another-secret-of-more-than-32-bytes!', secret]).payload).toEqual(payload);
    expectFailure(() => verifyHmacJws(compact, ['another-secret-of-more-than-32-bytes!']), 'signature_mismatch');
    expectFailure(() => verifyHmacJws(compact, []), 'unknown_key');
  });

  test('catalogue 48: an empty or short secret verifies nothing (RFC 7518 §3.2)', () => {
    const input = `${encodePart({ alg: 'HS256' })}.${encodePart(payload)}`;
    for (const weak of ['', 'short']) {
      const compact = `${input}.${createHmac('sha256', weak).update(input).digest('base64url')}`;
      expectFailure(() => verifyHmacJws(compact, [weak]), 'unknown_key');
    }
  });

  test('catalogue 51: a short tag, and any other algorithm, are refused', async () => {
    const compact = await signedBySecret('HS256', secret);
    const tagAt = compact.lastIndexOf('.') + 1;
    expectFailure(() => verifyHmacJws(compact.slice(0, tagAt + 4), [secret]), 'signature_mismatch');
    const stronger = await signedBySecret('HS512', `${secret}${secret}`);
    expectFailure(() => verifyHmacJws(stronger, [`${secret}${secret}`]), 'algorithm_not_allowed');
    expectFailure(() => verifyHmacJws(signedWith({ alg: 'EdDSA' }), [secret]), 'algorithm_not_allowed');
  });
});
