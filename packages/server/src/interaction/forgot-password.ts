import { assertWellFormed } from '@xenia/protocol/parameters';
import { askToRecover } from '../accounts/recovery.ts';
import { TICKET_TTL } from '../accounts/tickets.ts';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { pageContext } from './advance.ts';
import { mailOff, mailRequest, readAsking, showAsk } from './asking.ts';
import { verifyForm } from './browser.ts';
import { RECOVERY_PATH } from './mail-occasion.ts';
import { mailSentPage } from './pages/ask-email.ts';
import { pageResponse, pageView } from './pages/page-response.ts';

const REASON = 'recovery';

/** `{issuer}/forgot-password`: the address, then a link that is mailed there, and behind that the new password. */
export async function respondToRecovery(exchange: Exchange): Promise<Response> {
  const off = mailOff(exchange);
  if (off !== null) return off;
  const { deps, tenant, request } = exchange;
  const asking = await readAsking(exchange, RECOVERY_PATH);
  if (request.method !== 'POST') return showAsk(exchange, asking, REASON);
  const form = await readForm(request);
  assertWellFormed(form);
  verifyForm(exchange, REASON, form.get('csrf'));
  const email = form.get('email') ?? '';
  const asked = await askToRecover(deps, tenant, mailRequest(exchange, asking, email));
  if (asked === 'not_an_address') return showAsk(exchange, asking, REASON, { email });
  const page = mailSentPage({
    ...pageView(pageContext(exchange)),
    reason: REASON,
    email,
    works_for: TICKET_TTL.reset_password,
    client: asking.client,
    again_url: asking.url,
  });
  return pageResponse(page, asking.headers);
}
