import { OAuthError } from '@xenia/protocol/errors';
import type { Parameters } from '@xenia/protocol/parameters';
import { type Acr, type Method, needsSecondFactor, proofBy } from '../accounts/factors.ts';
import { BusyError } from '../accounts/passwords.ts';
import { signIn } from '../accounts/sign-in.ts';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import type { UserRecord } from '../storage/records.ts';
import { findClient } from '../tenants/client.ts';
import { accountView } from './account-view.ts';
import { pageContext, refuseTo, standingOf } from './advance.ts';
import { browserOf } from './browser.ts';
import { csrfOf, passkeyPrompt, type SignInPlace, withPasskeyScript } from './login-place.ts';
import { type LoginView, loginPage } from './pages/login.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { takePasskey } from './passkey-sign-in.ts';
import { answerUrl, type Interaction, interactionFinished, interactionUrl, progress } from './pending.ts';
import { forgetAccount, rememberedAccounts } from './remembered-accounts.ts';
import { type SignInStep, showPasskeyRefused, showSecondFactor, takeCode } from './second-factor.ts';
import { halfSignedIn, type Proved, readHalfSignedIn } from './second-factor-state.ts';
import { currentSession, startSession } from './session.ts';
import { sessionState } from './session-state.ts';
import { providerForms } from './upstream-buttons.ts';
import { offerFirst } from './upstream-offer.ts';
import { waysByMail } from './ways-by-mail.ts';

/** Why the form is shown again. */
export type LoginProblem = Extract<SignInStep, { outcome: 'refused' }> | UpstreamRefusal;

/** Another provider did not sign the user in. */
interface UpstreamRefusal {
  readonly outcome: 'refused';
  readonly error: 'upstream';
  readonly upstream: NonNullable<LoginView['upstream_error']>;
  readonly status: number;
  readonly email?: undefined;
  readonly retryAfter?: number;
}

type Step = (exchange: Exchange, place: SignInPlace, form: Parameters) => Promise<SignInStep>;

/** What the forms of a sign-in can answer, by their `action`; a browser that sends none means the password. */
const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['totp', (exchange, place, form) => takeCode(exchange, place, form, 'totp')],
  ['recovery_code', (exchange, place, form) => takeCode(exchange, place, form, 'recovery_code')],
  ['passkey', takePasskeyAnywhere],
]);

/** The login page of a place. */
export async function showLoginAt(exchange: Exchange, place: SignInPlace, problem?: LoginProblem): Promise<Response> {
  const passkey = passkeyPrompt(exchange, place);
  // Whoever has typed an address already, or is known, has chosen.
  const isOpen = problem === undefined && place.login.email === undefined && place.login.again !== true;
  const providers = await providerForms(exchange, place);
  const view: LoginView = {
    ...place.page,
    ...place.login,
    action: place.action,
    csrf: csrfOf(exchange, place),
    client: await place.client(),
    cancel: place.cancel,
    remembered: isOpen ? (await rememberedAccounts(exchange)).map(rememberedView) : [],
    passkey,
    ...(problem?.email === undefined ? {} : { email: problem.email }),
    ...(problem?.error === 'upstream' ? { upstream_error: problem.upstream } : { error: problem?.error }),
    retryAfter: problem?.retryAfter,
    providers,
  };
  // The form of a provider leads to it, and from there to wherever it signs people in (pages/headers.ts).
  const headers = providers === undefined ? place.headers : { ...place.headers, formAction: 'anywhere' as const };
  return pageResponse(loginPage(view), {
    ...(passkey === undefined ? headers : withPasskeyScript(exchange, headers)),
    status: problem?.status ?? 200,
    ...(problem?.retryAfter === undefined ? {} : { headers: { 'retry-after': String(problem.retryAfter) } }),
  });
}

