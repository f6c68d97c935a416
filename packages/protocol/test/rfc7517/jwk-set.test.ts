import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { importJwk, importJwkSet, JwkSetError, publicJwk, thumbprint } from '../../src/jwk-set.ts';
import { SIGNING_ALGORITHMS, signJws, verifyJws } from '../../src/jws.ts';
import { thrownBy } from '../expect-refusal.ts';
import { testKeys } from '../rfc7515/signing-keys.ts';

const jwks = SIGNING_ALGORITHMS.map((alg) => publicJwk(testKeys[alg].publicKey, { kid: alg, alg }));

describe('RFC 7517: JSON Web Key', () => {
  test.each(SIGNING_ALGORITHMS)(
    'a published %s key verifies what the private one signed, here and with jose',
    async (alg) => {
      const jwk = publicJwk(testKeys[alg].privateKey, { kid: alg, alg });
      expect(jwk).not.toHaveProperty('d');
      expect(jwk).toMatchObject({ kid: alg, alg, use: 'sig' });
      const key = importJwk(jwk);
      expect(key).toMatchObject({ kid: alg, alg });
      const compact = await signJws({}, { a: 1 }, testKeys[alg]);
      expect(verifyJws(compact, { keys: () => (key ? [key] : []), algorithms: [alg] }).payload).toEqual({ a: 1 });
      await expect(importJWK(jwk as JWK)).resolves.toBeDefined();
    },
  );

  test('private and symmetric keys are refused', () => {
    for (const alg of SIGNING_ALGORITHMS)
      expect(importJwk(testKeys[alg].privateKey.export({ format: 'jwk' }))).toBeNull();
    expect(importJwk({ kty: 'oct', k: 'c2VjcmV0' })).toBeNull();
  });

  test('§4.2-4.4: use, key_ops and alg limit what a key is for', () => {
    const jwk = testKeys.RS256.publicKey.export({ format: 'jwk' });
    expect(importJwk(jwk)?.alg).toBe('RSA');
    expect(importJwk({ ...jwk, alg: 'PS256' })?.alg).toBe('PS256');
    expect(importJwk({ ...jwk, use: 'enc' })).toBeNull();
    expect(importJwk({ ...jwk, key_ops: ['encrypt'] })).toBeNull();
    expect(importJwk({ ...jwk, key_ops: ['verify'] })).not.toBeNull();
    for (const alg of ['ES256', 'RS1', 'HS256', 'none', 'RSA', 7]) expect(importJwk({ ...jwk, alg })).toBeNull();
  });

  test('weak, foreign and broken keys are refused', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
    const x448 = generateKeyPairSync('ed448').publicKey.export({ format: 'jwk' });
    const { publicKey } = testKeys.RS256;
    const constant = { ...publicKey.export({ format: 'jwk' }), e: 'AQ' };
    const offCurve = { ...testKeys.ES256.publicKey.export({ format: 'jwk' }), y: 'A'.repeat(43) };
    for (const jwk of [
      weak,
      foreign,
      x448,
      constant,
      offCurve,
      {},
      null,
      [],
      'x',
      { kty: '__proto__' },
      { kty: 'RSA', n: 1 },
    ]) {
      expect(importJwk(jwk)).toBeNull();
    }
  });
});

describe('RFC 7517 §5: JWK Set', () => {
  test('"implementations SHOULD ignore JWKs that are not understood"', () => {
    const keys = importJwkSet({ keys: [...jwks, { kty: 'future' }, { kty: 'oct', k: 'AA' }, null] });
    expect(keys.map((key) => key.kid)).toEqual(['RS256', 'PS256', 'ES256', 'EdDSA']);
  });

  test.each([
    ['not_a_jwk_set', null],
    ['not_a_jwk_set', []],
    ['not_a_jwk_set', { keys: {} }],
    ['too_many_keys', { keys: Array.from({ length: 51 }, () => ({})) }],
    ['duplicate_kid', { keys: [jwks[0], { ...jwks[2], kid: 'RS256' }] }],
  ])('%s', (reason, json) => {
    const error = thrownBy(() => importJwkSet(json));
    expect(error).toBeInstanceOf(JwkSetError);
    expect(error).toMatchObject({ reason });
  });
});

describe('RFC 7638: JWK thumbprint', () => {
  test.each(SIGNING_ALGORITHMS)('%s as jose computes it, whatever else the JWK carries', async (alg) => {
    const jwk = publicJwk(testKeys[alg].publicKey, { kid: 'x', alg });
    expect(thumbprint(jwk)).toBe(await calculateJwkThumbprint(jwk as JWK));
    expect(thumbprint(testKeys[alg].privateKey.export({ format: 'jwk' }))).toBe(thumbprint(jwk));
  });

  test('a key of another type has none here', () => {
    expect(() => thumbprint({ kty: 'oct', k: 'AA' })).toThrow(TypeError);
  });
});
