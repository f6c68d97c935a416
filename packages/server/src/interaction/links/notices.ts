import type { Exchange } from '../../exchange.ts';
import { ACCOUNT_PATH, pageUrl } from '../account/paths.ts';
import { pageContext } from '../advance.ts';
import { type LinkNoticeView, linkNoticePage } from '../pages/links.ts';
import { messagesFor } from '../pages/messages/index.ts';
import { type PageResponseOptions, pageResponse, pageView } from '../pages/page-response.ts';
import { signInUrl } from '../sign-in.ts';
import type { Onward } from './link-state.ts';

/** Why a link opens nothing. */
export type LinkOver = 'used' | 'unknown' | 'browser' | 'email_taken' | 'closed';

export function showOver(exchange: Exchange, why: LinkOver): Response {
  const { links } = messagesFor(pageContext(exchange).locale);
  const onward = why === 'browser' ? undefined : { url: signInUrl(exchange, '/'), label: links.toSignIn };
  exchange.log.info({ event: 'link_refused', reason: why }, 'link refused');
  return showNotice(
    exchange,
    { tone: 'caution', ...links.over[why], onward },
    { status: why === 'browser' ? 400 : 410 },
  );
}

export type DoneLink = 'signed_up' | 'reset_password' | 'verify_email' | 'signed_in';

/** What a link did, and where to go on. `more` says something besides. */
export function showDone(
  exchange: Exchange,
  what: DoneLink,
  onward: Onward,
  options: PageResponseOptions & { readonly more?: string } = {},
): Response {
  const { links } = messagesFor(pageContext(exchange).locale);
  const { heading, body } = links.done[what];
  const { more, ...headers } = options;
  const signedIn = what === 'signed_up' || what === 'signed_in';
  const page = signedIn ? { url: pageUrl(exchange, ACCOUNT_PATH), label: links.done.toAccount } : undefined;
  const elsewhere = { title: heading, body: links.done.elsewhere };
  return showNotice(
    exchange,
    {
      tone: 'good',
      heading,
      body: more === undefined ? body : `${body} ${more}`,
      hint: onward.kind === 'elsewhere' ? elsewhere : undefined,
      onward: onward.kind === 'app' ? { url: onward.url, label: links.done.goOn } : (page ?? toSignIn(exchange, what)),
    },
    headers,
  );
}

function toSignIn(exchange: Exchange, what: DoneLink) {
  const { links } = messagesFor(pageContext(exchange).locale);
  return what === 'verify_email' ? undefined : { url: signInUrl(exchange, '/'), label: links.toSignIn };
}

export function showNotice(
  exchange: Exchange,
  notice: Omit<LinkNoticeView, 'tenant' | 'locale'>,
  options: PageResponseOptions = {},
): Response {
  return pageResponse(linkNoticePage({ ...pageView(pageContext(exchange)), ...notice }), options);
}
