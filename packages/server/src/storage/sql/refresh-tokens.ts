import type { RefreshTokenStore } from '../port.ts';
import type { RefreshTokenRecord } from '../records.ts';
import type { Operations } from './executor.ts';
import { answerReplay, familyInForce, findFamilyStatus, selectFamilyRow, toFamilyStatus } from './families.ts';
import { storeIssued } from './issued-tokens.ts';
import { statement } from './statement.ts';

interface TokenKey {
  tenant_id: string;
  token_hash: string;
}

const withFamily = statement((db, { tenant_id, token_hash }: TokenKey) =>
  selectFamilyRow(db)
    .innerJoin('refresh_tokens as token', (join) =>
      join.onRef('token.tenant_id', '=', 'f.tenant_id').onRef('token.family_id', '=', 'f.family_id'),
    )
    .select(['token.token_hash', 'token.rotated_at', 'token.successor_hash', 'token.sealed_response'])
    .select(['token.client_id as token_client_id', 'token.created_at as token_created_at'])
    .select('token.expires_at as token_expires_at')
    .where('token.tenant_id', '=', tenant_id)
    .where('token.token_hash', '=', token_hash),
);

type Replacement = TokenKey &
  Pick<RefreshTokenRecord, 'client_id' | 'successor_hash' | 'sealed_response'> & { now: number };

const replace = statement((db, given: Replacement) =>
  db
    .updateTable('refresh_tokens')
    .set({
      rotated_at: given.now,
      successor_hash: given.successor_hash,
      sealed_response: given.sealed_response,
    })
    .where('tenant_id', '=', given.tenant_id)
    .where('token_hash', '=', given.token_hash)
    .where('client_id', '=', given.client_id)
    .where('rotated_at', 'is', null)
    .where('expires_at', '>', given.now)
    .where(familyInForce('refresh_tokens', given.now))
    .returning('family_id'),
);
const replaced = statement((db, given: TokenKey & { client_id: string; now: number }) =>
  db
    .selectFrom('refresh_tokens as t')
    .leftJoin('refresh_tokens as s', (join) =>
      join.onRef('s.tenant_id', '=', 't.tenant_id').onRef('s.token_hash', '=', 't.successor_hash'),
    )
    .select(['t.family_id', 't.rotated_at', 't.sealed_response', 's.rotated_at as successor_rotated_at'])
    .where('t.tenant_id', '=', given.tenant_id)
    .where('t.token_hash', '=', given.token_hash)
    .where('t.client_id', '=', given.client_id)
    .where('t.rotated_at', 'is not', null)
    .where('t.expires_at', '>', given.now),
);

export const reads: Operations<RefreshTokenStore, 'find'> = {
  async find(tx, tenant_id, token_hash, now) {
    const row = await tx.first(withFamily, { tenant_id, token_hash });
    if (!row) return null;
    const { token_hash: hash, rotated_at, successor_hash, sealed_response, ...rest } = row;
    const { token_client_id: client_id, token_created_at: created_at, token_expires_at: expires_at, ...family } = rest;
    const { family_id } = family;
    const token = { tenant_id, token_hash: hash, family_id, client_id, created_at, expires_at };
    return { token: { ...token, rotated_at, successor_hash, sealed_response }, ...toFamilyStatus(family, now) };
  },
};

export const writes: Operations<RefreshTokenStore, 'rotate'> = {
  async rotate(tx, rotation, issued, now) {
    const { tenant_id, token_hash, client_id, sealed_response, grace } = rotation;
    const successor_hash = issued.refresh_token?.token_hash ?? null;
    if (await tx.first(replace, { tenant_id, token_hash, client_id, successor_hash, sealed_response, now })) {
      await storeIssued(tx, issued);
      return { outcome: 'rotated' };
    }
    const earlier = await tx.first(replaced, { tenant_id, token_hash, client_id, now });
    if (!earlier) return { outcome: 'unknown' };
    const { family_id } = earlier;
    if (!isRetry(earlier, grace, now)) return answerReplay(tx, { tenant_id, family_id }, 'refresh_token_reused', now);
    const status = await findFamilyStatus(tx, { tenant_id, family_id }, now);
    if (status?.ended !== null) return { outcome: 'unknown' };
    return { outcome: 'retried', sealed_response: earlier.sealed_response };
  },
};

interface Rotated {
  rotated_at: number | null;
  sealed_response: string | null;
  successor_rotated_at: number | null;
}

/** Distance in either direction: a clock that is behind must not stretch the grace. */
function isRetry<T extends Rotated>(token: T, grace: number, now: number): token is T & { sealed_response: string } {
  const { rotated_at, sealed_response, successor_rotated_at } = token;
  if (grace <= 0 || rotated_at === null || sealed_response === null || successor_rotated_at !== null) return false;
  return Math.abs(now - rotated_at) <= grace;
}
