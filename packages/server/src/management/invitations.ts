import { emailKey } from '../accounts/email.ts';
import { invite } from '../accounts/sign-up.ts';
import { canMail } from '../mail/can-mail.ts';
import { mailLocale } from '../mail/mail-locale.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type NewInvitationInput, newInvitation, parseInput } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError } from './management-error.ts';

export interface InvitationInformation {
  email: string;
  expires_at: number;
}

/**
 * Mails somebody a link with which they make their account, and takes an earlier invitation back. The link is in the mail and nowhere
 * else: it shows that the address is theirs. Throws ManagementError.
 */
export async function inviteUser(
  deps: Pick<ManagementDeps, 'caller' | 'config' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  input: NewInvitationInput,
): Promise<InvitationInformation> {
  const { email: typed, claims, invited_by, ...asked } = parseInput(newInvitation, input);
  const locale = asked.locale ?? mailLocale(tenant, claims);
  const email = typed.trim();
  const email_key = emailKey(email);
  if (email_key === null) throw refused('invalid', 'email', 'is not an e-mail address');
  if (tenant.settings.signUp === 'closed') {
    throw refused('conflict', 'signUp', 'The tenant makes no accounts on its pages; set signUp to invitation or open.');
  }
  if (!canMail(deps.config)) {
    throw refused('conflict', 'mail', 'No mail can be sent; set mail.smtpUrl and mail.from.');
  }
  if ((await deps.storage.users.findByEmailKey(tenant.tenant_id, email_key)) !== null) {
    throw refused('conflict', 'email', 'belongs to a user already');
  }
  const expires_at = await invite(deps, tenant, { email, email_key, locale, claims, invited_by });
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'user.invited', details: { email } });
  return { email, expires_at };
}

function refused(kind: 'invalid' | 'conflict', field: string, problem: string): ManagementError {
  return new ManagementError(kind, [{ field, problem }]);
}
