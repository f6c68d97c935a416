import { html } from 'hono/html';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { badge } from './marks.ts';
import { messagesFor } from './messages/index.ts';
import { errorSummary, notice } from './notice.ts';
import { type PasswordError, passwordErrorSummary, passwordFields } from './password-fields.ts';
import { plainName } from './untrusted.ts';

interface LinkFormView extends PageView {
  readonly action: string;
  readonly csrf: string;
  /** The address that the link was sent to. */
  readonly email: string;
}

/** Posts `csrf`, `name`, `password` and `password_again`. */
export interface NewAccountView extends LinkFormView {
  readonly purpose: 'sign_up' | 'invitation';
  readonly name: string;
  readonly min_length: number;
  readonly error?: PasswordError | undefined;
}

export function newAccountPage(view: NewAccountView): HtmlPage {
  const { links } = messagesFor(view.locale);
  const { heading, lead, submit } = links.open[view.purpose];
  return passwordForm(view, {
    heading,
    lead: typeof lead === 'string' ? lead : lead(plainName(view.tenant.display_name)),
    submit,
    label: links.password.ownLabel,
    more: field({
      name: 'name',
      label: links.name,
      hint: links.nameHint,
      value: view.name,
      autocomplete: 'name',
      maxlength: 200,
      required: true,
      autofocus: view.error === undefined,
    }),
  });
}

/** Posts `csrf`, `password` and `password_again`. */
export interface NewPasswordView extends LinkFormView {
  readonly min_length: number;
  readonly error?: PasswordError | undefined;
}

export function newPasswordPage(view: NewPasswordView): HtmlPage {
  const { links } = messagesFor(view.locale);
  return passwordForm(view, { ...links.open.reset_password, label: links.password.label });
}

interface PasswordForm {
  readonly heading: string;
  readonly lead: string;
  readonly submit: string;
  readonly label: string;
  readonly more?: HtmlPage;
}

function passwordForm(view: NewPasswordView, { heading, lead, submit, label, more }: PasswordForm): HtmlPage {
  const messages = messagesFor(view.locale);
  const { email, error, min_length } = view;
  const body = html`<main class="card">
<div class="tight"><h1>${heading}</h1><p class="muted">${lead}</p></div>
${error === undefined ? undefined : errorSummary(passwordErrorSummary(error, messages))}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<div class="field"><label for="email">${messages.links.email}</label>
<input id="email" type="email" value="${email}" autocomplete="username" readonly></div>
${more}
${passwordFields({ label, min_length, error, autofocus: more === undefined || error !== undefined }, messages)}
<button class="button primary" type="submit">${submit}</button>
</form>
</main>`;
  return layout(view, { title: error === undefined ? heading : messages.frame.errorTitle(heading), body });
}

/** Posts `csrf`. */
export interface ConfirmLinkView extends LinkFormView {
  readonly purpose: 'verify_email' | 'change_email' | 'sign_in';
  /** The address that the account has now. */
  readonly current_email: string;
}

export function confirmLinkPage(view: ConfirmLinkView): HtmlPage {
  const { links } = messagesFor(view.locale);
  const { heading, submit, ...words } = links.open[view.purpose];
  const about = view.purpose === 'change_email' ? view.current_email : view.tenant.display_name;
  const lead = typeof words.lead === 'string' ? words.lead : words.lead(plainName(about));
  const body = html`<main class="card">
<div class="tight"><h1>${heading}</h1><p class="muted">${lead}</p></div>
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<p class="account"><strong>${plainName(view.email)}</strong></p>
<button class="button primary" type="submit">${submit}</button>
</form>
${'notYou' in words ? html`<p class="bar small">${words.notYou}</p>` : undefined}
</main>`;
  return layout(view, { title: heading, body });
}

/** Where a page leads on to. */
export interface Onward {
  /** Absolute. */
  readonly url: string;
  readonly label: string;
}

export interface LinkNoticeView extends PageView {
  readonly tone: 'good' | 'caution';
  readonly heading: string;
  readonly body: string;
  /** More to know, in a box. */
  readonly hint?: { readonly title: string; readonly body: string } | undefined;
  readonly onward?: Onward | undefined;
}

/** What came of a link, and where to go from there. */
export function linkNoticePage(view: LinkNoticeView): HtmlPage {
  const { heading, onward, hint } = view;
  const sign = view.tone === 'good' ? 'check' : 'clock';
  const body = html`<main class="card">
<div class="stack">${badge(sign, view.tone)}<div class="tight"><h1>${heading}</h1><p>${view.body}</p></div></div>
${hint === undefined ? undefined : notice('window', hint.title, hint.body)}
${onward === undefined ? undefined : html`<a class="button primary" href="${onward.url}">${onward.label}</a>`}
</main>`;
  return layout(view, { title: heading, body });
}
