import { passwordStrength } from '../../accounts/password-rules.ts';
import { BusyError } from '../../accounts/passwords.ts';
import { passwordContext } from '../../accounts/sign-up.ts';
import type { Exchange } from '../../exchange.ts';
import type { UserRecord } from '../../storage/records.ts';
import { accountView } from '../account-view.ts';
import { pageContext } from '../advance.ts';
import { messagesFor } from '../pages/messages/index.ts';

/** How hard a password that was taken is to guess, in words for its user. */
export function strengthOf(exchange: Exchange, user: UserRecord, password: string): string {
  const { strengths } = messagesFor(pageContext(exchange).locale).links.password;
  const { name = '', email } = accountView(user);
  return strengths[passwordStrength(password, passwordContext(exchange.tenant, email, name))];
}

/** For the `catch` of whatever hashes a password. */
export function whenBusy(error: unknown): { readonly outcome: 'busy' } {
  if (error instanceof BusyError) return { outcome: 'busy' };
  throw error;
}
