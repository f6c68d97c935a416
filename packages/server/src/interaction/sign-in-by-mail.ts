import { assertWellFormed, type Parameters } from '@xenia/protocol/parameters';
import { askToSignIn, signInByCode } from '../accounts/sign-in-by-mail.ts';
import { TICKET_TTL } from '../accounts/tickets.ts';
import type { Exchange } from '../exchange.ts';
import { readForm } from '../http/form.ts';
import { HttpError } from '../http/http-error.ts';
import { pageContext } from './advance.ts';
import { type Asking, mailOff, mailRequest, readAsking, showAsk } from './asking.ts';
import { csrfToken, verifyForm } from './browser.ts';
import { openForBrowser, sealForBrowser } from './links/link-state.ts';
import { placeAt } from './links/place-at.ts';
import { continueSignIn } from './login.ts';
import { type CodeError, mailSentPage } from './pages/ask-email.ts';
import { pageResponse, pageView } from './pages/page-response.ts';
import { SIGN_IN_BY_MAIL_PATH } from './ways-by-mail.ts';

const REASON = 'sign_in';

/** What a code is tried against; it stays with the browser that asked for it. */
interface Expected {
  readonly secret: string;
  readonly email: string;
}

/** `{issuer}/sign-in/mail`: the address, then the code that was mailed there, or its link. */
export async function respondToSignInByMail(exchange: Exchange): Promise<Response> {
  const { tenant, request } = exchange;
  if (!tenant.settings.signInByMail) throw new HttpError(404, 'There is no such page');
  const off = mailOff(exchange);
  if (off !== null) return off;
  const asking = await readAsking(exchange, SIGN_IN_BY_MAIL_PATH);
  if (request.method !== 'POST') return showAsk(exchange, asking, REASON);
  const form = await readForm(request);
  assertWellFormed(form);
  verifyForm(exchange, REASON, form.get('csrf'));
  return form.has('state') ? takeCode(exchange, asking, form) : ask(exchange, asking, form.get('email') ?? '');
}

async function ask(exchange: Exchange, asking: Asking, email: string): Promise<Response> {
  const { outcome, secret } = await askToSignIn(exchange.deps, exchange.tenant, mailRequest(exchange, asking, email));
  if (outcome === 'not_an_address') return showAsk(exchange, asking, REASON, { email });
  return showCode(exchange, asking, { secret, email });
}

function showCode(exchange: Exchange, asking: Asking, expected: Expected, error?: CodeError): Response {
  const page = mailSentPage({
    ...pageView(pageContext(exchange)),
    reason: REASON,
    email: expected.email,
    works_for: TICKET_TTL.sign_in,
    client: asking.client,
    again_url: asking.url,
    code: {
      action: asking.url,
      csrf: csrfToken(exchange, asking.browser, REASON),
      state: sealForBrowser(exchange, asking.browser, 'code', JSON.stringify(expected)),
      error,
    },
  });
  const status = error === undefined ? 200 : error.code === 'wrong' ? 422 : 429;
  const headers = error?.code === 'throttled' ? { 'retry-after': String(error.retryAfter) } : {};
  return pageResponse(page, { ...asking.headers, status, headers });
}

async function takeCode(exchange: Exchange, asking: Asking, form: Parameters): Promise<Response> {
  const { deps, tenant, request, log } = exchange;
  const opened = openForBrowser(exchange, 'code', form.get('state') ?? '');
  if (opened === null) return showAsk(exchange, asking, REASON);
  const expected = JSON.parse(opened) as Expected;
  const attempt = { ...expected, code: form.get('code') ?? '', network: request.address };
  const result = await signInByCode(deps, tenant, attempt);
  if (result.outcome === 'accepted')
    return continueSignIn(exchange, await placeAt(exchange, asking.onward), result.value, 'mail');
  log.info({ event: 'sign_in_refused', reason: result.reason, method: 'mail' }, 'sign-in refused');
  return showCode(
    exchange,
    asking,
    expected,
    result.reason === 'throttled' ? { code: 'throttled', retryAfter: result.retry_after } : { code: 'wrong' },
  );
}
