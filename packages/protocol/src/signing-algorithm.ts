import { constants, type KeyObject, type SignKeyObjectInput } from 'node:crypto';

/** JWA names (RFC 7518 §3.1, RFC 8037 §3.1) of what signs and verifies here. */
export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

export const SIGNING_ALGORITHMS: readonly SigningAlgorithm[] = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** The algorithm that a header or key names; RFC 9864 §2.2 gives EdDSA with Ed25519 its own name, which new libraries send. */
export function signingAlgorithmNamed(value: unknown): SigningAlgorithm | null {
  if (value === 'Ed25519') return 'EdDSA';
  return SIGNING_ALGORITHMS.find((alg) => alg === value) ?? null;
}

const MIN_RSA_BITS = 2048;
/** Verification time grows with the square of the length; nobody needs more. */
const MAX_RSA_BITS = 8192;

/** Whether this key is of the kind and strength that the algorithm asks for (RFC 7518 §3.3-3.5, RFC 8037 §3.1). */
export function keyFits(alg: SigningAlgorithm, key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (alg) {
    case 'RS256':
    case 'PS256':
      return (
        key.asymmetricKeyType === 'rsa' &&
        modulusLength >= MIN_RSA_BITS &&
        modulusLength <= MAX_RSA_BITS &&
        publicExponent >= 3n
      );
    case 'ES256':
      return key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1';
    case 'EdDSA':
      return key.asymmetricKeyType === 'ed25519';
  }
}

/** The digest that node:crypto signs and verifies with; null where the algorithm brings its own. */
export function digestOf(alg: SigningAlgorithm): 'sha256' | null {
  return alg === 'EdDSA' ? null : 'sha256';
}

/** The key as node:crypto wants it. Bare wherever its defaults are right: options make it look into the key at every call. */
export function keyInput(alg: SigningAlgorithm, key: KeyObject): KeyObject | SignKeyObjectInput {
  return alg === 'PS256' ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : key;
}
