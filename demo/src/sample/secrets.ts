import { textFrom } from './base64url.ts';

/** Values that would let whoever sees them act for the app or the user: in parameters, headers and bodies. */
const SECRET = new Set([
  'code',
  'code_verifier',
  'access_token',
  'refresh_token',
  'id_token',
  'id_token_hint',
  'client_secret',
  'token',
  'logout_token',
]);

/** The value as the page may show it: secrets lose their middle. */
export function shown(name: string, value: string): string {
  if (name.toLowerCase() === 'authorization') return shownAuthorization(value);
  return SECRET.has(name) ? shortened(value) : value;
}

/** Enough to recognise a secret by, too little to use it. */
export function shortened(secret: string): string {
  return secret.length <= 16 ? '•'.repeat(8) : `${secret.slice(0, 8)}•••${secret.slice(-4)}`;
}

function shownAuthorization(value: string): string {
  const [scheme = '', credentials = ''] = value.split(' ', 2);
  if (scheme !== 'Basic') return `${scheme} ${shortened(credentials)}`;
  const [client_id = ''] = textFrom(credentials).split(':', 1);
  return `Basic base64(${decodeURIComponent(client_id)}:••••••••)`;
}
