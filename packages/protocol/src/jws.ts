import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import { concatenatedFromDer, derFromConcatenated } from './ecdsa-signature.ts';
import { parseJsonObject } from './json-object.ts';
import { digestOf, keyFits, keyInput, type SigningAlgorithm, signingAlgorithmNamed } from './signing-algorithm.ts';

export { SIGNING_ALGORITHMS, type SigningAlgorithm } from './signing-algorithm.ts';

export type JwsFailure =
  | 'too_long'
  | 'malformed'
  | 'header_not_json'
  | 'header_invalid'
  | 'payload_not_json'
  | 'critical_header'
  | 'embedded_key'
  | 'algorithm_not_allowed'
  | 'unknown_key'
  | 'key_unsuitable'
  | 'signature_mismatch';

/** Why a compact JWS was not accepted. */
export class JwsError extends Error {
  override readonly name = 'JwsError';
  readonly reason: JwsFailure;
  constructor(reason: JwsFailure) {
    super(reason);
    this.reason = reason;
  }
}

export interface JwsHeader {
  readonly alg: string;
  readonly kid?: string;
  readonly typ?: string;
  readonly [member: string]: unknown;
}

export interface DecodedJws {
  readonly header: JwsHeader;
  readonly payload: Record<string, unknown>;
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

export interface VerifiedJws {
  readonly header: JwsHeader;
  readonly payload: Record<string, unknown>;
}

export interface SigningKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
}

/** `alg` 'RSA': an RSA key that does not say, which verifies RS256 and PS256 (RFC 7517 §4.4 leaves alg optional). */
export interface VerificationKey {
  readonly kid?: string | undefined;
  readonly alg: string;
  readonly publicKey: KeyObject;
}

const DEFAULT_MAX_LENGTH = 16_384;
const MAX_KID_LENGTH = 256;
/** RFC 7518 §3.2: a key of the size of the hash output or larger must be used. */
const MIN_HMAC_KEY_BYTES = 32;
const EMBEDDED_KEY_MEMBERS = ['jwk', 'jku', 'x5u', 'x5c'];

const encodedHeaders = new WeakMap<SigningKey, Map<string, string>>();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function encodeHeader(typ: string | undefined, key: SigningKey): string {
  let byType = encodedHeaders.get(key);
  if (!byType) {
    if (key.privateKey.type !== 'private' || !keyFits(key.alg, key.privateKey)) throw new JwsError('key_unsuitable');
    byType = new Map();
    encodedHeaders.set(key, byType);
  }
  let encoded = byType.get(typ ?? '');
  if (encoded === undefined) {
    encoded = Buffer.from(JSON.stringify({ alg: key.alg, typ, kid: key.kid })).toString('base64url');
    byType.set(typ ?? '', encoded);
  }
  return encoded;
}

/**
 * The compact serialization (RFC 7515 §3.1) of this payload. RSA signs on the thread pool, as it takes around a millisecond;
 * the others are faster than the way there. Rejects with JwsError `key_unsuitable` if the key does not fit its alg.
 */
export async function signJws(header: { typ?: string }, payload: object, key: SigningKey): Promise<string> {
  const encodedPayload = Buffer.from(JSON.stringify(payload)).toString('base64url');
  const signingInput = `${encodeHeader(header.typ, key)}.${encodedPayload}`;
  const data = Buffer.from(signingInput);
  if (key.alg === 'ES256') {
    return `${signingInput}.${concatenatedFromDer(sign('sha256', data, key.privateKey)).toString('base64url')}`;
  }
  if (key.alg === 'EdDSA') return `${signingInput}.${sign(null, data, key.privateKey).toString('base64url')}`;
  const signingKey = keyInput(key.alg, key.privateKey);
  return new Promise((resolve, reject) => {
    sign(digestOf(key.alg), data, signingKey, (error, signature) => {
      if (error) reject(error);
      else resolve(`${signingInput}.${signature.toString('base64url')}`);
    });
  });
}

/** Refuses every spelling but the canonical one (RFC 4648 §3.5), so that one token is one string. */
function decodePart(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (part === '' || bytes.toString('base64url') !== part) throw new JwsError('malformed');
  return bytes;
}

function decodeObject(part: string, failure: JwsFailure): Record<string, unknown> {
  const bytes = decodePart(part);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new JwsError(failure);
  }
  const value = parseJsonObject(text);
  if (!value) throw new JwsError(failure);
  return value;
}

