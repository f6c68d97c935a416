import type { Exchange } from '../exchange.ts';
import { canMail } from '../mail/can-mail.ts';
import type { UserRecord } from '../storage/records.ts';

/** Whether the user goes on to apps only once their address is known to be theirs. Where no mail can be sent nobody could show that. */
export function mustVerify({ deps, tenant }: Exchange, user: UserRecord | null): boolean {
  return tenant.settings.requireVerifiedEmail && user !== null && user.email_verified === 0 && canMail(deps.config);
}
