import type { Parameters } from '@xenia/protocol/parameters';
import type { Exchange } from '../exchange.ts';
import { seeOther } from '../http/responses.ts';
import type { Client } from '../tenants/client.ts';
import { accountView } from './account-view.ts';
import { pageContext } from './advance.ts';
import { browserOf, csrfToken } from './browser.ts';
import { cancel } from './login.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { selectAccountPage } from './pages/select-account.ts';
import { answerUrl, type Interaction, interactionUrl, progress } from './pending.ts';
import { currentSession, type SignedIn } from './session.ts';

export function showSelectAccount(
  exchange: Exchange,
  interaction: Interaction,
  { client, signedIn }: { client: Client; signedIn: SignedIn },
): Response {
  const { pending, interaction_id } = interaction;
  const page = selectAccountPage({
    ...pageView(pageContext(exchange, pending.request.ui_locales)),
    action: answerUrl(exchange, interaction, 'select-account'),
    csrf: csrfToken(exchange, browserOf(exchange), interaction_id),
    client: client.metadata,
    accounts: [{ ...accountView(signedIn.user), value: signedIn.user.sub }],
    cancel: 'cancel',
  });
  return pageResponse(page, { formAction: 'anywhere', keepOpener: true });
}

export async function answerSelectAccount(
  exchange: Exchange,
  interaction: Interaction,
  form: Parameters,
): Promise<Response> {
  if (form.get('action') === 'cancel') return cancel(exchange, interaction);
  const signedIn = await currentSession(exchange);
  const chosen = signedIn !== null && form.get('account') === signedIn.user.sub;
  // Anything but the account that is signed in here means another one, which has to sign in.
  await progress(
    exchange,
    interaction,
    chosen ? { account_selected: true } : { account_selected: true, login: 'required' },
  );
  return seeOther(interactionUrl(exchange, interaction.interaction_id));
}
