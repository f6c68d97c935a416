import type { AccessTokenStore } from '../port.ts';
import type { Operations } from './executor.ts';
import { insertInto, statement } from './statement.ts';

interface TokenKey {
  tenant_id: string;
  token_hash: string;
}

const insert = insertInto('access_tokens');

const byHash = statement((db, { tenant_id, token_hash }: TokenKey) =>
  db.selectFrom('access_tokens').selectAll().where('tenant_id', '=', tenant_id).where('token_hash', '=', token_hash),
);
const revoke = statement((db, { tenant_id, token_hash, now }: TokenKey & { now: number }) =>
  db
    .updateTable('access_tokens')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenant_id)
    .where('token_hash', '=', token_hash)
    .where('revoked_at', 'is', null),
);
const insertJti = statement(
  (db, { tenant_id, jti, expires_at }: { tenant_id: string; jti: string; expires_at: number }) =>
    db
      .insertInto('revoked_jtis')
      .values({ tenant_id, jti, expires_at })
      .onConflict((conflict) => conflict.doNothing()),
);
const byJti = statement((db, { tenant_id, jti }: { tenant_id: string; jti: string }) =>
  db.selectFrom('revoked_jtis').select('jti').where('tenant_id', '=', tenant_id).where('jti', '=', jti),
);

export const reads: Operations<AccessTokenStore, 'find' | 'isJwtRevoked'> = {
  find: async (tx, tenant_id, token_hash) => (await tx.first(byHash, { tenant_id, token_hash })) ?? null,
  isJwtRevoked: async (tx, tenant_id, jti) => (await tx.first(byJti, { tenant_id, jti })) !== undefined,
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<AccessTokenStore, 'create' | 'revoke' | 'revokeJwt'> = {
  async create(tx, token) {
    await tx.run(insert, token);
  },
  revoke: async (tx, tenant_id, token_hash, now) => (await tx.run(revoke, { tenant_id, token_hash, now })) > 0,
  async revokeJwt(tx, tenant_id, jti, expires_at) {
    await tx.run(insertJti, { tenant_id, jti, expires_at });
  },
};
