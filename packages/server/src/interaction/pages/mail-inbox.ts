import { html } from 'hono/html';
import { moment } from './apps-parts.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { type IconName, icon } from './icons.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';

/** A mail in the inbox of development. */
export interface MailRow {
  /** Where its page is. */
  readonly url: string;
  readonly tenant: string;
  readonly to: string;
  readonly subject: string;
  readonly at: number;
  readonly state: MailState;
}

type Outcome = 'sent' | 'waiting' | 'givenUp';

export interface MailState {
  /** kept: there is no mail server that it could go to. */
  readonly kind: 'kept' | Outcome;
  readonly attempts: number;
  /** Why the last attempt failed. */
  readonly error: string | null;
}

export interface MailInboxView extends PageView {
  /** Newest first. */
  readonly mails: readonly MailRow[];
  /** Whether mail goes out as well. */
  readonly sends: boolean;
  readonly now: number;
}

/** Everything that would have gone out, in development mode only. */
export function mailInboxPage(view: MailInboxView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { inbox } = messages.mail;
  const { empty } = inbox;
  const list =
    view.mails.length === 0
      ? html`<div class="tight"><h2>${empty.title}</h2><p class="muted">${empty.body}</p></div>`
      : html`<ul class="installed mails">${view.mails.map((mail) => row(mail, view, messages))}</ul>`;
  const body = html`<main class="card">
<div class="tight"><h1>${inbox.title}</h1><p class="muted">${view.sends ? inbox.leadSent : inbox.lead}</p></div>
${list}
</main>`;
  return layout(view, { title: inbox.title, body, wide: true });
}

/** The subject's link covers the row. */
function row(mail: MailRow, { now }: MailInboxView, messages: Messages): HtmlPage {
  const { inbox } = messages.mail;
  return html`<li>${mark(mail.tenant, undefined)}
<div class="app">
<h2><a href="${mail.url}">${mail.subject}</a></h2>
<p class="small">${inbox.to} ${mail.to}</p>
<p class="small muted meta"><span>${mail.tenant}</span>${moment(mail.at, messages.apps.ago(mail.at, now), messages)}${stateTag(mail.state, messages)}</p>
</div>
${icon('chevron')}</li>`;
}

const signs: Record<MailState['kind'], IconName> = {
  kept: 'check',
  sent: 'check',
  waiting: 'clock',
  givenUp: 'warning',
};
const tones: Record<Outcome, string> = { sent: ' good', waiting: '', givenUp: ' caution' };

/** Nothing where every mail stays. */
export function stateTag({ kind, attempts }: MailState, { mail }: Messages): HtmlPage | undefined {
  if (kind === 'kept') return undefined;
  const { states, attempts: counted } = mail.inbox;
  const more = attempts > 1 || kind === 'givenUp' ? ` (${counted(attempts)})` : '';
  return html`<span class="tag${tones[kind]}">${icon(signs[kind])}${states[kind]}${more}</span>`;
}
