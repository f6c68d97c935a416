import type { Parameters } from '@xenia/protocol/parameters';
import { minPasswordLength } from '../../accounts/factors.ts';
import { finishRecovery } from '../../accounts/recovery.ts';
import type { Exchange } from '../../exchange.ts';
import { recordEvent } from '../../storage/record-event.ts';
import { pageContext } from '../advance.ts';
import { mailOccasion } from '../mail-occasion.ts';
import { newPasswordPage } from '../pages/links.ts';
import { pageResponse } from '../pages/page-response.ts';
import type { PasswordError } from '../pages/password-fields.ts';
import { onwardOf } from './link-state.ts';
import { showDone, showOver } from './notices.ts';
import { type Link, linkForm, linkHeaders, type OpenedLink } from './open-link.ts';
import { strengthOf, whenBusy } from './password-answer.ts';

/** Choosing a new password instead of one that was forgotten. Nobody is signed in by it: a second factor is still asked for. */
export const resetPasswordLink: Link = { show, answer };

async function show(
  exchange: Exchange,
  opened: OpenedLink,
  problem?: { readonly error: PasswordError; readonly status: number },
): Promise<Response> {
  const { deps, tenant } = exchange;
  const { sub } = opened.ticket;
  const factors = sub === null ? null : await deps.storage.credentials.factors(tenant.tenant_id, sub);
  const min_length = minPasswordLength(factors);
  const page = newPasswordPage({ ...linkForm(exchange, opened), min_length, error: problem?.error });
  return pageResponse(page, { ...linkHeaders(opened), status: problem?.status ?? 200 });
}

async function answer(exchange: Exchange, opened: OpenedLink, form: Parameters): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { ticket, user } = opened;
  if (user === null) return showOver(exchange, 'unknown');
  const password = form.get('password') ?? '';
  const again = (error: PasswordError, status = 422) => show(exchange, opened, { error, status });
  if (password !== form.get('password_again')) return again({ code: 'different' });
  const chosen = { password, locale: pageContext(exchange).locale, occasion: mailOccasion(exchange) };
  const result = await finishRecovery(deps, tenant, { ticket, user }, chosen).catch(whenBusy);
  if (result.outcome === 'busy') return again({ code: 'busy' }, 429);
  if (result.outcome === 'password_refused') return again(result.problem);
  if (result.outcome !== 'done') return showOver(exchange, result.outcome);
  log.info({ event: 'password_reset', sub: user.sub }, 'password reset');
  await recordEvent(deps, tenant, { actor: `user:${user.sub}`, action: 'user.password_reset', sub: user.sub });
  const more = strengthOf(exchange, user, password);
  return showDone(exchange, 'reset_password', await onwardOf(exchange, opened.data), { more });
}
