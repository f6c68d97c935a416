import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import { pageContext, type Standing, standingOf } from './advance.ts';
import { browserOf, csrfToken } from './browser.ts';
import { cancel } from './login.ts';
import { organizationChoices } from './organization-choices.ts';
import { membershipIn } from './organization-standing.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { selectOrganizationPage } from './pages/select-organization.ts';
import { answerUrl, type Interaction, interactionUrl, progress } from './pending.ts';

type Choosing = Pick<Standing, 'client' | 'organization'>;

/** On which organization, where that has to be known before consent can be looked for. */
export async function showSelectOrganization(
  exchange: Exchange,
  interaction: Interaction,
  { client, organization }: Choosing,
  problem?: 'organization',
): Promise<Response> {
  const { pending, interaction_id } = interaction;
  const page = selectOrganizationPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: answerUrl(exchange, interaction, 'select-organization'),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: client.metadata,
    choices: organization === null ? [] : await organizationChoices(exchange, pending, organization),
    cancel: 'cancel',
    problem,
  });
  return pageResponse(page, {
    formAction: 'anywhere',
    keepOpener: true,
    ...(problem === undefined ? {} : { status: 400 }),
  });
}

/** What the form says counts only if it is one of the user's own, now. */
export async function answerSelectOrganization(
  exchange: Exchange,
  interaction: Interaction,
  form: Parameters,
): Promise<Response> {
  if (form.get('action') === 'cancel') return cancel(exchange, interaction);
  const standing = await standingOf(exchange, interaction.pending);
  const { next, organization } = standing;
  if (next.step === 'select_organization' && organization !== null) {
    const chosen = membershipIn(organization, form.get('organization') ?? '');
    if (chosen === undefined) return showSelectOrganization(exchange, interaction, standing, 'organization');
    await progress(exchange, interaction, { organization: chosen.organization.org_id });
  }
  return seeOther(interactionUrl(exchange, interaction.interaction_id));
}
