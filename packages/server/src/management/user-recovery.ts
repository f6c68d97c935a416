import { mailRecovery } from '../accounts/recovery.ts';
import { canMail } from '../mail/can-mail.ts';
import { composeMail } from '../mail/compose.ts';
import { mailLocaleOf } from '../mail/mail-locale.ts';
import type { Factors } from '../storage/account-port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError } from './management-error.ts';
import { assertMayManageUser } from './user-authority.ts';
import { findUser } from './users.ts';

/** Help for users who cannot get into their account. `user`: the subject or the e-mail address. */

type RecoveryDeps = Pick<ManagementDeps, 'caller' | 'config' | 'storage' | 'clock' | 'random' | 'sealer'>;

/** Mails the user a link with which they choose a new password. The link is in the mail and nowhere else. Throws ManagementError. */
export async function sendPasswordReset(
  deps: RecoveryDeps,
  tenant: Tenant,
  user: string,
): Promise<{ email: string; expires_at: number }> {
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  if (record.disabled_at !== null) throw refused('user', 'The user is disabled; enable them first.');
  if (!canMail(deps.config)) throw refused('mail', 'No mail can be sent; set mail.smtpUrl and mail.from.');
  const { sub, email } = record;
  const expires_at = await mailRecovery(deps, tenant, record, { locale: mailLocaleOf(tenant, record), onward: {} });
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.password_reset_sent', sub });
  return { email, expires_at };
}

/**
 * Takes away passkeys, authenticator app and recovery codes of a user who has lost them, ends their sessions and tells them by mail. From
 * then on a password alone signs them in. Throws ManagementError.
 */
export async function resetUserFactors(
  deps: Omit<RecoveryDeps, 'config'>,
  tenant: Tenant,
  user: string,
): Promise<{ sub: string; removed: Factors; sessions_ended: number }> {
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  const { sub, email: to } = record;
  const locale = mailLocaleOf(tenant, record);
  const mail = composeMail(deps, tenant, { to, locale, template: 'factors_reset', facts: { at: deps.clock() } });
  const change = { event_id: deps.random(16).toString('base64url'), mails: [mail] };
  const done = await deps.storage.credentials.reset(tenant.tenant_id, sub, change, deps.clock());
  if (done === null)
    throw refused('user', 'The user has neither passkeys nor an authenticator app nor recovery codes.');
  const { sessions_ended, ...removed } = done;
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.factors_reset', sub, details: removed });
  return { sub, removed, sessions_ended };
}

function refused(field: string, problem: string): ManagementError {
  return new ManagementError('conflict', [{ field, problem }]);
}