function readHeader(part: string): JwsHeader {
  const header = decodeObject(part, 'header_not_json');
  const { alg, kid, typ } = header;
  // b64 changes what is signed (RFC 7797) and is only safe together with crit; both stay out.
  if ('crit' in header || 'b64' in header) throw new JwsError('critical_header');
  if (typeof alg !== 'string' || alg.toLowerCase() === 'none') throw new JwsError('algorithm_not_allowed');
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > MAX_KID_LENGTH)) {
    throw new JwsError('header_invalid');
  }
  if (typ !== undefined && typeof typ !== 'string') throw new JwsError('header_invalid');
  return { ...header, alg, ...(kid === undefined ? {} : { kid }), ...(typ === undefined ? {} : { typ }) };
}

/** Takes a compact JWS apart without verifying it. `maxLength` in characters. Throws JwsError. */
export function decodeJws(compact: string, maxLength: number = DEFAULT_MAX_LENGTH): DecodedJws {
  if (compact.length > maxLength) throw new JwsError('too_long');
  const first = compact.indexOf('.');
  const second = compact.indexOf('.', first + 1);
  if (first < 0 || second < 0 || compact.includes('.', second + 1)) throw new JwsError('malformed');
  const header = readHeader(compact.slice(0, first));
  return {
    header,
    payload: decodeObject(compact.slice(first + 1, second), 'payload_not_json'),
    signingInput: compact.slice(0, second),
    signature: decodePart(compact.slice(second + 1)),
  };
}

function isCandidate(key: VerificationKey, alg: SigningAlgorithm, kid: string | undefined): boolean {
  if (kid !== undefined && key.kid !== kid) return false;
  const isUndeclaredRsa = key.alg === 'RSA' && (alg === 'RS256' || alg === 'PS256');
  return (key.alg === alg || isUndeclaredRsa) && key.publicKey.type === 'public' && keyFits(alg, key.publicKey);
}

export interface VerifyJwsOptions {
  /** The keys to choose from; kid, alg and kind of key are matched here. */
  readonly keys: (header: JwsHeader) => readonly VerificationKey[];
  readonly algorithms: readonly string[];
  readonly maxLength?: number;
}

/** Verifies with one of the given keys and nothing that the header brings along (RFC 8725 §3.1, §3.10). Throws JwsError. */
export function verifyJws(compact: string, { keys, algorithms, maxLength }: VerifyJwsOptions): VerifiedJws {
  const decoded = decodeJws(compact, maxLength);
  verifySignature(decoded, { keys, algorithms });
  return { header: decoded.header, payload: decoded.payload };
}

function isGenuine(alg: SigningAlgorithm, key: KeyObject, data: Buffer, signature: Uint8Array): boolean {
  if (alg !== 'ES256') return verify(digestOf(alg), data, keyInput(alg, key), signature);
  const der = derFromConcatenated(signature);
  return der !== null && verify('sha256', data, key, der);
}

/** The second half of `verifyJws`, for who had to look inside first to know where the keys are. Throws JwsError. */
export function verifySignature(decoded: DecodedJws, { keys, algorithms }: Omit<VerifyJwsOptions, 'maxLength'>): void {
  const { header, signingInput, signature } = decoded;
  const { kid } = header;
  const alg = signingAlgorithmNamed(header.alg);
  if (alg === null || !algorithms.includes(alg)) throw new JwsError('algorithm_not_allowed');
  if (EMBEDDED_KEY_MEMBERS.some((member) => member in header)) throw new JwsError('embedded_key');
  const candidates = keys(header).filter((key) => isCandidate(key, alg, kid));
  if (candidates.length === 0) throw new JwsError('unknown_key');
  const data = Buffer.from(signingInput);
  if (!candidates.some((key) => isGenuine(alg, key.publicKey, data, signature))) {
    throw new JwsError('signature_mismatch');
  }
}

/** Verifies HS256 with one of the shared secrets, as `client_secret_jwt` does (OIDC Core §9). Throws JwsError. */
export function verifyHmacJws(
  compact: string,
  secrets: readonly string[],
  maxLength: number = DEFAULT_MAX_LENGTH,
): VerifiedJws {
  const { header, payload, signingInput, signature } = decodeJws(compact, maxLength);
  if (header.alg !== 'HS256') throw new JwsError('algorithm_not_allowed');
  const usable = secrets.filter((secret) => Buffer.byteLength(secret) >= MIN_HMAC_KEY_BYTES);
  if (usable.length === 0) throw new JwsError('unknown_key');
  const isGenuine = usable.some((secret) => {
    const expected = createHmac('sha256', secret).update(signingInput).digest();
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
  if (!isGenuine) throw new JwsError('signature_mismatch');
  return { header, payload };
}
