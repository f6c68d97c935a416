import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatenatedFromDer, derFromConcatenated } from '../../src/ecdsa-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const data = Buffer.from('xenia');

/** DER of two integers, written by hand for the test. */
function der(r: bigint, s: bigint): Buffer {
  const integer = (value: bigint) => {
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
    return Buffer.concat([Buffer.from([0x02, padded.length]), padded]);
  };
  const content = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

function concatenated(r: bigint, s: bigint): Buffer {
  return Buffer.from(r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0'), 'hex');
}

describe('RFC 7518 §3.4 ECDSA signatures', () => {
  test('§3.4 the result is R and S in 32 octets each, as node:crypto itself would write them', () => {
    for (let round = 0; round < 500; round++) {
      const signature = concatenatedFromDer(sign('sha256', data, privateKey));
      expect(signature).toHaveLength(64);
      expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    }
  });

  test('§3.4 what node:crypto writes so is verified after conversion, and no longer when a bit changes', () => {
    for (let round = 0; round < 200; round++) {
      const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      expect(verify('sha256', data, publicKey, derFromConcatenated(signature) ?? Buffer.alloc(0))).toBe(true);
      const at = round % 64;
      signature[at] = (signature[at] ?? 0) ^ 1;
      expect(verify('sha256', data, publicKey, derFromConcatenated(signature) ?? Buffer.alloc(0))).toBe(false);
    }
  });

  test('§3.4 integers of every length keep their value both ways', () => {
    const integer = fc.integer({ min: 1, max: 256 }).chain((bits) => fc.bigInt(1n, 2n ** BigInt(bits) - 1n));
    fc.assert(
      fc.property(integer, integer, (r, s) => {
        expect(concatenatedFromDer(der(r, s))).toEqual(concatenated(r, s));
        expect(derFromConcatenated(concatenated(r, s))).toEqual(der(r, s));
      }),
    );
  });

  test('§3.4 all zeros verify nothing, and any other length is refused before it is looked at', () => {
    expect(derFromConcatenated(Buffer.alloc(64))).toEqual(Buffer.from([0x30, 6, 2, 1, 0, 2, 1, 0]));
    expect(verify('sha256', data, publicKey, derFromConcatenated(Buffer.alloc(64)) ?? Buffer.alloc(0))).toBe(false);
    for (const length of [0, 1, 63, 65, 72, 128]) expect(derFromConcatenated(Buffer.alloc(length, 1))).toBeNull();
  });

  test('§3.4 keys that were exported and read again sign the same', () => {
    const again = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    const signature = derFromConcatenated(concatenatedFromDer(sign('sha256', data, again)));
    expect(verify('sha256', data, createPublicKey(again), signature ?? Buffer.alloc(0))).toBe(true);
  });
});
