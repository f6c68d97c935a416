import { assertWellFormed } from '@xenia/protocol/parameters';
import { askToSignUp } from '../accounts/sign-up.ts';
import { TICKET_TTL } from '../accounts/tickets.ts';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { HttpError } from '../http/http-error.ts';
import { pageContext } from './advance.ts';
import { mailOff, mailRequest, readAsking, showAsk } from './asking.ts';
import { verifyForm } from './browser.ts';
import { showNotice } from './links/notices.ts';
import { RECOVERY_PATH } from './mail-occasion.ts';
import { mailSentPage } from './pages/ask-email.ts';
import { messagesFor } from './pages/messages/index.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { signInUrl } from './sign-in.ts';
import { SIGN_UP_PATH } from './ways-by-mail.ts';

const REASON = 'sign_up';

/** `{issuer}/sign-up`: first the address, then a link that is mailed there, and behind that the rest. */
export async function respondToSignUp(exchange: Exchange): Promise<Response> {
  const { deps, tenant, request } = exchange;
  if (tenant.settings.signUp === 'closed') throw new HttpError(404, 'There is no such page');
  const off = mailOff(exchange);
  if (off !== null) return off;
  const asking = await readAsking(exchange, SIGN_UP_PATH);
  if (tenant.settings.signUp === 'invitation') return showByInvitation(exchange, asking.sign_in_url);
  if (request.method !== 'POST') return showAsk(exchange, asking, REASON);
  const form = await readForm(request);
  assertWellFormed(form);
  verifyForm(exchange, REASON, form.get('csrf'));
  const email = form.get('email') ?? '';
  const asked = await askToSignUp(deps, tenant, mailRequest(exchange, asking, email), linksForKnown(exchange));
  if (asked === 'not_an_address') return showAsk(exchange, asking, REASON, { email });
  const page = mailSentPage({
    ...pageView(pageContext(exchange)),
    reason: REASON,
    email,
    works_for: TICKET_TTL.sign_up,
    client: asking.client,
    again_url: asking.url,
  });
  return pageResponse(page, asking.headers);
}

/** Where somebody goes who has an account already. */
export function linksForKnown(exchange: Exchange): { sign_in_link: string; recovery_link: string } {
  return { sign_in_link: signInUrl(exchange, '/'), recovery_link: `${exchange.tenant.issuer}${RECOVERY_PATH}` };
}

function showByInvitation(exchange: Exchange, sign_in_url: string): Response {
  const { byInvitation, toSignIn } = messagesFor(pageContext(exchange).locale).links;
  const { heading, body } = byInvitation;
  return showNotice(exchange, {
    tone: 'caution',
    heading,
    body: body(exchange.tenant.displayName),
    onward: { url: sign_in_url, label: toSignIn },
  });
}
