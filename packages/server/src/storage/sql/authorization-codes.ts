import type { AuthorizationCodeStore } from '../port.ts';
import type { Operations } from './executor.ts';
import { answerReplay, familyInForce, selectFamilyRow, toFamilyStatus } from './families.ts';
import { storeIssued } from './issued-tokens.ts';
import { statement } from './statement.ts';

interface CodeKey {
  tenant_id: string;
  code_hash: string;
}

const withFamily = statement((db, { tenant_id, code_hash }: CodeKey) =>
  selectFamilyRow(db)
    .innerJoin('authorization_codes as code', (join) =>
      join.onRef('code.tenant_id', '=', 'f.tenant_id').onRef('code.family_id', '=', 'f.family_id'),
    )
    .select(['code.code_hash', 'code.redirect_uri', 'code.code_challenge', 'code.redeemed_at'])
    .select(['code.client_id as code_client_id', 'code.created_at as code_created_at'])
    .select('code.expires_at as code_expires_at')
    .where('code.tenant_id', '=', tenant_id)
    .where('code.code_hash', '=', code_hash),
);
const consume = statement((db, given: CodeKey & { client_id: string; now: number }) =>
  db
    .updateTable('authorization_codes')
    .set({ redeemed_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('code_hash', '=', given.code_hash)
    .where('client_id', '=', given.client_id)
    .where('redeemed_at', 'is', null)
    .where('expires_at', '>', given.now)
    .where(familyInForce('authorization_codes', given.now))
    .returning('family_id'),
);
const consumed = statement((db, given: CodeKey & { client_id: string }) =>
  db
    .selectFrom('authorization_codes')
    .select('family_id')
    .where('tenant_id', '=', given.tenant_id)
    .where('code_hash', '=', given.code_hash)
    .where('client_id', '=', given.client_id)
    .where('redeemed_at', 'is not', null),
);
const setFamilyEnd = statement((db, given: { tenant_id: string; family_id: string; expires_at: number }) =>
  db
    .updateTable('token_families')
    .set({ expires_at: given.expires_at })
    .where('tenant_id', '=', given.tenant_id)
    .where('family_id', '=', given.family_id)
    // Revoked since the code was consumed: its end stays the one by which it is removed.
    .where('revoked_at', 'is', null),
);

export const reads: Operations<AuthorizationCodeStore, 'find'> = {
  async find(tx, tenant_id, code_hash, now) {
    const row = await tx.first(withFamily, { tenant_id, code_hash });
    if (!row) return null;
    const { code_hash: hash, redirect_uri, code_challenge, redeemed_at, ...rest } = row;
    const { code_client_id: client_id, code_created_at: created_at, code_expires_at: expires_at, ...family } = rest;
    const { family_id } = family;
    const code = {
      tenant_id,
      code_hash: hash,
      family_id,
      client_id,
      redirect_uri,
      code_challenge,
      created_at,
      expires_at,
    };
    return { code: { ...code, redeemed_at }, ...toFamilyStatus(family, now) };
  },
};

export const writes: Operations<AuthorizationCodeStore, 'redeem'> = {
  async redeem(tx, { tenant_id, code_hash, client_id, family_expires_at }, issued, now) {
    const won = await tx.first(consume, { tenant_id, code_hash, client_id, now });
    if (won) {
      await tx.run(setFamilyEnd, { tenant_id, family_id: won.family_id, expires_at: family_expires_at });
      await storeIssued(tx, issued);
      return { outcome: 'redeemed' };
    }
    const earlier = await tx.first(consumed, { tenant_id, code_hash, client_id });
    if (!earlier) return { outcome: 'unknown' };
    return answerReplay(tx, { tenant_id, family_id: earlier.family_id }, 'code_reused', now);
  },
};
