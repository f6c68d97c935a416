import { html } from 'hono/html';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { messagesFor } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import { plainName } from './untrusted.ts';

/** What the mail is asked for. */
export type MailReason = 'sign_up' | 'recovery' | 'sign_in';

/** Posts `csrf` and `email`. */
export interface AskEmailView extends PageView {
  readonly reason: MailReason;
  readonly action: string;
  readonly csrf: string;
  /** Fills the field in. */
  readonly email?: string | undefined;
  /** What was typed is no address. */
  readonly wrong?: boolean | undefined;
  /** Absolute URL of the page where one signs in. */
  readonly sign_in_url: string;
}

export function askEmailPage(view: AskEmailView): HtmlPage {
  const { links, frame } = messagesFor(view.locale);
  const { heading, lead, submit, back } = links.ask[view.reason];
  const { title, body: explanation, check } = links.wrongAddress;
  const body = html`<main class="card">
<div class="tight"><h1>${heading}</h1><p class="muted">${lead}</p></div>
${view.wrong ? errorSummary({ title, body: explanation, fields: [{ id: 'email', label: check }] }) : undefined}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
${field({
  name: 'email',
  label: links.email,
  type: 'email',
  value: view.email,
  autocomplete: view.reason === 'sign_up' ? 'email' : 'username',
  error: view.wrong ? title : undefined,
  required: true,
  autofocus: true,
})}
<button class="button primary" type="submit">${submit}</button>
</form>
<p class="bar small"><a href="${view.sign_in_url}">${back}</a></p>
</main>`;
  return layout(view, { title: view.wrong ? frame.errorTitle(heading) : heading, body });
}

export type CodeError = { readonly code: 'wrong' } | { readonly code: 'throttled'; readonly retryAfter: number };

export interface MailSentView extends PageView {
  readonly reason: MailReason;
  readonly email: string;
  /** Seconds. */
  readonly works_for: number;
  /** The app that waits in this browser. */
  readonly client?: AppView | undefined;
  /** Absolute URL to ask again at. */
  readonly again_url: string;
  /** Where the code may be typed instead of opening the link; posts `csrf`, `state` and `code`. */
  readonly code?: {
    readonly action: string;
    readonly csrf: string;
    readonly state: string;
    readonly error?: CodeError | undefined;
  };
}

/** Says the same whoever has the address. */
export function mailSentPage(view: MailSentView): HtmlPage {
  const { links, frame } = messagesFor(view.locale);
  const { sent } = links;
  const app = view.client === undefined ? undefined : plainName(view.client.client_name);
  const failed = view.code?.error !== undefined;
  const body = html`<main class="card">
<div class="tight"><h1>${sent.heading}</h1><p>${sent[view.reason](plainName(view.email))}</p>
${app === undefined ? undefined : html`<p>${sent.sameBrowser(app)}</p>`}
<p class="muted small">${sent.works(view.works_for)}</p></div>
${codeForm(view)}
<p class="bar small">${sent.nothing} <a href="${view.again_url}">${sent.otherAddress}</a></p>
</main>`;
  return layout(view, { title: failed ? frame.errorTitle(sent.heading) : sent.heading, body });
}

function codeForm({ code: form, locale }: MailSentView): HtmlPage | undefined {
  if (form === undefined) return undefined;
  const { code } = messagesFor(locale).links;
  const { error } = form;
  const told = error === undefined ? undefined : error.code === 'wrong' ? code.wrong : code.throttled(error.retryAfter);
  const fields = error?.code === 'wrong' ? [{ id: 'code', label: code.check }] : [];
  return html`${told === undefined ? undefined : errorSummary({ ...told, fields })}
<form class="stack" method="post" action="${form.action}">
${hiddenFields([
  ['csrf', form.csrf],
  ['state', form.state],
])}
${field({
  name: 'code',
  label: code.label,
  hint: code.hint,
  inputmode: 'numeric',
  autocomplete: 'one-time-code',
  error: error?.code === 'wrong' ? code.wrong.title : undefined,
  required: true,
  autofocus: true,
})}
<button class="button primary" type="submit">${code.submit}</button>
</form>`;
}
