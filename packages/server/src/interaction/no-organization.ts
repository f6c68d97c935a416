import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import { pageContext, type Standing, standingOf } from './advance.ts';
import { browserOf, csrfToken } from './browser.ts';
import { cancel } from './login.ts';
import { noOrganizationPage } from './pages/no-organization.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { answerUrl, type Interaction, interactionUrl } from './pending.ts';

/** For a user who belongs to no organization and cannot make one. */
export function showNoOrganization(
  exchange: Exchange,
  interaction: Interaction,
  { client }: Pick<Standing, 'client'>,
  looked = false,
): Response {
  const { pending, interaction_id } = interaction;
  const page = noOrganizationPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: answerUrl(exchange, interaction, 'no-organization'),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: client.metadata,
    cancel: 'cancel',
    looked,
  });
  return pageResponse(page, { formAction: 'anywhere', keepOpener: true });
}

/** `action`: `go_on` looks whether there is one now, `cancel` goes back to the app. */
export async function answerNoOrganization(
  exchange: Exchange,
  interaction: Interaction,
  form: Parameters,
): Promise<Response> {
  if (form.get('action') === 'cancel') return cancel(exchange, interaction);
  const standing = await standingOf(exchange, interaction.pending);
  if (standing.next.step === 'no_organization') return showNoOrganization(exchange, interaction, standing, true);
  return seeOther(interactionUrl(exchange, interaction.interaction_id));
}
