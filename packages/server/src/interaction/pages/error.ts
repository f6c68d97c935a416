import { html } from 'hono/html';
import type { HtmlPage, PageView } from './html-page.ts';
import type { IconName } from './icons.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { notice } from './notice.ts';
import { linkHref } from './untrusted.ts';

export type ErrorKind =
  | 'client_unknown'
  | 'app_suspended'
  | 'app_not_approved'
  | 'app_internal'
  | 'redirect_uri'
  | 'request'
  | 'expired'
  | 'not_found'
  | 'unavailable'
  | 'forbidden'
  | 'method'
  | 'server';

export interface ErrorView extends PageView {
  readonly kind: ErrorKind;
  /** The id to quote, which the log knows too. */
  readonly reference: string;
  readonly whose_move: 'you' | 'app' | 'operator';
  /** Fixed English without user data, for the developer: OAuthError.description. */
  readonly detail?: string | undefined;
  /** Where the app's own developer sees why; for them alone. */
  readonly trace?: string | undefined;
  /** Absolute URL to try again at. */
  readonly retry?: string | undefined;
}

const signs: Record<ErrorView['whose_move'], IconName> = { you: 'person', app: 'code', operator: 'clock' };

/** Says what happened, whose move it is, and the id to quote. */
export function errorPage(view: ErrorView): HtmlPage {
  const { error, frame } = messagesFor(view.locale);
  const { title, body: explanation } = error.kinds[view.kind];
  const retry = linkHref(view.retry);
  const trace = linkHref(view.trace);
  const body = html`<main class="card">
<div class="stack">${badge('warning', 'caution')}<div class="tight"><h1>${title}</h1><p>${explanation}</p></div></div>
${notice(signs[view.whose_move], error.moves[view.whose_move].title, error.moves[view.whose_move].body)}
${retry === undefined ? undefined : html`<a class="button primary" href="${retry}">${error.retry}</a>`}
<div class="field bar"><label for="reference">${error.reference}</label>
<input id="reference" value="${view.reference}" readonly aria-describedby="reference-hint">
<p id="reference-hint" class="muted small">${error.referenceHint}</p></div>
${trace === undefined ? undefined : html`<p><a href="${trace}">${error.trace}</a></p>`}
${
  view.detail === undefined
    ? undefined
    : html`<details><summary>${error.forDevelopers}</summary><p class="small muted" lang="en" dir="ltr">${view.detail}</p></details>`
}
</main>`;
  return layout(view, { title: frame.errorTitle(title), body });
}
