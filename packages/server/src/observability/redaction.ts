import { TOKEN_PREFIXES } from '@xenia/protocol/token-format';

const mask = '[redacted]';

/** Members whose value is a secret wherever they occur; compared without case, hyphens and underscores. */
const secretKeys = new Set([
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'dpop', 'password', 'newpassword', 'passwordhash'],
  ...['clientsecret', 'secret', 'secrethash', 'sealedsecret', 'masterkey', 'databaseurl', 'connectionstring', 'csrf'],
  ...[
    'code',
    'codeverifier',
    'codehash',
    'token',
    'tokenhash',
    'accesstoken',
    'refreshtoken',
    'idtoken',
    'idtokenhint',
  ],
  ...['subjecttoken', 'actortoken', 'assertion', 'clientassertion', 'sessionhash', 'privatekey', 'sealedprivatekey'],
]);

const tokenShapes = new RegExp(`\\b(?:${Object.values(TOKEN_PREFIXES).join('|')})[\\w-]{16,}`, 'g');
/** Three parts, the first of which begins a JSON object in base64url; also the two last of which are cut off. */
const jwtShapes = /\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g;
const credentialsInUrls = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@"\\]*):[^\s/@"\\]+@/gi;

/** Masks everything in `text` that has the shape of a token, a JWT or a password in a URL. */
export function maskSecrets(text: string): string {
  return text.replace(tokenShapes, mask).replace(jwtShapes, mask).replace(credentialsInUrls, `$1:${mask}@`);
}

/** A copy of what is about to be logged, without the values of secret members. Errors become plain objects. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return '[too deep]';
  if (value instanceof Error) return describeError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  if (value instanceof Headers || value instanceof Map || value instanceof URLSearchParams) {
    return redact(Object.fromEntries(value), depth);
  }
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isSecret(key, member) ? mask : redact(member, depth + 1)]),
  );
}

/** The `code` of an error (ECONNREFUSED, invalid_grant) and numbers are no secrets; a `code` in a request is one. */
function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return false;
  return secretKeys.has(key.toLowerCase().replace(/[-_]/g, ''));
}

function describeError(error: Error, depth: number): unknown {
  const { code, cause, refusal } = error as { code?: unknown; cause?: unknown; refusal?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && /^\w{1,64}$/.test(code) ? { code } : {}),
    ...(refusal === undefined ? {} : { refusal: redact(refusal, depth + 1) }),
    stack: error.stack,
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  };
}
