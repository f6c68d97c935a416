import { OAuthError } from '@xenia/protocol/errors';
import type { Parameters } from '@xenia/protocol/parameters';
import { minPasswordLength, proofBy } from '../../accounts/factors.ts';
import { finishSignUp } from '../../accounts/sign-up.ts';
import { LINK_PATH } from '../../accounts/tickets.ts';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import { recordEvent } from '../../storage/record-event.ts';
import type { UserRecord } from '../../storage/records.ts';
import { newAccountPage } from '../pages/links.ts';
import { pageResponse } from '../pages/page-response.ts';
import type { PasswordError } from '../pages/password-fields.ts';
import { progress } from '../pending.ts';
import { startSession } from '../session.ts';
import { signInUrl } from '../sign-in.ts';
import { onwardOf } from './link-state.ts';
import { showDone, showOver } from './notices.ts';
import { type Link, linkForm, linkHeaders, type OpenedLink } from './open-link.ts';
import { strengthOf, whenBusy } from './password-answer.ts';

/** Making the account that a sign-up or an invitation is for. */
export const newAccountLink: Link = { show, answer };

/** An account gets what these say and nothing else, whatever else a form says. */
const FIELDS = new Set(['csrf', 'name', 'password', 'password_again']);

interface Problem {
  readonly name: string;
  readonly error: PasswordError;
  readonly status: number;
}

function show(exchange: Exchange, opened: OpenedLink, problem?: Problem): Response {
  if (!isWelcome(exchange, opened)) return showOver(exchange, 'closed');
  const { name } = opened.data.claims ?? {};
  const page = newAccountPage({
    ...linkForm(exchange, opened),
    purpose: opened.ticket.purpose === 'invitation' ? 'invitation' : 'sign_up',
    name: problem?.name ?? (typeof name === 'string' ? name : ''),
    min_length: minPasswordLength(null),
    error: problem?.error,
  });
  return pageResponse(page, { ...linkHeaders(opened), status: problem?.status ?? 200 });
}

/** The tenant may have closed its doors since the mail was sent. */
function isWelcome({ tenant }: Exchange, { ticket }: OpenedLink): boolean {
  const { signUp } = tenant.settings;
  return signUp === 'open' || (signUp === 'invitation' && ticket.purpose === 'invitation');
}

async function answer(exchange: Exchange, opened: OpenedLink, form: Parameters): Promise<Response> {
  if (!isWelcome(exchange, opened)) return showOver(exchange, 'closed');
  const stranger = form.names().find((name) => !FIELDS.has(name));
  if (stranger !== undefined) {
    throw new OAuthError('invalid_request', 'The form has a field that this page does not know', {
      reason: 'unknown_field',
      field: stranger.slice(0, 64),
    });
  }
  const name = (form.get('name') ?? '').trim().slice(0, 200);
  const password = form.get('password') ?? '';
  const again = (error: PasswordError, status = 422) => show(exchange, opened, { name, error, status });
  if (password !== form.get('password_again')) return again({ code: 'different' });
  const result = await finishSignUp(exchange.deps, exchange.tenant, opened, { name, password }).catch(whenBusy);
  if (result.outcome === 'busy') return again({ code: 'busy' }, 429);
  if (result.outcome === 'password_refused') return again(result.problem);
  if (result.outcome !== 'done') return showOver(exchange, result.outcome);
  return welcome(exchange, opened, result.user, password);
}

async function welcome(exchange: Exchange, opened: OpenedLink, user: UserRecord, password: string): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { sub } = user;
  log.info({ event: 'signed_up', sub, by: opened.ticket.purpose }, 'signed up');
  await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'user.signed_up', sub });
  const cookies = await startSession(exchange, user, proofBy(['password'], deps.clock()));
  if (cookies === null) return seeOther(signInUrl(exchange, '/'));
  const onward = await onwardOf(exchange, opened.data);
  if (onward.kind === 'app') {
    await progress(exchange, onward.interaction, { login: 'done', account_selected: true });
    return seeOther(onward.url, cookies);
  }
  // Back to the invitation that led here.
  if (onward.kind === 'page' && onward.path.startsWith(`${LINK_PATH}/`)) return seeOther(onward.url, cookies);
  return showDone(exchange, 'signed_up', onward, { cookies, more: strengthOf(exchange, user, password) });
}
