import type { Deps } from '../deps.ts';
import { composeMail } from '../mail/compose.ts';
import type { MailOccasion } from '../mail/content.ts';
import type { Notice } from '../storage/grant-port.ts';
import type { UserRecord } from '../storage/records.ts';
import type { EndedSession } from '../storage/session-port.ts';
import type { MailTenant } from './mail-requests.ts';

export interface Deletion {
  readonly initiating_entity: Notice['initiating_entity'];
  /** What the user is told about it by mail, and in which language. */
  readonly occasion: MailOccasion;
  readonly locale: string;
}

/**
 * Removes the account with all that is in it and tells its address. The sessions that ended; null: it was gone already. That of the last
 * operator stays.
 */
export async function deleteAccount(
  deps: Pick<Deps, 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: MailTenant,
  user: Pick<UserRecord, 'sub' | 'email'>,
  { initiating_entity, occasion, locale }: Deletion,
): Promise<EndedSession[] | 'last_operator' | null> {
  const goodbye = composeMail(deps, tenant, { to: user.email, locale, template: 'account_deleted', facts: occasion });
  const notice = { event_id: deps.random(16).toString('base64url'), initiating_entity, mails: [goodbye] };
  return deps.storage.users.delete(tenant.tenant_id, user.sub, notice, deps.clock());
}
