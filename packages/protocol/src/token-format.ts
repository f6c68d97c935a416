import { hash } from 'node:crypto';

/** A prefix tells secret scanners, support and our own endpoints what a string is without looking it up. */
export const TOKEN_PREFIXES = {
  access_token: 'xat_',
  refresh_token: 'xrt_',
  authorization_code: 'xac_',
  client_secret: 'xcs_',
  session: 'xss_',
  ticket: 'xtk_',
} as const;

export type TokenKind = keyof typeof TOKEN_PREFIXES;

const MIN_RANDOM_BYTES = 32;
const MAX_RANDOM_BYTES = 64;
const CHECKSUM_LENGTH = 6;
/** Between the base64url lengths of 32 and 64 bytes, then the checksum. */
const BODY = /^[A-Za-z0-9_-]{49,92}$/;

function checksum(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, CHECKSUM_LENGTH);
}

/** Prefix, base64url of 32 to 64 random bytes, 6 characters of checksum over both. Throws RangeError for other lengths. */
export function formatToken(kind: TokenKind, random: Uint8Array): string {
  if (random.length < MIN_RANDOM_BYTES || random.length > MAX_RANDOM_BYTES) {
    throw new RangeError(`a token needs ${MIN_RANDOM_BYTES} to ${MAX_RANDOM_BYTES} random bytes`);
  }
  const text = TOKEN_PREFIXES[kind] + Buffer.from(random).toString('base64url');
  return text + checksum(text);
}

/**
 * Whether this could be a token of that kind. The checksum is no secret: it turns away truncated, extended and mistyped
 * values before they cost a look into storage.
 */
export function isWellFormedToken(kind: TokenKind, value: string): boolean {
  const prefix = TOKEN_PREFIXES[kind];
  if (!value.startsWith(prefix) || !BODY.test(value.slice(prefix.length))) return false;
  return checksum(value.slice(0, -CHECKSUM_LENGTH)) === value.slice(-CHECKSUM_LENGTH);
}

/** An access token as plain lower-case hexadecimal digits: nothing tells what it is or whether it is whole. */
const HEX_ACCESS_TOKEN = /^[0-9a-f]{64}$/;

/** For products whose apps know their access tokens as hexadecimal digits. Throws RangeError for anything but 32 bytes. */
export function formatHexToken(random: Uint8Array): string {
  if (random.length !== MIN_RANDOM_BYTES) throw new RangeError(`a token needs ${MIN_RANDOM_BYTES} random bytes`);
  return Buffer.from(random).toString('hex');
}

/** Whether this could be an opaque access token, in whichever form it was given. */
export function isOpaqueAccessToken(value: string): boolean {
  return HEX_ACCESS_TOKEN.test(value) || isWellFormedToken('access_token', value);
}

/** SHA-256 as base64url: the only form in which storage sees secrets, codes and tokens. */
export function hashToken(value: string): string {
  return hash('sha256', value, 'base64url');
}
