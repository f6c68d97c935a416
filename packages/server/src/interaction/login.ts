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
import { pageResponse, pageView } from './pages/page-response.ts';
import { type Interaction, interactionFinished, interactionUrl, progress } from './pending.ts';
import { startSession } from './session.ts';

type Problem = Required<Pick<LoginView, 'error'>> &
  Pick<LoginView, 'retryAfter' | 'email'> & { readonly status: number };

export function showLogin(
  exchange: Exchange,
  interaction: Interaction,
  client: Client | null,
  problem?: Problem,
): Response {
  const { pending, interaction_id } = interaction;
  const page = loginPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: `${interactionUrl(exchange, interaction_id)}/login`,
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: client?.metadata,
    email: problem?.email ?? pending.request.login_hint ?? undefined,
    error: problem?.error,
    retryAfter: problem?.retryAfter,
    cancel: 'cancel',
  });
  return pageResponse(page, {
    status: problem?.status ?? 200,
    formAction: 'anywhere',
    keepOpener: true,
    ...(problem?.retryAfter === undefined ? {} : { headers: { 'retry-after': String(problem.retryAfter) } }),
  });
}

export async function answerLogin(exchange: Exchange, interaction: Interaction, form: Parameters): Promise<Response> {
  const { pending, interaction_id } = interaction;
  if (form.get('action') === 'cancel') return cancel(exchange, interaction);
  const email = form.get('email') ?? '';
  const attempt = { email, password: form.get('password') ?? '', network: exchange.request.address };
  const result = await signIn(exchange.deps, exchange.tenant, attempt).catch((error: unknown) => {
    if (error instanceof BusyError) return error;
    throw error;
  });
  const client = await findClient(exchange.deps, exchange.tenant, pending.request.client_id);
  if (result instanceof BusyError) {
    return showLogin(exchange, interaction, client, { error: 'busy', email, status: 429, retryAfter: 5 });
  }
  if (result.outcome === 'refused') {
    exchange.log.info({ event: 'sign_in_refused', reason: result.reason, interaction_id }, 'sign-in refused');
    return result.reason === 'throttled'
      ? showLogin(exchange, interaction, client, {
          error: 'throttled',
          email,
          status: 429,
          retryAfter: result.retry_after,
        })
      : showLogin(exchange, interaction, client, { error: 'credentials', email, status: 422 });
  }
  const cookie = await startSession(exchange, result.user);
  await progress(exchange, interaction, { login: 'done', account_selected: true });
  exchange.log.info({ event: 'signed_in', sub: result.user.sub }, 'signed in');
  return seeOther(interactionUrl(exchange, interaction_id), [cookie]);
}

/** The user goes back to the app with nothing (RFC 6749 §4.1.2.1 access_denied). */
export async function cancel(exchange: Exchange, { pending, interaction_id }: Interaction): Promise<Response> {
  const { deps, tenant } = exchange;
  if (!(await deps.storage.interactions.finish(tenant.tenant_id, interaction_id))) throw interactionFinished();
  return refuseTo(
    exchange,
    pending.target,
    new OAuthError('access_denied', 'The user did not allow the access', { reason: 'user_denied' }),
  );
}
