import { isPublicClient } from '@xenia/protocol/client-metadata';
import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import type { ScopeRecord } from '../storage/records.ts';
import type { Client } from '../tenants/client.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { accountView } from './account-view.ts';
import { pageContext, standingOf } from './advance.ts';
import { approve } from './approve.ts';
import { browserOf, csrfToken } from './browser.ts';
import { cancel } from './login.ts';
import { consentPage, type ScopeItem } from './pages/consent.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { type Interaction, interactionUrl, progress } from './pending.ts';
import type { SignedIn } from './session.ts';

export function showConsent(
  exchange: Exchange,
  { pending, interaction_id }: Interaction,
  standing: { client: Client; signedIn: SignedIn; granted: readonly string[] },
): Response {
  const { tenant } = exchange;
  const { metadata } = standing.client;
  const { scope } = pending.request;
  const page = consentPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: `${interactionUrl(exchange, interaction_id)}/consent?sid=${standing.signedIn.session.sid}`,
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: { ...metadata, public: isPublicClient(metadata) },
    redirect_host: redirectHost(pending.target.redirect_uri),
    account: accountView(standing.signedIn.user),
    switch_account: 'switch_account',
    groups: scopeGroups(tenant, scope, standing.granted),
    lifetime: { offline: scope.includes('offline_access'), access_token_ttl: tenant.settings.accessTokenTtl },
    revoke_hint: null,
  });
  return pageResponse(page, { formAction: 'anywhere', keepOpener: true });
}

export async function answerConsent(exchange: Exchange, interaction: Interaction, form: Parameters): Promise<Response> {
  const { pending, interaction_id } = interaction;
  const decision = form.get('decision');
  if (decision === 'switch_account') {
    await progress(exchange, interaction, { login: 'required' });
    return seeOther(interactionUrl(exchange, interaction_id));
  }
  if (decision !== 'allow') return cancel(exchange, interaction);
  const { signedIn, next, granted } = await standingOf(exchange, pending);
  // The session may have ended, or another user signed in, while the page was open: an answer counts only for the account that
  // the page named, otherwise show what comes first now.
  const isSameSession = signedIn?.session.sid === exchange.request.url.searchParams.get('sid');
  if (signedIn === null || !isSameSession || (next.step !== 'consent' && next.step !== 'approve')) {
    return seeOther(interactionUrl(exchange, interaction_id));
  }
  const scope = chosenScope(exchange.tenant, pending.request.scope, form.getAll('scope'));
  return approve(exchange, { pending, signedIn, interaction_id, scope, granted, consented: true });
}

/** What was asked for and not unticked; required scopes cannot be. */
function chosenScope(tenant: Tenant, requested: readonly string[], ticked: readonly string[]): string[] {
  return requested.filter((name) => tenant.scopes.get(name)?.required === 1 || ticked.includes(name));
}

function scopeGroups(
  tenant: Tenant,
  scope: readonly string[],
  granted: readonly string[],
): Record<'about_you' | 'may_do', ScopeItem[]> {
  const records = scope.map((name) => tenant.scopes.get(name)).filter((record) => record !== undefined);
  const item = (record: ScopeRecord): ScopeItem => ({
    name: record.name,
    display_name: record.display_name,
    description: record.description,
    required: record.required === 1,
    emphasised: record.emphasised === 1,
    remembered: granted.includes(record.name),
  });
  // offline_access says nothing about the user; it is something that the app may do.
  const aboutYou = (record: ScopeRecord) => record.resource === null && record.name !== 'offline_access';
  return {
    about_you: records.filter(aboutYou).map(item),
    may_do: records.filter((record) => !aboutYou(record)).map(item),
  };
}

function redirectHost(redirect_uri: string): string {
  const { host, protocol } = new URL(redirect_uri);
  return host === '' ? protocol : host;
}
