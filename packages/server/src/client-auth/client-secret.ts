import { timingSafeEqual } from 'node:crypto';
import { OAuthError } from '@xenia/protocol/errors';
import { hashToken, isWellFormedToken, TOKEN_PREFIXES } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { ClientSecretRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';

/** Compares with every secret of the client that is in force, so that old and new can overlap. Throws invalid_client. */
export function verifyClientSecret(exchange: Exchange, client: Client, presented: string): void {
  const now = exchange.deps.clock();
  const hash = Buffer.from(hashToken(presented));
  const matching = client.secrets.find((secret) => {
    const expected = Buffer.from(secret.secret_hash);
    return expected.length === hash.length && timingSafeEqual(expected, hash);
  });
  if (matching === undefined) {
    const registered = client.secrets.map(nameOf);
    throw invalidClient({ reason: 'client_secret_wrong', registered, ...factsAbout(presented) });
  }
  if (matching.expires_at !== null && matching.expires_at <= now) {
    const expired_ago = now - matching.expires_at;
    throw invalidClient({ reason: 'client_secret_expired', hint: nameOf(matching), expired_ago });
  }
}

/** How the console shows it. */
function nameOf({ hint, description }: Pick<ClientSecretRecord, 'hint' | 'description'>): string {
  return description === '' ? `…${hint}` : `…${hint} (${description})`;
}

/** What can be told of a secret that is none: of one of ours that is whole, the characters that it is known by. */
function factsAbout(presented: string): { shape: string; length: number; presented_hint: string | null } {
  const shape = shapeOf(presented);
  return { shape, length: presented.length, presented_hint: shape === 'whole' ? `…${presented.slice(-4)}` : null };
}

function shapeOf(presented: string): string {
  if (isWellFormedToken('client_secret', presented)) return 'whole';
  if (presented === '') return 'empty';
  if (/^\s|\s$/.test(presented)) return 'white_space';
  if (/^["'<].*["'>]$/.test(presented)) return 'quoted';
  if (/%[0-9a-f]{2}/i.test(presented)) return 'percent_encoded';
  return presented.startsWith(TOKEN_PREFIXES.client_secret) ? 'damaged' : 'foreign';
}

export function invalidClient(refusal: {
  reason: string;
  [fact: string]: string | number | null | readonly string[];
}): OAuthError {
  return new OAuthError('invalid_client', 'Client authentication failed', refusal);
}
