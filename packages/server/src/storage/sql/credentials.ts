import { sql } from 'kysely';
import type { CredentialStore, Factors } from '../account-port.ts';
import type { PasskeyRecord } from '../account-records.ts';
import type { Executor, Operations } from './executor.ts';
import { enqueueMails } from './mails.ts';
import { endOtherSessions } from './sessions.ts';
import { insertInto, insertUnlessExists, statement } from './statement.ts';

interface UserKey {
  tenant_id: string;
  sub: string;
}
type PasskeyKey = Pick<PasskeyRecord, 'tenant_id' | 'credential_id'>;

const insertPasskey = insertUnlessExists('passkeys');
const insertTotp = insertUnlessExists('totps');
const insertRecoveryCode = insertInto('recovery_codes');

const passkeyById = statement((db, { tenant_id, credential_id }: PasskeyKey) =>
  db.selectFrom('passkeys').selectAll().where('tenant_id', '=', tenant_id).where('credential_id', '=', credential_id),
);
const passkeysOf = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('passkeys').selectAll().where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
const rename = statement((db, given: PasskeyKey & { sub: string; name: string }) =>
  db
    .updateTable('passkeys')
    .set({ name: given.name })
    .where('tenant_id', '=', given.tenant_id)
    .where('credential_id', '=', given.credential_id)
    .where('sub', '=', given.sub),
);
const removeOne = statement((db, given: PasskeyKey & { sub: string }) =>
  db
    .deleteFrom('passkeys')
    .where('tenant_id', '=', given.tenant_id)
    .where('credential_id', '=', given.credential_id)
    .where('sub', '=', given.sub),
);
/** Zero on both sides: an authenticator that does not count. */
const noteUse = statement((db, given: PasskeyKey & { counter: number; now: number }) =>
  db
    .updateTable('passkeys')
    .set({ counter: given.counter, last_used_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('credential_id', '=', given.credential_id)
    .where((eb) =>
      eb.or([
        eb('counter', '<', given.counter),
        eb.and([eb('counter', '=', sql.lit(0)), eb(sql<number>`cast(${given.counter} as bigint)`, '=', sql.lit(0))]),
      ]),
    ),
);
const totpOf = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('totps').selectAll().where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
const useStep = statement((db, given: UserKey & { step: number }) =>
  db
    .updateTable('totps')
    .set({ last_step: given.step })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub)
    .where('last_step', '<', given.step),
);
const removeTotpOf = statement((db, { tenant_id, sub }: UserKey) =>
  db.deleteFrom('totps').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
const removeRecoveryCodes = statement((db, { tenant_id, sub }: UserKey) =>
  db.deleteFrom('recovery_codes').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
const unusedRecoveryCodes = statement((db, { tenant_id, sub }: UserKey) =>
  db
    .selectFrom('recovery_codes')
    .select('code_hash')
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .where('used_at', 'is', null),
);
const useCode = statement((db, given: UserKey & { code_hash: string; now: number }) =>
  db
    .updateTable('recovery_codes')
    .set({ used_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('sub', '=', given.sub)
    .where('code_hash', '=', given.code_hash)
    .where('used_at', 'is', null),
);

async function replaceCodes(
  tx: Executor,
  user: UserKey,
  codes: Parameters<CredentialStore['replaceRecoveryCodes']>[2],
) {
  await tx.run(removeRecoveryCodes, { tenant_id: user.tenant_id, sub: user.sub });
  for (const code of codes) await tx.run(insertRecoveryCode, code);
}

const removePasskeys = statement((db, { tenant_id, sub }: UserKey) =>
  db.deleteFrom('passkeys').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);

async function factorsOf(tx: Executor, { tenant_id, sub }: UserKey): Promise<Factors> {
  const passkeys = await tx.all(passkeysOf, { tenant_id, sub });
  const totp = await tx.first(totpOf, { tenant_id, sub });
  const codes = await tx.all(unusedRecoveryCodes, { tenant_id, sub });
  return {
    passkeys: passkeys.length,
    totp: totp !== undefined,
    recovery_codes: codes.length,
  };
}

export const reads: Operations<CredentialStore, 'factors' | 'findPasskey' | 'listPasskeys' | 'findTotp'> = {
  factors: (tx, tenant_id, sub) => factorsOf(tx, { tenant_id, sub }),
  findPasskey: async (tx, tenant_id, credential_id) =>
    (await tx.first(passkeyById, { tenant_id, credential_id })) ?? null,
  async listPasskeys(tx, tenant_id, sub) {
    const passkeys = await tx.all(passkeysOf, { tenant_id, sub });
    return passkeys.sort((a, b) => a.created_at - b.created_at);
  },
  findTotp: async (tx, tenant_id, sub) => (await tx.first(totpOf, { tenant_id, sub })) ?? null,
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<
  CredentialStore,
  'renamePasskey' | 'usePasskey' | 'useTotpStep' | 'useRecoveryCode'
> = {
  renamePasskey: async (tx, tenant_id, sub, credential_id, name) =>
    (await tx.run(rename, { tenant_id, sub, credential_id, name })) > 0,
  usePasskey: async (tx, tenant_id, credential_id, counter, now) =>
    (await tx.run(noteUse, { tenant_id, credential_id, counter, now })) > 0,
  useTotpStep: async (tx, tenant_id, sub, step) => (await tx.run(useStep, { tenant_id, sub, step })) > 0,
  useRecoveryCode: async (tx, tenant_id, sub, code_hash, now) =>
    (await tx.run(useCode, { tenant_id, sub, code_hash, now })) > 0,
};

export const writes: Operations<
  CredentialStore,
  'addPasskey' | 'removePasskey' | 'addTotp' | 'removeTotp' | 'reset' | 'replaceRecoveryCodes'
> = {
  async addPasskey(tx, passkey, mails = []) {
    if ((await tx.run(insertPasskey, passkey)) === 0) return 'exists';
    await enqueueMails(tx, mails);
    return 'created';
  },
  async removePasskey(tx, tenant_id, sub, credential_id, mails = []) {
    if ((await tx.run(removeOne, { tenant_id, sub, credential_id })) === 0) return false;
    await enqueueMails(tx, mails);
    return true;
  },
  async addTotp(tx, totp, recovery_codes, mails = []) {
    if ((await tx.run(insertTotp, totp)) === 0) return 'exists';
    await replaceCodes(tx, totp, recovery_codes);
    await enqueueMails(tx, mails);
    return 'created';
  },
  async removeTotp(tx, tenant_id, sub, mails = []) {
    if ((await tx.run(removeTotpOf, { tenant_id, sub })) === 0) return false;
    await tx.run(removeRecoveryCodes, { tenant_id, sub });
    await enqueueMails(tx, mails);
    return true;
  },
  async reset(tx, tenant_id, sub, { event_id, mails }, now) {
    const factors = await factorsOf(tx, { tenant_id, sub });
    const removed =
      (await tx.run(removePasskeys, { tenant_id, sub })) +
      (await tx.run(removeTotpOf, { tenant_id, sub })) +
      (await tx.run(removeRecoveryCodes, { tenant_id, sub }));
    if (removed === 0) return null;
    await enqueueMails(tx, mails);
    return {
      ...factors,
      sessions_ended: await endOtherSessions(tx, { tenant_id, sub, keep_sid: null }, event_id, now),
    };
  },
  async replaceRecoveryCodes(tx, tenant_id, sub, codes, mails = []) {
    await replaceCodes(tx, { tenant_id, sub }, codes);
    await enqueueMails(tx, mails);
  },
};
