import type { Exchange } from '../exchange.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import { connect } from '../upstream/connect.ts';
import { redirectUri } from '../upstream/provider.ts';
import { newIdentity, recognise } from '../upstream/recognise.ts';
import { redeem, type UpstreamPerson } from '../upstream/redeem.ts';
import { type Goal, openState, secretsOf, type UpstreamState, useState } from '../upstream/state.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { finishConnecting } from './account/security-upstream.ts';
import { pageContext } from './advance.ts';
import { type Browser, knownBrowser } from './browser.ts';
import { onwardPath } from './links/link-state.ts';
import { continueSignIn, showLoginAt } from './login.ts';
import type { SignInPlace } from './login-place.ts';
import { mailOccasion } from './mail-occasion.ts';
import { signInUrl } from './sign-in.ts';
import { profileClaims } from './upstream-claims.ts';
import { keepOffer } from './upstream-offer.ts';
import { orShowLogin, showUpstreamNotice } from './upstream-problem.ts';
import { destination } from './upstream-start.ts';

/** Seconds by which the provider's clock may differ from ours. */
const LEEWAY = 60;

type SignInGoal = Extract<Goal, { kind: 'sign_in' }>;

/** One return from a provider, to the browser that went there. */
interface Visit {
  readonly provider: UpstreamProviderRecord;
  readonly browser: Browser;
  readonly state: UpstreamState;
}

/** `{issuer}/sign-in-with/{provider_id}/callback`: what the provider answered (RFC 6749 §4.1.2). */
export async function takeAnswer(exchange: Exchange, provider: UpstreamProviderRecord): Promise<Response> {
  const { deps, tenant, request } = exchange;
  const { provider_id } = provider;
  const browser = knownBrowser(exchange);
  const sealed = request.url.searchParams.get('state') ?? '';
  const state = browser && openState(deps, { tenant, provider_id, browser }, sealed);
  if (browser === null || state === null) return showOver(exchange, provider, 'state_unknown');
  if (!(await useState(deps, tenant, state))) return showOver(exchange, provider, 'state_used_or_expired', state.goal);
  const visit = { provider, browser, state };
  const { goal } = state;
  if (goal.kind === 'connect')
    return finishConnecting(exchange, { provider, sub: goal.sub }, () => personOf(exchange, visit));
  const { place } = await destination(exchange, goal);
  return orShowLogin(exchange, { place, provider }, async () => {
    const person = await personOf(exchange, visit);
    return signInAs(exchange, { ...visit, place, goal }, person);
  });
}

/** Nothing of the answer was looked at, nor was anything used up that is not this browser's own. */
function showOver(exchange: Exchange, provider: UpstreamProviderRecord, reason: string, goal?: Goal): Response {
  const { provider_id, display_name } = provider;
  exchange.log.info({ event: 'upstream_refused', provider_id, reason }, 'the answer of a provider was refused');
  const path = goal?.kind === 'sign_in' ? goal.path : '/';
  const notice = { why: 'over', provider: display_name, sign_in_url: backUrl(exchange, path) } as const;
  return showUpstreamNotice(exchange, notice, { status: 400 });
}

/** The page that signs in for what was wanted: an app's request has its own. */
function backUrl(exchange: Exchange, path: string): string {
  const own = onwardPath(path);
  return own.startsWith('/interaction/') ? `${exchange.tenant.issuer}${own}` : signInUrl(exchange, own);
}

/** Whom the provider vouches for. Throws UpstreamError. */
async function personOf(exchange: Exchange, { provider, browser, state }: Visit): Promise<UpstreamPerson> {
  const { deps, tenant, request } = exchange;
  const { provider_id } = provider;
  const person = await redeem(deps, provider, {
    parameters: request.url.searchParams,
    redirect_uri: redirectUri(tenant, provider_id),
    ...secretsOf(deps, { tenant, provider_id, browser }, state),
  });
  const { signed_in_since } = state;
  const isStale = signed_in_since !== null && person.auth_time !== null && person.auth_time + LEEWAY < signed_in_since;
  if (isStale) throw new UpstreamError('stale', 'auth_time', 'Its user has not signed in as lately as was asked.');
  return person;
}

