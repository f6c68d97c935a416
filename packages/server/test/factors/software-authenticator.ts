import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What an authenticator and its browser can be made to get wrong. */
export interface Ceremony {
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether the user was verified; true unless told. */
  readonly verified?: boolean;
  readonly counter?: number;
  readonly type?: string;
  readonly challenge?: string;
  readonly userHandle?: string;
}

interface Options {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id: string };
  readonly user?: { readonly id: string };
}

/** An authenticator in software (WebAuthn §6) that does as it is told, with one discoverable ES256 passkey. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(16);
  readonly #origin: string;
  readonly #key: KeyObject;
  readonly #cose: Buffer;
  #userHandle = '';
  counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#key = privateKey;
    // RFC 9053 §7.1: kty EC2, alg ES256, crv P-256, x, y.
    this.#cose = map([1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]);
  }

  /** What a page posts after navigator.credentials.create(). */
  create(options: object, told: Ceremony = {}): string {
    const { rp, user } = options as Options;
    this.#userHandle = user?.id ?? '';
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, this.#cose]);
    const authData = Buffer.concat([this.#head(told.rpId ?? rp?.id ?? '', told, 0x40), credential]);
    const attestationObject = map(['fmt', 'none'], ['attStmt', new Map<never, never>()], ['authData', authData]);
    return this.#credential({
      clientDataJSON: this.#clientData(options, 'webauthn.create', told).toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What a page posts after navigator.credentials.get(). */
  get(options: object, told: Ceremony = {}): string {
    const authData = this.#head(told.rpId ?? (options as Options).rpId ?? '', told, 0);
    const clientData = this.#clientData(options, 'webauthn.get', told);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return this.#credential({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.#key).toString('base64url'),
      userHandle: told.userHandle ?? this.#userHandle,
    });
  }

  #credential(response: object): string {
    const id = this.id.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} });
  }

  #clientData(options: object, type: string, told: Ceremony): Buffer {
    const { challenge } = options as Options;
    const data = {
      type: told.type ?? type,
      challenge: told.challenge ?? challenge,
      origin: told.origin ?? this.#origin,
    };
    return Buffer.from(JSON.stringify(data));
  }

  /** WebAuthn §6.1: the hash of the domain, the flags, the counter. */
  #head(rpId: string, { verified = true, counter = this.counter }: Ceremony, more: number): Buffer {
    const rest = Buffer.alloc(5);
    rest.writeUInt8(0x01 | (verified ? 0x04 : 0) | more);
    rest.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), rest]);
  }
}

/** RFC 8949, as far as it takes. */
function map(
  ...entries: readonly (readonly [number | string, number | string | Buffer | Map<never, never>])[]
): Buffer {
  return Buffer.concat([Buffer.from([0xa0 | entries.length]), ...entries.flat().map(cbor)]);
}

function cbor(value: number | string | Buffer | Map<never, never>): Buffer {
  if (typeof value === 'number') return value < 0 ? Buffer.from([0x20 | (-1 - value)]) : Buffer.from([value]);
  if (typeof value === 'string') return Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)]);
  if (value instanceof Map) return Buffer.from([0xa0]);
  return Buffer.concat([Buffer.from([0x58, value.length]), value]);
}

/** The options that a page gives to its passkey form. */
export function passkeyOptions(page: string): object {
  const [, text = ''] = /data-options="([^"]*)"/.exec(page) ?? [];
  return JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as object;
}
