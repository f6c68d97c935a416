import { timingSafeEqual } from 'node:crypto';
import { OAuthError } from '@xenia/protocol/errors';
import { hashToken } from '@xenia/protocol/token-format';
import type { Exchange } from '../exchange.ts';
import type { Client } from '../tenants/client.ts';

/** Compares with every secret of the client that is in force, so that old and new can overlap. Throws invalid_client. */
export function verifyClientSecret(exchange: Exchange, client: Client, presented: string): void {
  const now = exchange.deps.clock();
  const hash = Buffer.from(hashToken(presented));
  const matching = client.secrets.find((secret) => {
    const expected = Buffer.from(secret.secret_hash);
    return expected.length === hash.length && timingSafeEqual(expected, hash);
  });
  if (matching === undefined) throw invalidClient({ reason: 'client_secret_wrong', secrets: client.secrets.length });
  if (matching.expires_at !== null && matching.expires_at <= now) {
    throw invalidClient({ reason: 'client_secret_expired', hint: matching.hint, expired_at: matching.expires_at });
  }
}

export function invalidClient(refusal: {
  reason: string;
  [fact: string]: string | number | null | readonly string[];
}): OAuthError {
  return new OAuthError('invalid_client', 'Client authentication failed', refusal);
}
