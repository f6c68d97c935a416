import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import { MAX_MESSAGE, requestApp } from '../organizations/app-request.ts';
import { pageContext, type Standing, standingOf } from './advance.ts';
import { browserOf, csrfToken } from './browser.ts';
import { cancel } from './login.ts';
import { membershipIn } from './organization-standing.ts';
import { askAdminPage } from './pages/ask-admin.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { answerUrl, type Interaction, interactionUrl, progress } from './pending.ts';

/** For a member whose organization wants an admin to approve the app first. */
export function showAskAdmin(
  exchange: Exchange,
  interaction: Interaction,
  standing: Pick<Standing, 'client' | 'organization'>,
  looked = false,
): Response {
  const { pending, interaction_id } = interaction;
  const { client, organization } = standing;
  const settled = settledIn(standing);
  if (organization === null || settled === undefined || organization.app.state === 'free') {
    return seeOther(interactionUrl(exchange, interaction_id));
  }
  const page = askAdminPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: answerUrl(exchange, interaction, 'ask-admin'),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: client.metadata,
    organization: settled.organization.name,
    state: organization.app.state,
    reason: organization.app.state === 'refused' ? organization.app.reason : '',
    longest_message: MAX_MESSAGE,
    has_others: organization.mine.length > 1,
    looked,
    cancel: 'cancel',
  });
  return pageResponse(page, { formAction: 'anywhere', keepOpener: true });
}

/**
 * `action`: `send` asks the admins, with `message`; `go_on` looks whether they have approved it; `other` chooses another
 * organization; `cancel` goes back to the app.
 */
export async function answerAskAdmin(
  exchange: Exchange,
  interaction: Interaction,
  form: Parameters,
): Promise<Response> {
  const { deps, tenant } = exchange;
  const action = form.get('action');
  if (action === 'cancel') return cancel(exchange, interaction);
  const { signedIn, next, ...standing } = await standingOf(exchange, interaction.pending);
  const settled = settledIn(standing);
  const url = interactionUrl(exchange, interaction.interaction_id);
  if (signedIn === null || next.step !== 'ask_admin' || settled === undefined) return seeOther(url);
  if (action === 'go_on') return showAskAdmin(exchange, interaction, standing, true);
  if (action === 'other') await progress(exchange, interaction, { organization: null });
  if (action === 'send') {
    await requestApp(deps, tenant, {
      user: signedIn.user,
      organization: settled.organization,
      client: standing.client,
      scope: interaction.pending.request.scope,
      message: form.get('message') ?? '',
    });
  }
  return seeOther(url);
}

function settledIn({ organization }: Pick<Standing, 'organization'>) {
  return organization?.place.kind === 'settled' ? membershipIn(organization, organization.place.org_id) : undefined;
}
