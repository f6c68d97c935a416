import type { Parameters } from '@xenia/protocol/parameters';
import { minPasswordLength } from '../../accounts/factors.ts';
import { changePassword } from '../../accounts/password-change.ts';
import type { Exchange } from '../../exchange.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { pageContext } from '../advance.ts';
import { whenBusy } from '../links/password-answer.ts';
import { mailOccasion } from '../mail-occasion.ts';
import { type PasswordPageProblem, passwordPage as page } from '../pages/account-password.ts';
import { requireRecent } from '../recent-proof.ts';
import type { SignedIn } from '../session.ts';
import type { AccountPage } from './account-page.ts';
import { confirmPassword } from './confirm-password.ts';
import { PASSWORD_PATH } from './paths.ts';
import { accountResponse, done } from './respond.ts';

export const passwordPage: AccountPage = { show: (exchange, signedIn) => show(exchange, signedIn), answer };

async function show(
  exchange: Exchange,
  signedIn: SignedIn,
  refused?: { readonly problem: PasswordPageProblem; readonly status: number },
): Promise<Response> {
  const { user } = signedIn;
  const has_password = user.password_hash !== null;
  const detour = has_password ? null : await requireRecent(exchange, signedIn, PASSWORD_PATH);
  if (detour !== null) return detour;
  const { storage } = exchange.deps;
  const factors = await storage.credentials.factors(exchange.tenant.tenant_id, user.sub);
  const view = { has_password, min_length: minPasswordLength(factors), problem: refused?.problem };
  return accountResponse(exchange, signedIn, page(view), { status: refused?.status ?? 200 });
}

async function answer(exchange: Exchange, signedIn: SignedIn, form: Parameters): Promise<Response> {
  const { user, session } = signedIn;
  const again = (problem: PasswordPageProblem, status = 422) => show(exchange, signedIn, { problem, status });
  const password = form.get('password') ?? '';
  // Before the old one is looked at: what was mistyped in the new one costs no try.
  if (password !== form.get('password_again')) return again({ code: 'different' });
  if (user.password_hash !== null) {
    const wrong = await confirmPassword(exchange, signedIn, form.get('current_password') ?? '');
    if (wrong !== null) return again({ code: wrong.error, retryAfter: wrong.retryAfter }, wrong.status);
  } else {
    const detour = await requireRecent(exchange, signedIn, PASSWORD_PATH);
    if (detour !== null) return detour;
  }
  const { deps, tenant, log } = exchange;
  const chosen = { password, locale: pageContext(exchange).locale, occasion: mailOccasion(exchange) };
  const problem = await changePassword(deps, tenant, { user, sid: session.sid }, chosen).catch(whenBusy);
  // Somebody set another one meanwhile, by a link in a mail for one: what was proved here is worth nothing any more.
  if (problem === 'outdated') return again({ code: 'credentials' });
  if (problem !== null) return 'outcome' in problem ? again({ code: 'busy' }, 429) : again(problem);
  const { sub } = user;
  log.info({ event: 'password_changed', sub }, 'password changed');
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'user.password_changed', sub });
  return done(exchange, signedIn, PASSWORD_PATH, 'password_changed');
}
