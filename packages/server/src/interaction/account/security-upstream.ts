import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../../exchange.ts';
import { seeOther } from '../../http/responses.ts';
import type { UpstreamProviderRecord } from '../../storage/upstream-records.ts';
import { connect, disconnect } from '../../upstream/connect.ts';
import { findEnabledProvider } from '../../upstream/provider.ts';
import { newIdentity } from '../../upstream/recognise.ts';
import type { UpstreamPerson } from '../../upstream/redeem.ts';
import { accountView } from '../account-view.ts';
import { pageContext } from '../advance.ts';
import { browserOf, csrfToken } from '../browser.ts';
import { leadsToApp, onwardPath } from '../links/link-state.ts';
import { mailOccasion } from '../mail-occasion.ts';
import { pageResponse, pageView } from '../pages/page-response.ts';
import { type ConnectionsView, disconnectPage as renderDisconnect } from '../pages/security-upstream.ts';
import { connectOfferPage } from '../pages/upstream.ts';
import { requireRecent } from '../recent-proof.ts';
import { currentSession, type SignedIn } from '../session.ts';
import { signInUrl } from '../sign-in.ts';
import { forgetOffer, readOffer, type UpstreamOffer } from '../upstream-offer.ts';
import { noteProblem } from '../upstream-problem.ts';
import { sendToProvider } from '../upstream-start.ts';
import type { AccountPage } from './account-page.ts';
import { pageUrl } from './paths.ts';
import { accountResponse, done, formPurpose } from './respond.ts';
import { OFFER_PATH, SECURITY_PATH } from './security-paths.ts';

type Person = Pick<UpstreamPerson, 'upstream_sub' | 'email'>;

/** What the user has connected, and what they could connect. */
export async function connectionsOf({ deps, tenant }: Exchange, { user }: SignedIn): Promise<ConnectionsView> {
  const { upstream } = deps.storage;
  const [all, identities] = await Promise.all([
    upstream.listProviders(tenant.tenant_id),
    upstream.listIdentities(tenant.tenant_id, user.sub),
  ]);
  const connected = identities.flatMap(({ provider_id, email, created_at, last_used_at }) => {
    const provider = all.find((one) => one.provider_id === provider_id);
    if (provider === undefined) return [];
    const { display_name, disabled_at } = provider;
    return [{ provider_id, display_name, email, created_at, last_used_at, enabled: disabled_at === null }];
  });
  const free = all.filter(({ provider_id, disabled_at }) => {
    return disabled_at === null && !connected.some((one) => one.provider_id === provider_id);
  });
  return { connected, connectable: free.map(({ provider_id, display_name }) => ({ provider_id, display_name })) };
}

/** Leads to the provider, to come back with whoever the user is there. */
export const connectPage: AccountPage = {
  async answer(exchange, signedIn, form) {
    const again = await requireRecent(exchange, signedIn, SECURITY_PATH);
    if (again !== null) return again;
    const provider = await findEnabledProvider(exchange.deps, exchange.tenant, form.get('provider') ?? '');
    if (provider === null) return seeOther(pageUrl(exchange, SECURITY_PATH));
    try {
      const goal = { kind: 'connect', sub: signedIn.user.sub } as const;
      return await sendToProvider(exchange, provider, goal, { login_hint: null, login_again: false, max_age: null });
    } catch (error) {
      return done(exchange, signedIn, SECURITY_PATH, `provider_${noteProblem(exchange, provider, error)}`);
    }
  },
};

/** Back from the provider, in the browser that went there: whoever went must still be signed in. */
export async function finishConnecting(
  exchange: Exchange,
  { provider, sub }: { readonly provider: UpstreamProviderRecord; readonly sub: string },
  personOf: () => Promise<UpstreamPerson>,
): Promise<Response> {
  const signedIn = await currentSession(exchange);
  if (signedIn === null || signedIn.user.sub !== sub) return seeOther(signInUrl(exchange, SECURITY_PATH));
  try {
    const result = await connectTo(exchange, signedIn, provider, await personOf());
    const notice = result === 'linked' || result === 'already' ? 'connected' : result;
    return done(exchange, signedIn, SECURITY_PATH, `provider_${notice}`);
  } catch (error) {
    return done(exchange, signedIn, SECURITY_PATH, `provider_${noteProblem(exchange, provider, error)}`);
  }
}

