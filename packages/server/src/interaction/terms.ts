import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import type { AppTermsRecord } from '../storage/app-records.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { Client } from '../tenants/client.ts';
import { pageContext, type Standing, standingOf } from './advance.ts';
import { browserOf, csrfToken } from './browser.ts';
import { cancel } from './login.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { termsPage } from './pages/terms.ts';
import { answerUrl, type Interaction, interactionUrl } from './pending.ts';
import type { SignedIn } from './session.ts';

type Agreeing = Pick<Standing, 'client'> & { readonly signedIn: SignedIn };

/** The newest terms of the app, for a user who has not accepted them. */
export async function showTerms(
  exchange: Exchange,
  interaction: Interaction,
  { client, signedIn }: Agreeing,
): Promise<Response> {
  const { deps, tenant } = exchange;
  const { pending, interaction_id } = interaction;
  const terms = await newestTerms(exchange, client);
  if (terms === null) return seeOther(interactionUrl(exchange, interaction_id));
  const { app_id, version } = terms;
  const before = await deps.storage.apps.acceptedTerms(tenant.tenant_id, app_id, signedIn.user.sub);
  const more = { sid: signedIn.session.sid, version: String(version) };
  const page = termsPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: answerUrl(exchange, interaction, 'terms', more),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: client.metadata,
    terms,
    changed: before !== null,
  });
  return pageResponse(page, { formAction: 'anywhere', keepOpener: true });
}

/**
 * `decision`: `accept`, or anything else to go back to the app. What is accepted is the version that the page showed, by the account
 * that it was shown to; where either is another one by now, the page that follows says so.
 */
export async function answerTerms(exchange: Exchange, interaction: Interaction, form: Parameters): Promise<Response> {
  const { deps, tenant, request } = exchange;
  const { pending, interaction_id } = interaction;
  if (form.get('decision') !== 'accept') return cancel(exchange, interaction);
  const onward = seeOther(interactionUrl(exchange, interaction_id));
  const { client, signedIn, next } = await standingOf(exchange, pending);
  if (signedIn === null || next.step !== 'accept_terms' || client.app === null) return onward;
  const { searchParams } = request.url;
  const version = client.app.terms_version;
  if (searchParams.get('sid') !== signedIn.session.sid || searchParams.get('version') !== String(version)) {
    return onward;
  }
  const { app_id } = client.app;
  const { sub } = signedIn.user;
  const { tenant_id } = tenant;
  if (await deps.storage.apps.acceptTerms({ tenant_id, app_id, sub, version, accepted_at: deps.clock() })) {
    const { client_id } = client;
    const details = { app_id, version };
    await recordEvent(deps, tenant, { actor: `user:${sub}`, action: 'app.terms_accepted', client_id, sub, details });
  }
  return onward;
}

async function newestTerms({ deps, tenant }: Exchange, { app }: Client): Promise<AppTermsRecord | null> {
  return app === null ? null : deps.storage.apps.findTerms(tenant.tenant_id, app.app_id, app.terms_version);
}
