import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { messagesFor } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** The user's data to take along, and the way out. */
export function dataPage(frame: AccountFrame): HtmlPage {
  const { data, sections } = messagesFor(frame.locale).account;
  const { download, deletion } = data;
  const url = `${frame.account_url}/data`;
  const body = html`<section class="panel"><div class="tight"><h2>${download.heading}</h2><p class="muted">${download.body}</p></div>
<ul class="facts">${download.contents.map((item) => html`<li>${icon('check')}<span>${item}</span></li>`)}</ul>
<div class="answers"><a class="button primary" href="${url}/download" download>${icon('download')}${download.button}</a></div></section>
<section class="panel"><div class="tight"><h2>${deletion.heading}</h2><p class="muted">${deletion.body}</p></div>
<div class="answers"><a class="button danger" href="${url}/delete">${deletion.button}</a></div></section>`;
  return accountPage(frame, {
    current: 'data',
    title: sections.data.title,
    lead: data.lead(plainName(frame.tenant.display_name)),
    body,
  });
}
