import type { Parameters } from '@xenia/protocol/parameters';
import { askToVerify } from '../accounts/email-change.ts';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import { pageContext } from './advance.ts';
import { browserOf, csrfToken } from './browser.ts';
import { cancel } from './login.ts';
import { mustVerify } from './must-verify.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { type VerifyFirstView, verifyFirstPage } from './pages/verify-first.ts';
import { answerUrl, type Interaction, interactionUrl } from './pending.ts';
import { currentSession, type SignedIn } from './session.ts';

/** Before an app gets anything of a user whose address may be somebody else's. */
export function showVerifyFirst(
  exchange: Exchange,
  interaction: Interaction,
  { user }: SignedIn,
  outcome: VerifyFirstView['outcome'] = null,
): Response {
  const { pending, interaction_id } = interaction;
  const page = verifyFirstPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: answerUrl(exchange, interaction, 'verify-email'),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    email: user.email,
    outcome,
  });
  return pageResponse(page, { formAction: 'anywhere', keepOpener: true });
}

/** `action`: `send` mails a link, `go_on` looks whether it was opened, `cancel` goes back to the app. */
export async function answerVerifyFirst(
  exchange: Exchange,
  interaction: Interaction,
  form: Parameters,
): Promise<Response> {
  const { deps, tenant, request } = exchange;
  const action = form.get('action');
  if (action === 'cancel') return cancel(exchange, interaction);
  const signedIn = await currentSession(exchange);
  const url = interactionUrl(exchange, interaction.interaction_id);
  if (signedIn === null || !mustVerify(exchange, signedIn.user)) return seeOther(url);
  if (action !== 'send') return showVerifyFirst(exchange, interaction, signedIn, 'not');
  const { locale } = pageContext(exchange, interaction.pending.request.ui_locales);
  const onward = {
    continue: `/interaction/${interaction.interaction_id}`,
    browser_hash: browserOf(exchange).hash,
  };
  const sent = await askToVerify(deps, tenant, signedIn.user, { network: request.address, locale, onward });
  return showVerifyFirst(exchange, interaction, signedIn, sent ? 'sent' : 'too_many');
}
