import { html } from 'hono/html';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref, plainName } from './untrusted.ts';

export interface AnsweredView extends PageView {
  /** The same answer was given twice, and this is what it was. */
  readonly allowed: boolean;
  readonly client: AppView & {
    /** A page of the app. */
    readonly home_uri?: string | undefined;
  };
}

/** A form that was sent twice: the first time counts. */
export function answeredPage(view: AnsweredView): HtmlPage {
  const { answered } = messagesFor(view.locale);
  const app = plainName(view.client.client_name);
  const heading = view.allowed ? answered.allowed.heading(app) : answered.heading;
  const explanation = view.allowed ? answered.allowed.explanation(app) : answered.explanation(app);
  const home = linkHref(view.client.home_uri);
  const body = html`<main class="card">
<div class="stack">${badge('check', 'good')}<div class="tight"><h1>${heading}</h1>
<p class="muted">${explanation}</p></div></div>
${home === undefined ? undefined : html`<a class="button primary" href="${home}">${answered.back(app)}</a>`}
</main>`;
  return layout(view, { title: heading, body });
}
