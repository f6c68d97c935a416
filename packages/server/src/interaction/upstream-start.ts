import { assertWellFormed } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { LocalError } from '../http/local-error.ts';
import { seeOther } from '../http/responses.ts';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import { authorizationUrl } from '../upstream/authorization-url.ts';
import { metadataOf } from '../upstream/metadata.ts';
import { redirectUri } from '../upstream/provider.ts';
import { type Goal, sealState, secretsOf, type UpstreamState } from '../upstream/state.ts';
import { browserOf, verifyForm } from './browser.ts';
import { onwardOf, onwardPath } from './links/link-state.ts';
import { interactionPlace } from './login.ts';
import type { SignInPlace } from './login-place.ts';
import { currentSession } from './session.ts';
import { ownPlace } from './sign-in.ts';
import { UPSTREAM_FORM } from './upstream-buttons.ts';
import { orShowLogin } from './upstream-problem.ts';

/** How the provider is to be asked. Seconds. */
interface Asked {
  readonly login_hint: string | null;
  /** OIDC Core §3.1.2.1 prompt=login. */
  readonly login_again: boolean;
  readonly max_age: number | null;
}

type SignInGoal = Extract<Goal, { kind: 'sign_in' }>;

/** The form of a login page's button. */
export async function startAtProvider(exchange: Exchange, provider: UpstreamProviderRecord): Promise<Response> {
  const form = await readForm(exchange.request);
  assertWellFormed(form);
  verifyForm(exchange, UPSTREAM_FORM, form.get('csrf'));
  const path = onwardPath(form.get('continue') ?? null);
  const goal: SignInGoal = { kind: 'sign_in', path, again: form.get('again') === '1' };
  const { place, asked } = await destination(exchange, goal);
  const login_hint = (await hintFor(exchange, provider)) ?? asked.login_hint;
  return orShowLogin(exchange, { place, provider }, () =>
    sendToProvider(exchange, provider, goal, { ...asked, login_hint }),
  );
}

/** Where a sign-in goes on, and what is needed for that. Throws LocalError `expired`. */
export async function destination(
  exchange: Exchange,
  { path, again }: SignInGoal,
): Promise<{ readonly place: SignInPlace; readonly asked: Asked }> {
  const onward = await onwardOf(exchange, { continue: path, browser_hash: browserOf(exchange).hash });
  if (onward.kind === 'elsewhere') {
    throw new LocalError('expired', 'This page has expired or was used already', { reason: 'interaction_unknown' });
  }
  if (onward.kind === 'page') {
    const place = await ownPlace(exchange, onward.path, again);
    const isAgain = place.login.again === true;
    const login_hint = place.login.email ?? null;
    return { place, asked: { login_hint, login_again: isAgain, max_age: isAgain ? 0 : null } };
  }
  const { request, login } = onward.interaction.pending;
  const place = interactionPlace(exchange, onward.interaction);
  // A session cannot last longer than that from when its user signed in.
  const longest = Math.floor(exchange.tenant.settings.sessionTtl / 2);
  const max_age = request.max_age === null ? null : Math.min(request.max_age, longest);
  return { place, asked: { login_hint: request.login_hint, login_again: login === 'required', max_age } };
}

/** What the provider knows whoever is signed in by. */
async function hintFor(exchange: Exchange, { provider_id }: UpstreamProviderRecord): Promise<string | null> {
  const signedIn = await currentSession(exchange);
  if (signedIn === null) return null;
  const { tenant_id, sub } = signedIn.user;
  const identities = await exchange.deps.storage.upstream.listIdentities(tenant_id, sub);
  return identities.find((identity) => identity.provider_id === provider_id)?.email ?? null;
}

/** The redirect to the provider. Throws UpstreamError. */
export async function sendToProvider(
  exchange: Exchange,
  provider: UpstreamProviderRecord,
  goal: Goal,
  { login_again, max_age, login_hint }: Asked,
): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { provider_id, issuer } = provider;
  const metadata = await metadataOf(deps, issuer);
  const browser = browserOf(exchange);
  const bound = { tenant, provider_id, browser };
  const now = deps.clock();
  const state: UpstreamState = {
    id: deps.random(16).toString('base64url'),
    goal,
    signed_in_since: login_again ? now : max_age === null ? null : now - max_age,
    began_at: now,
  };
  const url = await authorizationUrl(metadata, provider, {
    redirect_uri: redirectUri(tenant, provider_id),
    state: sealState(deps, bound, state),
    ...secretsOf(deps, bound, state),
    login_hint,
    login_again,
    max_age,
  });
  log.info({ event: 'upstream_asked', provider_id, goal: goal.kind }, 'sent to the provider');
  return seeOther(url, browser.cookies);
}
