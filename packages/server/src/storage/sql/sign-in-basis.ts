import type { SessionRecord } from '../records.ts';
import type { SignInBasis } from '../session-port.ts';
import type { Executor } from './executor.ts';
import { holdUser } from './held-rows.ts';
import { statement } from './statement.ts';

interface UserKey {
  tenant_id: string;
  sub: string;
}

const totp = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('totps').select('sub').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
const passkey = statement((db, given: UserKey & { credential_id: string }) =>
  db
    .selectFrom('passkeys')
    .select('credential_id')
    .where('tenant_id', '=', given.tenant_id)
    .where('credential_id', '=', given.credential_id)
    .where('sub', '=', given.sub),
);
/** Used ones, too: the one that was used is among them until they are all replaced or taken away. */
const recoveryCode = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('recovery_codes').select('sub').where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);

/**
 * Whether all that the sign-in stands on is still so. The user is held from before, as by everybody who ends their sessions: who changes
 * something and then ends them either was here before and is seen, or comes after the commit and sees the session. Of a user who is gone
 * nothing is said: the session's own row will not go in.
 */
export async function holds(tx: Executor, { tenant_id, sub }: SessionRecord, basis: SignInBasis): Promise<boolean> {
  const user = await holdUser(tx, { tenant_id, sub });
  if (user === undefined) return true;
  const { passkey: credential_id } = basis;
  if (user.disabled_at !== null) return false;
  if (basis.password_hash !== undefined && basis.password_hash !== user.password_hash) return false;
  if (basis.totp !== undefined && basis.totp !== ((await tx.first(totp, { tenant_id, sub })) !== undefined))
    return false;
  if (credential_id !== undefined && !(await tx.first(passkey, { tenant_id, sub, credential_id }))) return false;
  return basis.recovery_codes === undefined || (await tx.first(recoveryCode, { tenant_id, sub })) !== undefined;
}
