import { html } from 'hono/html';
import type { HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { notice } from './notice.ts';

export interface DocumentedErrorView extends PageView {
  readonly error_code: string;
  /** HTTP status. */
  readonly status: number;
  /** Fixed English for the app's developer, as are the error codes. */
  readonly message: string;
  readonly remedy: string;
}

/** What an error of the API means and what to do about it, for a developer who followed the link in it. */
export function documentedErrorPage(view: DocumentedErrorView): HtmlPage {
  const { documentedError } = messagesFor(view.locale);
  // A long name may break after its underscores.
  const name = view.error_code.split(/(?<=_)/).map((part) => html`${part}<wbr>`);
  const body = html`<main class="card">
<div class="stack">${badge('code', 'caution')}<div class="tight"><h1>${name}</h1>
<p class="muted">${documentedError.status(view.status)}</p></div></div>
<p lang="en" dir="ltr">${view.message}</p>
${notice('code', documentedError.remedy, html`<span lang="en" dir="ltr">${view.remedy}</span>`)}
</main>`;
  return layout(view, { title: view.error_code, body });
}
