import { html } from 'hono/html';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref, plainName } from './untrusted.ts';

export interface AnsweredView extends PageView {
  readonly client: AppView & {
    /** A page of the app. */
    readonly home_uri?: string | undefined;
  };
}

/** A form that was sent twice: the first time counts. */
export function answeredPage(view: AnsweredView): HtmlPage {
  const { answered } = messagesFor(view.locale);
  const app = plainName(view.client.client_name);
  const home = linkHref(view.client.home_uri);
  const body = html`<main class="card">
<div class="stack">${badge('check', 'good')}<div class="tight"><h1>${answered.heading}</h1>
<p class="muted">${answered.explanation(app)}</p></div></div>
${home === undefined ? undefined : html`<a class="button primary" href="${home}">${answered.back(app)}</a>`}
</main>`;
  return layout(view, { title: answered.heading, body });
}