/** Takes one answer of a sign-in; whoever has proved enough is signed in, under a new session, and goes on. */
export async function answerLoginAt(exchange: Exchange, place: SignInPlace, form: Parameters): Promise<Response> {
  if (form.get('action') === 'decline' && place.decline !== undefined) return place.decline();
  if (form.has('forget')) return forget(exchange, place, form.get('forget') ?? '');
  if (form.get('action') === 'pick') return showPicked(exchange, place, form.get('account'));
  const take = STEPS.get(form.get('action') ?? '') ?? takePassword;
  return proceed(exchange, place, await take(exchange, place, form));
}

function rememberedView(user: UserRecord) {
  return { ...accountView(user), value: user.sub };
}

/** The login page of one of the accounts that this browser remembers; the usual one for any other. */
async function showPicked(exchange: Exchange, place: SignInPlace, sub: string | undefined): Promise<Response> {
  const picked = (await rememberedAccounts(exchange)).find((user) => user.sub === sub);
  const login = picked === undefined ? place.login : { ...place.login, email: picked.email };
  return showLoginAt(exchange, { ...place, login });
}

function forget(exchange: Exchange, { path }: SignInPlace, sub: string): Response {
  return seeOther(`${exchange.tenant.issuer}${path}`, [forgetAccount(exchange, sub)]);
}

/** Where a sign-in goes on after one answer. */
async function proceed(exchange: Exchange, place: SignInPlace, step: SignInStep): Promise<Response> {
  if (step.outcome === 'asked') return step.page;
  if (step.outcome === 'refused') return showLoginAt(exchange, place, step);
  const { user, proof } = step;
  const cookies = await startSession(exchange, user, proof);
  if (cookies === null) {
    exchange.log.info({ event: 'sign_in_refused', reason: 'outdated', sub: user.sub }, 'sign-in refused');
    return showLoginAt(exchange, place, { outcome: 'refused', error: 'outdated', status: 422 });
  }
  exchange.log.info({ event: 'signed_in', sub: user.sub, amr: proof.amr, acr: proof.acr }, 'signed in');
  return offerFirst(exchange, user, await place.finish(cookies, user));
}

async function takePassword(exchange: Exchange, place: SignInPlace, form: Parameters): Promise<SignInStep> {
  const { deps, tenant, request, log } = exchange;
  const email = form.get('email') ?? '';
  const attempt = { email, password: form.get('password') ?? '', network: request.address };
  const result = await signIn(deps, tenant, attempt).catch((error: unknown) => {
    if (error instanceof BusyError) return error;
    throw error;
  });
  if (result instanceof BusyError) return { outcome: 'refused', error: 'busy', email, status: 429, retryAfter: 5 };
  if (result.outcome === 'refused') {
    log.info({ event: 'sign_in_refused', reason: result.reason, path: exchange.path }, 'sign-in refused');
    return result.reason === 'throttled'
      ? { outcome: 'refused', error: 'throttled', email, status: 429, retryAfter: result.retry_after }
      : { outcome: 'refused', error: 'credentials', email, status: 422 };
  }
  const { user } = result;
  if (result.outcome === 'second_factor_needed') {
    return askSecondFactor(exchange, place, user, { method: 'password' });
  }
  return { outcome: 'proved', user, proof: proofBy(['password'], deps.clock()) };
}

async function askSecondFactor(
  exchange: Exchange,
  place: SignInPlace,
  user: UserRecord,
  proved: Proved,
): Promise<SignInStep> {
  const half = halfSignedIn(exchange, place, user, proved);
  return { outcome: 'asked', page: await showSecondFactor(exchange, place, half) };
}

/**
 * Somebody has proved by one method who they are, elsewhere than in a form of a sign-in: asks for the second factor if the account
 * has one, otherwise signs them in.
 */
