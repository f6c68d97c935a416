import type { Exchange } from '../exchange.ts';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import { enabledProviders, SIGN_IN_WITH_PATH } from '../upstream/provider.ts';
import { csrfToken } from './browser.ts';
import type { SignInPlace } from './login-place.ts';
import type { ProviderForms } from './pages/login.ts';
import { currentSession } from './session.ts';

/** What the forms are made for that lead to a provider. */
export const UPSTREAM_FORM = 'sign-in-with';

/** The buttons of a login page; undefined where the tenant has no provider to offer. */
export async function providerForms(exchange: Exchange, place: SignInPlace): Promise<ProviderForms | undefined> {
  const { path, login, browser } = place;
  const again = login.again === true;
  const providers = await offeredProviders(exchange, again);
  if (providers.length === 0) return undefined;
  return {
    fields: [
      ['csrf', csrfToken(exchange, browser, UPSTREAM_FORM)],
      ['continue', path],
      ...(again ? [['again', '1'] as const] : []),
    ],
    providers: providers.map(({ provider_id, display_name }) => ({
      action: `${exchange.tenant.issuer}${SIGN_IN_WITH_PATH}/${provider_id}`,
      display_name,
    })),
  };
}

/** Who shows again that it is they can do so only with what they have connected. */
async function offeredProviders(exchange: Exchange, again: boolean): Promise<readonly UpstreamProviderRecord[]> {
  const { deps, tenant } = exchange;
  const providers = await enabledProviders(deps, tenant);
  const signedIn = again && providers.length > 0 ? await currentSession(exchange) : null;
  if (signedIn === null) return providers;
  const identities = await deps.storage.upstream.listIdentities(tenant.tenant_id, signedIn.user.sub);
  const connected = new Set(identities.map(({ provider_id }) => provider_id));
  return providers.filter(({ provider_id }) => connected.has(provider_id));
}