async function signInAs(
  exchange: Exchange,
  visit: Visit & { readonly place: SignInPlace; readonly goal: SignInGoal },
  person: UpstreamPerson,
): Promise<Response> {
  const { deps, tenant, log } = exchange;
  const { provider, place } = visit;
  const { provider_id } = provider;
  const claims = profileClaims(person.claims);
  const found = await recognise(deps, tenant, provider, { person, claims });
  switch (found.outcome) {
    case 'known':
      return enter(exchange, visit, person, found.user);
    case 'same_address':
      return (await connectNow(exchange, provider, person, found.user))
        ? enter(exchange, visit, person, found.user)
        : signInFirst(exchange, visit, person, found.user.sub);
    case 'created': {
      const { sub } = found.user;
      log.info({ event: 'signed_up', sub, by: 'upstream', provider_id }, 'signed up');
      await recordEvent(deps, tenant, {
        actor: `user:${sub}`,
        action: 'user.signed_up',
        sub,
        details: { provider_id },
      });
      return enter(exchange, visit, person, found.user);
    }
    case 'refused':
      log.info({ event: 'sign_in_refused', reason: 'disabled', provider_id, sub: found.sub }, 'sign-in refused');
      return showLoginAt(exchange, place, { outcome: 'refused', error: 'credentials', status: 422 });
    case 'sign_in_first':
      return signInFirst(exchange, visit, person, found.sub);
    case 'no_account':
      return showNoAccount(exchange, visit, found.why);
  }
}

/** A second factor is still asked for where the account has one. */
async function enter(
  exchange: Exchange,
  { provider, place, state }: Visit & { readonly place: SignInPlace },
  { upstream_sub, email, auth_time }: UpstreamPerson,
  user: UserRecord,
): Promise<Response> {
  const { deps, tenant } = exchange;
  const now = deps.clock();
  const { provider_id } = provider;
  await deps.storage.upstream.noteUse({ tenant_id: tenant.tenant_id, provider_id, upstream_sub, email }, now);
  const wasAsked = state.signed_in_since !== null && auth_time !== null;
  const proved = { method: 'upstream', auth_time: wasAsked ? Math.min(auth_time, now) : now } as const;
  return continueSignIn(exchange, place, user, proved);
}

/** Both sides have verified the same address. */
async function connectNow(
  exchange: Exchange,
  provider: UpstreamProviderRecord,
  person: UpstreamPerson,
  user: UserRecord,
): Promise<boolean> {
  const { deps, tenant, log } = exchange;
  const identity = newIdentity(deps, provider, { person, sub: user.sub });
  const told = { locale: pageContext(exchange).locale, occasion: mailOccasion(exchange) };
  const result = await connect(deps, tenant, { provider, user, identity }, told);
  const { provider_id } = provider;
  log.info({ event: 'upstream_connected', provider_id, sub: user.sub, result, by: 'verified_email' }, 'connected');
  return result === 'linked' || result === 'already';
}

function signInFirst(
  exchange: Exchange,
  { provider, browser, goal }: Visit & { readonly goal: SignInGoal },
  { upstream_sub, email }: UpstreamPerson,
  sub: string | null,
): Response {
  const { provider_id, display_name } = provider;
  // Where there is no such account, an offer to nobody: neither page nor cookie tells the difference.
  const nobody = `usr_${exchange.deps.random(16).toString('hex')}`;
  const person = { provider_id, upstream_sub, email };
  const cookie = keepOffer(exchange, browser, { person, sub: sub ?? nobody, path: goal.path });
  const notice = { why: 'sign_in_first', provider: display_name, sign_in_url: backUrl(exchange, goal.path) } as const;
  return showUpstreamNotice(exchange, notice, { cookies: [cookie], keepOpener: true });
}

function showNoAccount(
  exchange: Exchange,
  { provider, goal }: Visit & { readonly goal: SignInGoal },
  why: 'closed' | 'no_email',
): Response {
  const { provider_id, display_name } = provider;
  exchange.log.info({ event: 'sign_in_refused', reason: `upstream_${why}`, provider_id }, 'sign-in refused');
  const notice = { why, provider: display_name, sign_in_url: backUrl(exchange, goal.path) };
  return showUpstreamNotice(exchange, notice, { status: 403, keepOpener: true });
}
