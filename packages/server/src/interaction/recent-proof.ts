import { acrForChanges, satisfies } from '../accounts/factors.ts';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import type { SignedIn } from './session.ts';
import { signInUrl } from './sign-in.ts';

/** Seconds for which a sign-in shows that it is still the same person at the device. */
const RECENT = 600;

/** Whether who is signed in has shown just now that it is they, and with more than one factor wherever they have more than one. */
export async function isProvedFor(
  { deps, tenant }: Exchange,
  { session, user }: SignedIn,
): Promise<'proved' | 'too_old' | 'too_weak'> {
  if (deps.clock() - session.auth_time >= RECENT) return 'too_old';
  const needed = acrForChanges(await deps.storage.credentials.factors(tenant.tenant_id, user.sub));
  return satisfies(session.acr, needed) ? 'proved' : 'too_weak';
}

/**
 * Before anything that changes how the account is signed in to (ASVS 5 §7.5, NIST SP 800-63B-4 §4.1.2): null if its user may go on,
 * otherwise the way to prove it and back.
 *
 * @param path the page to come back to, relative to the issuer; one that a GET shows
 */
export async function requireRecent(exchange: Exchange, signedIn: SignedIn, path: string): Promise<Response | null> {
  const proved = await isProvedFor(exchange, signedIn);
  return proved === 'proved' ? null : seeOther(signInUrl(exchange, path, true));
}
