import { isPublicClient } from '@xenia/protocol/client-metadata';
import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { givesLastingTokens } from '../tokens/access-end.ts';
import { accessTokenTtl } from '../tokens/access-token.ts';
import { accountView } from './account-view.ts';
import { pageContext, type Standing, standingOf } from './advance.ts';
import { approve } from './approve.ts';
import { appsUrl } from './apps.ts';
import { sendOnceScript } from './assets/inline-scripts.ts';
import { browserOf, csrfToken } from './browser.ts';
import { consentOrganization, readPlace } from './consent-organization.ts';
import { cancel } from './login.ts';
import { consentPage } from './pages/consent.ts';
import type { ConsentProblem } from './pages/consent-organization.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { answerUrl, type Interaction, interactionUrl, progress } from './pending.ts';
import { groupScopes } from './scope-groups.ts';
import type { SignedIn } from './session.ts';

export async function showConsent(
  exchange: Exchange,
  interaction: Interaction,
  standing: Consenting,
  wrong?: { readonly problem: ConsentProblem; readonly name: string },
): Promise<Response> {
  const { pending, interaction_id } = interaction;
  const { metadata } = standing.client;
  const { scope } = pending.request;
  const context = pageContext(exchange, pending.request.ui_locales);
  const page = consentPage({
    ...pageView(context),
    action: answerUrl(exchange, interaction, 'consent', { sid: standing.signedIn.session.sid }),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: { ...metadata, public: isPublicClient(metadata) },
    redirect_host: redirectHost(pending.target.redirect_uri),
    account: accountView(standing.signedIn.user),
    switch_account: 'switch_account',
    organization: await consentOrganization(exchange, pending, standing.organization, wrong?.name),
    problem: wrong?.problem,
    groups: groupScopes(context, scope, standing.granted),
    lifetime: {
      until_revoked: scope.includes('offline_access') || givesLastingTokens(exchange, standing.client),
      access_token_ttl: accessTokenTtl(exchange, scope),
    },
    revoke_hint: appsUrl(exchange),
  });
  const status = wrong === undefined ? 200 : 400;
  return pageResponse(page, { formAction: 'anywhere', keepOpener: true, scriptHash: sendOnceScript.hash, status });
}

type Consenting = Pick<Standing, 'client' | 'granted' | 'organization'> & { readonly signedIn: SignedIn };

export async function answerConsent(exchange: Exchange, interaction: Interaction, form: Parameters): Promise<Response> {
  const { pending, interaction_id } = interaction;
  const decision = form.get('decision');
  if (decision === 'switch_account') {
    await progress(exchange, interaction, { login: 'required' });
    return seeOther(interactionUrl(exchange, interaction_id));
  }
  if (decision !== 'allow') return cancel(exchange, interaction);
  const standing = await standingOf(exchange, pending);
  const { signedIn, next, granted, organization: where } = standing;
  // The session may have ended, or another user signed in, while the page was open: an answer counts only for the account that
  // the page named, otherwise show what comes first now.
  const isSameSession = signedIn?.session.sid === exchange.request.url.searchParams.get('sid');
  if (signedIn === null || !isSameSession || (next.step !== 'consent' && next.step !== 'approve')) {
    return seeOther(interactionUrl(exchange, interaction_id));
  }
  const scope = chosenScope(exchange.tenant, pending.request.scope, form.getAll('scope'));
  const { client_id } = pending.request;
  const { sub } = signedIn.user;
  const place = await readPlace(exchange, form, { client_id, sub, standing: where, granted, scope });
  if (place.outcome === 'wrong') {
    const wrong = { problem: place.problem, name: form.get('organization_name') ?? '' };
    return showConsent(exchange, interaction, { ...standing, signedIn }, wrong);
  }
  if (place.outcome === 'needs_admin') {
    await progress(exchange, interaction, { organization: place.org_id });
    return seeOther(interactionUrl(exchange, interaction_id));
  }
  return approve(exchange, { ...place, pending, signedIn, interaction_id, scope, consented: true });
}

/** What was asked for and not unticked; required scopes cannot be. */
function chosenScope(tenant: Tenant, requested: readonly string[], ticked: readonly string[]): string[] {
  return requested.filter((name) => tenant.scopes.get(name)?.required === 1 || ticked.includes(name));
}

function redirectHost(redirect_uri: string): string {
  const { host, protocol } = new URL(redirect_uri);
  return host === '' ? protocol : host;
}
