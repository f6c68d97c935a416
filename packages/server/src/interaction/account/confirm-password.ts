import { BusyError } from '../../accounts/passwords.ts';
import { signIn } from '../../accounts/sign-in.ts';
import type { Exchange } from '../../exchange.ts';
import type { SignedIn } from '../session.ts';

/** Why a password that was asked for again is not accepted; `retryAfter` in seconds. */
export interface PasswordProblem {
  readonly error: 'credentials' | 'throttled' | 'busy';
  readonly status: 422 | 429;
  readonly retryAfter?: number;
}

/** Before something that somebody at an open browser must not do (ASVS 5 §7.5). Counts and slows down failures as a sign-in does. */
export async function confirmPassword(
  exchange: Exchange,
  { user }: SignedIn,
  password: string,
): Promise<PasswordProblem | null> {
  const { deps, tenant, request, log } = exchange;
  try {
    const result = await signIn(deps, tenant, { email: user.email, password, network: request.address });
    if (result.outcome !== 'refused') return null;
    log.info({ event: 'password_not_confirmed', sub: user.sub, reason: result.reason }, 'password not confirmed');
    return result.reason === 'throttled'
      ? { error: 'throttled', status: 429, retryAfter: result.retry_after }
      : { error: 'credentials', status: 422 };
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    return { error: 'busy', status: 429, retryAfter: error.retryAfter };
  }
}
