import type { MailRequest } from '../accounts/mail-requests.ts';
import type { Exchange } from '../exchange.ts';
import { canMail } from '../mail/can-mail.ts';
import { findClient } from '../tenants/client.ts';
import { pageContext } from './advance.ts';
import { type Browser, browserOf, csrfToken } from './browser.ts';
import { leadsToApp, type Onward, onwardOf, onwardPath } from './links/link-state.ts';
import { showNotice } from './links/notices.ts';
import { askEmailPage, type MailReason } from './pages/ask-email.ts';
import type { AppView } from './pages/html-page.ts';
import { messagesFor } from './pages/messages/index.ts';
import { type PageResponseOptions, pageResponse, pageView } from './pages/page-response.ts';
import { signInUrl } from './sign-in.ts';

/** A page on which somebody asks for a mail. */
export interface Asking {
  readonly browser: Browser;
  /** Where it goes on, relative to the issuer. */
  readonly path: string;
  readonly onward: Onward;
  /** The page's own address, where its forms post to. */
  readonly url: string;
  /** The login page that led here. */
  readonly sign_in_url: string;
  /** The app that waits. */
  readonly client: AppView | undefined;
  readonly headers: PageResponseOptions;
}

/** `own`: the page's path, relative to the issuer. */
export async function readAsking(exchange: Exchange, own: string): Promise<Asking> {
  const { deps, tenant, request } = exchange;
  const browser = browserOf(exchange);
  const asked = onwardPath(request.url.searchParams.get('continue'));
  const onward = await onwardOf(exchange, { continue: asked, browser_hash: browser.hash });
  const path = onward.kind === 'elsewhere' ? '/' : asked;
  const query = path === '/' ? '' : `?${new URLSearchParams({ continue: path })}`;
  const app = onward.kind === 'app' ? onward.interaction.pending.request.client_id : null;
  return {
    browser,
    path,
    onward,
    url: `${tenant.issuer}${own}${query}`,
    sign_in_url: onward.kind === 'app' ? onward.url : signInUrl(exchange, path),
    client: app === null ? undefined : (await findClient(deps, tenant, app))?.metadata,
    headers: { cookies: browser.cookies, ...(leadsToApp(path) ? { formAction: 'anywhere', keepOpener: true } : {}) },
  };
}

/** What is asked for, by whoever typed `email`. */
export function mailRequest(exchange: Exchange, { path, browser }: Asking, email: string): MailRequest {
  return {
    email,
    network: exchange.request.address,
    locale: pageContext(exchange).locale,
    onward: { continue: path, browser_hash: browser.hash },
  };
}

export function showAsk(exchange: Exchange, asking: Asking, reason: MailReason, wrong?: { email: string }): Response {
  const page = askEmailPage({
    ...pageView(pageContext(exchange)),
    reason,
    action: asking.url,
    csrf: csrfToken(exchange, asking.browser, reason),
    email: wrong?.email,
    wrong: wrong !== undefined,
    sign_in_url: asking.sign_in_url,
  });
  return pageResponse(page, { ...asking.headers, status: wrong === undefined ? 200 : 400 });
}

/** Where no mail can be sent, nothing that needs one is offered; null where it can. */
export function mailOff(exchange: Exchange): Response | null {
  if (canMail(exchange.deps.config)) return null;
  const { mailOff: words, toSignIn } = messagesFor(pageContext(exchange).locale).links;
  const body = words.body(exchange.tenant.displayName);
  const onward = { url: signInUrl(exchange, '/'), label: toSignIn };
  return showNotice(exchange, { tone: 'caution', heading: words.heading, body, onward }, { status: 404 });
}
