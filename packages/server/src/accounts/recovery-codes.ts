import type { Deps } from '../deps.ts';
import type { RecoveryCodeRecord } from '../storage/account-records.ts';
import type { UserRecord } from '../storage/records.ts';

const COUNT = 10;
/** 50 bits: NIST SP 800-63B-4 §3.1.2.2 asks for 20, where tries are limited as here. */
const LENGTH = 10;
/** Crockford's base 32: no letter that looks like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface RecoveryCodes {
  /** As they are shown: `7K3QP-0ZT4M`. They are nowhere else. */
  readonly codes: readonly string[];
  readonly records: RecoveryCodeRecord[];
}

/** A fresh set, to be stored in place of the one before. */
export function newRecoveryCodes(
  { random, clock, sealer }: Pick<Deps, 'random' | 'clock' | 'sealer'>,
  user: Pick<UserRecord, 'tenant_id' | 'sub'>,
): RecoveryCodes {
  const codes = new Set<string>();
  while (codes.size < COUNT) codes.add(newCode(random));
  const { tenant_id, sub } = user;
  const created_at = clock();
  const records = [...codes].map((code) => ({
    tenant_id,
    sub,
    code_hash: codeHash(sealer, user, code),
    created_at,
    used_at: null,
  }));
  return { codes: [...codes], records };
}

/** Whether this is an unused code of the user's, used up herewith. */
export async function redeemRecoveryCode(
  { storage, sealer, clock }: Pick<Deps, 'storage' | 'sealer' | 'clock'>,
  user: Pick<UserRecord, 'tenant_id' | 'sub'>,
  code: string,
): Promise<boolean> {
  const { tenant_id, sub } = user;
  return storage.credentials.useRecoveryCode(tenant_id, sub, codeHash(sealer, user, code), clock());
}

function newCode(random: Deps['random']): string {
  // 256 is a multiple of 32: every character is as likely as another.
  const text = Array.from(random(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return `${text.slice(0, LENGTH / 2)}-${text.slice(LENGTH / 2)}`;
}

/** Keyed: 50 bits could be found from a plain hash in a stolen database. */
function codeHash(
  sealer: Deps['sealer'],
  { tenant_id, sub }: Pick<UserRecord, 'tenant_id' | 'sub'>,
  code: string,
): string {
  return sealer.mac('recovery-code', [tenant_id, sub, normalised(code)].join('\0'));
}

/** However it was typed: case, spaces and hyphens do not matter, nor does a letter for the digit that it looks like. */
function normalised(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
