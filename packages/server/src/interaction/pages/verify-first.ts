import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { messagesFor } from './messages/index.ts';
import { errorSummary, success } from './notice.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` and `action`: `send` or `go_on`. */
export interface VerifyFirstView extends PageView {
  readonly action: string;
  readonly csrf: string;
  readonly email: string;
  /** What came of the last answer. */
  readonly outcome: 'sent' | 'too_many' | 'not' | null;
}

export function verifyFirstPage(view: VerifyFirstView): HtmlPage {
  const { verifyFirst } = messagesFor(view.locale).links;
  const { outcome } = view;
  const { heading, sent, tooMany, not } = verifyFirst;
  const notice =
    outcome === 'sent'
      ? success(sent.title, sent.body)
      : outcome !== null
        ? errorSummary({ ...(outcome === 'not' ? not : tooMany), fields: [] })
        : undefined;
  const [first, second] = outcome === null ? ['primary', ''] : ['', 'primary'];
  const body = html`<main class="card">
<div class="tight"><h1>${heading}</h1><p>${verifyFirst.lead(plainName(view.email))}</p></div>
${notice}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<button class="button ${first}" type="submit" name="action" value="send">${verifyFirst.send}</button>
<button class="button ${second}" type="submit" name="action" value="go_on">${verifyFirst.goOn}</button>
</form>
</main>`;
  return layout(view, { title: heading, body });
}