export async function continueSignIn(
  exchange: Exchange,
  place: SignInPlace,
  user: UserRecord,
  proved: Method | Proved,
): Promise<Response> {
  const { deps, tenant } = exchange;
  const factors = await deps.storage.credentials.factors(tenant.tenant_id, user.sub);
  const by: Proved = typeof proved === 'string' ? { method: proved } : proved;
  const step: SignInStep = needsSecondFactor(factors)
    ? await askSecondFactor(exchange, place, user, by)
    : { outcome: 'proved', user, proof: proofBy([by.method], by.auth_time ?? deps.clock()) };
  return proceed(exchange, place, step);
}

/** On the page of the second factor a passkey that does not work leads back there. */
async function takePasskeyAnywhere(exchange: Exchange, place: SignInPlace, form: Parameters): Promise<SignInStep> {
  const step = await takePasskey(exchange, place, form);
  if (step.outcome !== 'refused' || form.get('step') !== 'second') return step;
  const page = await showPasskeyRefused(exchange, place, form);
  return page === null ? step : { outcome: 'asked', page };
}

/** The place of an authorization request. `wanted` where its user is signed in, but not as strongly as the app asks for. */
export function interactionPlace(
  exchange: Exchange,
  interaction: Interaction,
  wanted?: { readonly acr: Acr; readonly voluntary: boolean },
): SignInPlace {
  const { pending, interaction_id } = interaction;
  const goOn = (cookies: readonly string[] = []) => seeOther(interactionUrl(exchange, interaction_id), cookies);
  return {
    browser: browserOf(exchange),
    purpose: interaction_id,
    action: answerUrl(exchange, interaction, 'login'),
    path: `/interaction/${interaction_id}`,
    page: pageView(pageContext(exchange, pending.request.ui_locales)),
    headers: { formAction: 'anywhere', keepOpener: true },
    client: async () => (await findClient(exchange.deps, exchange.tenant, pending.request.client_id))?.metadata,
    login: {
      ...waysByMail(exchange, `/interaction/${interaction_id}`),
      email: pending.request.login_hint ?? undefined,
    },
    cancel: 'cancel',
    wanted,
    finish: async (cookies) => {
      // Another factor beside a sign-in is no new one.
      if (wanted === undefined) await progress(exchange, interaction, { login: 'done', account_selected: true });
      return goOn(cookies);
    },
    decline: async () => {
      await progress(exchange, interaction, { step_up: 'declined' });
      return goOn();
    },
  };
}

export function showLogin(exchange: Exchange, interaction: Interaction): Promise<Response> {
  return showLoginAt(exchange, interactionPlace(exchange, interaction));
}

/** Asks whoever is signed in for the factor that is missing. */
export async function showStepUp(
  exchange: Exchange,
  interaction: Interaction,
  wanted: { readonly acr: Acr; readonly voluntary: boolean },
): Promise<Response> {
  const place = interactionPlace(exchange, interaction, wanted);
  const half = await readHalfSignedIn(exchange, place, undefined);
  return half === null ? showLoginAt(exchange, place) : showSecondFactor(exchange, place, half);
}

export async function answerLogin(exchange: Exchange, interaction: Interaction, form: Parameters): Promise<Response> {
  if (form.get('action') === 'cancel') return cancel(exchange, interaction);
  const { next } = await standingOf(exchange, interaction.pending);
  const place = interactionPlace(exchange, interaction, next.step === 'step_up' ? next : undefined);
  return answerLoginAt(exchange, place, form);
}

/** The user goes back to the app with nothing (RFC 6749 §4.1.2.1 access_denied). */
export async function cancel(exchange: Exchange, { pending, interaction_id }: Interaction): Promise<Response> {
  const { deps, tenant } = exchange;
  if (!(await deps.storage.interactions.finish(tenant.tenant_id, interaction_id))) throw interactionFinished();
  const signedIn = await currentSession(exchange);
  return refuseTo(
    exchange,
    pending,
    new OAuthError('access_denied', 'The user did not allow the access', { reason: 'user_denied' }),
    sessionState(exchange, pending, signedIn?.session ?? null),
  );
}
