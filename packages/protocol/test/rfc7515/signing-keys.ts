import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { SigningAlgorithm } from '../../src/jws.ts';

interface TestKey {
  kid: string;
  alg: SigningAlgorithm;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** One key for each signing algorithm; the kid names it. */
export const testKeys: Record<SigningAlgorithm, TestKey> = {
  RS256: { kid: 'RS256', alg: 'RS256', ...rsa },
  PS256: { kid: 'PS256', alg: 'PS256', ...rsa },
  ES256: { kid: 'ES256', alg: 'ES256', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
  EdDSA: { kid: 'EdDSA', alg: 'EdDSA', ...generateKeyPairSync('ed25519') },
};

export function encodePart(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}