async function connectTo(exchange: Exchange, { user }: SignedIn, provider: UpstreamProviderRecord, person: Person) {
  const { deps, tenant, log } = exchange;
  const identity = newIdentity(deps, provider, { person, sub: user.sub });
  const result = await connect(deps, tenant, { provider, user, identity }, told(exchange));
  const { provider_id } = provider;
  log.info({ event: 'upstream_connected', provider_id, sub: user.sub, result }, 'connecting ended');
  return result;
}

function told(exchange: Exchange) {
  return { locale: pageContext(exchange).locale, occasion: mailOccasion(exchange) };
}

/** Asks first, then disconnects. */
export const disconnectPage: AccountPage = {
  async answer(exchange, signedIn, form) {
    const again = await requireRecent(exchange, signedIn, SECURITY_PATH);
    if (again !== null) return again;
    const { deps, tenant } = exchange;
    const { user } = signedIn;
    const provider_id = form.get('provider') ?? '';
    const { connected } = await connectionsOf(exchange, signedIn);
    const one = connected.find((identity) => identity.provider_id === provider_id);
    const provider = one && (await deps.storage.upstream.findProvider(tenant.tenant_id, provider_id));
    if (one === undefined || !provider) return seeOther(pageUrl(exchange, SECURITY_PATH));
    const { display_name } = one;
    const passkeys = await deps.storage.credentials.listPasskeys(tenant.tenant_id, user.sub);
    const others = connected.some((other) => other.enabled && other !== one);
    const only = user.password_hash === null && passkeys.length === 0 && !others;
    const ask = (last: boolean) =>
      accountResponse(exchange, signedIn, renderDisconnect({ provider_id, display_name, only: last }));
    if (only || form.get('confirm') !== 'yes') return ask(only);
    const result = await disconnect(deps, tenant, { provider, user }, told(exchange));
    if (result === 'last_way') return ask(true);
    return done(exchange, signedIn, SECURITY_PATH, 'provider_disconnected');
  },
};

/** Whether to connect whom a provider vouched for before its user signed in. */
export const offerPage: AccountPage = {
  async show(exchange, signedIn) {
    const found = await findOffer(exchange, signedIn);
    if (found instanceof Response) return found;
    const { offer, provider } = found;
    const page = connectOfferPage({
      ...pageView(pageContext(exchange)),
      action: pageUrl(exchange, OFFER_PATH),
      csrf: csrfToken(exchange, browserOf(exchange), formPurpose(signedIn)),
      provider: provider.display_name,
      there: offer.person.email,
      account: accountView(signedIn.user),
    });
    return pageResponse(page, leadsToApp(offer.path) ? { formAction: 'anywhere', keepOpener: true } : {});
  },
  async answer(exchange, signedIn, form: Parameters) {
    const found = await findOffer(exchange, signedIn);
    if (found instanceof Response) return found;
    const { offer, provider } = found;
    if (form.get('action') === 'connect') await connectTo(exchange, signedIn, provider, offer.person);
    return seeOther(pageUrl(exchange, onwardPath(offer.path)), [forgetOffer(exchange)]);
  },
};

/** For whoever has just signed in; otherwise the way on. */
async function findOffer(
  exchange: Exchange,
  signedIn: SignedIn,
): Promise<Response | { readonly offer: UpstreamOffer; readonly provider: UpstreamProviderRecord }> {
  const offer = readOffer(exchange, signedIn.user);
  if (offer === null) return seeOther(pageUrl(exchange, SECURITY_PATH));
  const provider = await findEnabledProvider(exchange.deps, exchange.tenant, offer.person.provider_id);
  if (provider === null) return seeOther(pageUrl(exchange, onwardPath(offer.path)), [forgetOffer(exchange)]);
  return (await requireRecent(exchange, signedIn, OFFER_PATH)) ?? { offer, provider };
}
