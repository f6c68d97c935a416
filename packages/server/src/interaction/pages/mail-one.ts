import { html } from 'hono/html';
import { moment } from './apps-parts.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { type MailRow, stateTag } from './mail-inbox.ts';
import { messagesFor } from './messages/index.ts';
import { linkHref } from './untrusted.ts';

export interface MailView extends PageView {
  readonly mail: MailRow & {
    /** Where its HTML is served by itself, under a policy of its own. */
    readonly html_url: string;
    readonly text: string;
    readonly links: readonly string[];
  };
  readonly inbox_url: string;
}

/** One mail of the inbox of development: what a mail program shows, and the same as plain text. */
export function mailPage(view: MailView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { inbox } = messages.mail;
  const { mail } = view;
  const body = html`<main class="card mail">
<div class="tight"><a class="back small" href="${view.inbox_url}">${icon('back')}${inbox.back}</a>
<h1>${mail.subject}</h1></div>
<dl class="small">
<div><dt>${inbox.to}</dt><dd>${mail.to}</dd></div>
<div><dt>${inbox.from}</dt><dd>${mail.tenant}</dd></div>
<div><dt>${inbox.sent}</dt><dd>${moment(mail.at, inbox.exactly(mail.at), messages)} ${stateTag(mail.state, messages)}</dd></div>
${mail.state.error === null ? undefined : html`<div><dt></dt><dd>${mail.state.error}</dd></div>`}
</dl>
${
  mail.links.length === 0
    ? undefined
    : html`<section><h2>${inbox.links}</h2><ul class="small">${mail.links.map((link) => html`<li><a href="${linkHref(link)}">${link}</a></li>`)}</ul></section>`
}
<section><h2>${inbox.formatted}</h2>
<iframe src="${mail.html_url}" title="${inbox.formatted}" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe></section>
<section><h2>${inbox.plain}</h2><pre tabindex="0" role="region" aria-label="${inbox.plain}">${mail.text}</pre></section>
</main>`;
  return layout(view, { title: mail.subject, body, wide: true });
}
