import type { Parameters } from '@xenia/protocol/parameters';
import type { ReadyTicket } from '../../accounts/sign-up.ts';
import type { Exchange } from '../../exchange.ts';
import { pageContext } from '../advance.ts';
import { browserOf, csrfToken } from '../browser.ts';
import { type PageResponseOptions, pageView } from '../pages/page-response.ts';
import { LINK_FORM, leadsToApp } from './link-state.ts';

/** A link that can be redeemed, opened in the browser of this request. */
export type OpenedLink = ReadyTicket & {
  readonly secret: string;
  /** Of its page, where its form posts to. */
  readonly url: string;
};

export interface Link {
  readonly show: (exchange: Exchange, opened: OpenedLink) => Promise<Response> | Response;
  readonly answer: (exchange: Exchange, opened: OpenedLink, form: Parameters) => Promise<Response>;
}

/** What every form of a link's page is rendered with. */
export function linkForm(exchange: Exchange, { ticket, url }: OpenedLink) {
  const csrf = csrfToken(exchange, browserOf(exchange), LINK_FORM);
  return { ...pageView(pageContext(exchange)), action: url, csrf, email: ticket.email };
}

/** The headers of a link's page: it may lead back to an app. */
export function linkHeaders({ data }: OpenedLink): PageResponseOptions {
  return leadsToApp(data.continue ?? '') ? { formAction: 'anywhere', keepOpener: true } : {};
}
