import { emailKey } from '../accounts/email.ts';
import { composeMail } from '../mail/compose.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { withoutNull, withoutUndefined } from './change.ts';
import { parseInput, type UserChangeInput, userChange } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError } from './management-error.ts';
import { assertMayManageUser } from './user-authority.ts';
import { describeUser, findUser, type UserInformation, unknownUser } from './users.ts';

type ChangeDeps = Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>;

/**
 * Changes what is given of a user and nothing else; the old address is told of a new one. `user`: the subject or the e-mail address.
 * Throws ManagementError.
 */
export async function updateUser(
  deps: ChangeDeps,
  tenant: Tenant,
  user: string,
  input: UserChangeInput,
): Promise<UserInformation> {
  const change = parseInput(userChange, input);
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  const address = change.email === undefined ? {} : addressOf(change.email);
  const moved = address.email_key !== undefined && address.email_key !== record.email_key;
  const verified = change.email_verified ?? (moved ? false : undefined);
  const columns = withoutUndefined({
    ...address,
    email_verified: verified === undefined ? undefined : Number(verified),
    claims: change.claims === undefined ? undefined : mergedClaims(record, change.claims),
  });
  const { tenant_id } = tenant;
  const updated = await deps.storage.users.update(tenant_id, record.sub, columns, deps.clock());
  if (updated === null) throw unknownUser(user);
  if (updated === 'email_taken') throw refusedAddress('conflict', 'belongs to another user already');
  if (moved) await tellOldAddress(deps, tenant, record);
  // Names only: the log is kept for longer than what a user says of themselves.
  const details = { members: Object.keys(withoutUndefined(change)).sort() };
  const { sub } = record;
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.changed', sub, details });
  return describeUser(updated);
}

function addressOf(typed: string): { email?: string; email_key?: string } {
  const email_key = emailKey(typed);
  if (email_key === null) throw refusedAddress('invalid', 'is not an e-mail address');
  return { email: typed.trim(), email_key };
}

function mergedClaims({ claims }: UserRecord, change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(withoutNull({ ...(JSON.parse(claims) as Record<string, unknown>), ...change }));
}

async function tellOldAddress(deps: ChangeDeps, tenant: Tenant, { email, claims }: UserRecord): Promise<void> {
  const locale = mailLocaleOf(tenant, { claims });
  const facts = { at: deps.clock() };
  await deps.storage.mails.enqueue(composeMail(deps, tenant, { to: email, locale, template: 'email_changed', facts }));
}

function refusedAddress(kind: 'invalid' | 'conflict', problem: string): ManagementError {
  return new ManagementError(kind, [{ field: 'email', problem }]);
}
