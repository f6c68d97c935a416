import { OAuthError } from '@xenia/protocol/errors';
import type { Parameters } from '@xenia/protocol/parameters';
import { BusyError } from '../accounts/passwords.ts';
import { signIn } from '../accounts/sign-in.ts';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import { type Client, findClient } from '../tenants/client.ts';
import { pageContext, refuseTo } from './advance.ts';
import { browserOf, csrfToken } from './browser.ts';
import { type LoginView, loginPage } from './pages/login.ts';
import { type PageResponseOptions, pageResponse, pageView } from './pages/page-response.ts';
import { answerUrl, type Interaction, interactionFinished, interactionUrl, progress } from './pending.ts';
import { currentSession, startSession } from './session.ts';
import { sessionState } from './session-state.ts';

/** Why the form is shown again. */
export type LoginProblem = Required<Pick<LoginView, 'error'>> &
  Pick<LoginView, 'retryAfter' | 'email'> & { readonly status: number };

/** The form as its page has it, and the headers that go with that page. */
export interface LoginForm {
  readonly view: LoginView;
  readonly headers: PageResponseOptions;
}

export function showLogin(
  exchange: Exchange,
  interaction: Interaction,
  client: Client | null,
  problem?: LoginProblem,
): Response {
  const { pending, interaction_id } = interaction;
  const view = {
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: answerUrl(exchange, interaction, 'login'),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: client?.metadata,
    email: pending.request.login_hint ?? undefined,
    cancel: 'cancel',
  };
  return renderLogin({ view, headers: { formAction: 'anywhere', keepOpener: true } }, problem);
}

export function renderLogin({ view, headers }: LoginForm, problem?: LoginProblem): Response {
  const { status = 200, email = view.email, error, retryAfter } = problem ?? {};
  return pageResponse(loginPage({ ...view, email, error, retryAfter }), {
    ...headers,
    status,
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  });
}

export async function answerLogin(exchange: Exchange, interaction: Interaction, form: Parameters): Promise<Response> {
  const { pending, interaction_id } = interaction;
  if (form.get('action') === 'cancel') return cancel(exchange, interaction);
  const result = await logIn(exchange, form);
  if ('problem' in result) {
    const client = await findClient(exchange.deps, exchange.tenant, pending.request.client_id);
    return showLogin(exchange, interaction, client, result.problem);
  }
  await progress(exchange, interaction, { login: 'done', account_selected: true });
  return seeOther(interactionUrl(exchange, interaction_id), result.cookies);
}

/** Signs in whoever filled in the form; `cookies` are the Set-Cookie values of the new session. */
export async function logIn(
  exchange: Exchange,
  form: Parameters,
): Promise<{ readonly cookies: readonly string[] } | { readonly problem: LoginProblem }> {
  const email = form.get('email') ?? '';
  const attempt = { email, password: form.get('password') ?? '', network: exchange.request.address };
  const result = await signIn(exchange.deps, exchange.tenant, attempt).catch((error: unknown) => {
    if (error instanceof BusyError) return error;
    throw error;
  });
  if (result instanceof BusyError) return { problem: { error: 'busy', email, status: 429, retryAfter: 5 } };
  if (result.outcome === 'refused') {
    exchange.log.info({ event: 'sign_in_refused', reason: result.reason, path: exchange.path }, 'sign-in refused');
    return result.reason === 'throttled'
      ? { problem: { error: 'throttled', email, status: 429, retryAfter: result.retry_after } }
      : { problem: { error: 'credentials', email, status: 422 } };
  }
  const cookies = await startSession(exchange, result.user);
  exchange.log.info({ event: 'signed_in', sub: result.user.sub }, 'signed in');
  return { cookies };
}

/** The user goes back to the app with nothing (RFC 6749 §4.1.2.1 access_denied). */
export async function cancel(exchange: Exchange, { pending, interaction_id }: Interaction): Promise<Response> {
  const { deps, tenant } = exchange;
  if (!(await deps.storage.interactions.finish(tenant.tenant_id, interaction_id))) throw interactionFinished();
  const signedIn = await currentSession(exchange);
  return refuseTo(
    exchange,
    pending.target,
    new OAuthError('access_denied', 'The user did not allow the access', { reason: 'user_denied' }),
    sessionState(exchange, pending, signedIn?.session ?? null),
  );
}
