import { html } from 'hono/html';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import { type PasswordError, passwordErrorSummary, passwordFields } from './password-fields.ts';
import { plainName } from './untrusted.ts';

/** What is wrong with the form. */
export type SetupError = PasswordError | { readonly code: 'email' | 'email_taken' };

/** Posts `csrf`, `password`, `password_again` and, unless the link is for a user who is there, `email`. */
export interface SetupView extends PageView {
  readonly action: string;
  readonly csrf: string;
  /** `first`: the installation has no operator. `more`: it has, and this makes another. `restore`: a user gets a new password. */
  readonly purpose: 'first' | 'more' | 'restore';
  /** As typed, or that of the user. */
  readonly email: string;
  readonly min_length: number;
  readonly error?: SetupError | undefined;
}

export function setupPage(view: SetupView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { error, purpose, min_length } = view;
  const { heading, lead, submit } = words(purpose, messages);
  const ofPassword = error === undefined || isOfEmail(error) ? undefined : error;
  const focusPassword = ofPassword !== undefined || (error === undefined && purpose === 'restore');
  const body = html`<main class="card">
<div class="tight"><h1>${heading}</h1><p class="muted">${typeof lead === 'string' ? lead : lead(plainName(view.tenant.display_name))}</p></div>
${error === undefined ? undefined : errorSummary(summary(error, messages))}
${error?.code === 'email_taken' ? html`<pre tabindex="0">xenia admin grant ${view.email} --role operator</pre>` : undefined}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
${emailField(view, messages)}
${passwordFields({ label: messages.links.password.ownLabel, min_length, error: ofPassword, autofocus: focusPassword }, messages)}
<button class="button primary" type="submit">${submit}</button>
</form>
</main>`;
  return layout(view, { title: error === undefined ? heading : messages.frame.errorTitle(heading), body });
}

function words(purpose: SetupView['purpose'], { setup }: Messages) {
  return { first: setup, more: { ...setup, ...setup.addAnother }, restore: setup.restore }[purpose];
}

function emailField({ purpose, email, error }: SetupView, { links, setup }: Messages): HtmlPage {
  if (purpose === 'restore') {
    return html`<div class="field"><label for="email">${links.email}</label>
<input id="email" type="email" value="${email}" autocomplete="username" readonly></div>`;
  }
  const wrong = error !== undefined && isOfEmail(error);
  return field({
    name: 'email',
    label: links.email,
    type: 'email',
    hint: setup.emailHint,
    value: email,
    autocomplete: 'username',
    error: wrong ? summary(error, { links, setup }).title : undefined,
    maxlength: 254,
    required: true,
    autofocus: error === undefined || wrong,
  });
}

function isOfEmail(error: SetupError): error is Extract<SetupError, { code: 'email' | 'email_taken' }> {
  return error.code === 'email' || error.code === 'email_taken';
}

function summary(error: SetupError, messages: Pick<Messages, 'links' | 'setup'>) {
  if (!isOfEmail(error)) return passwordErrorSummary(error, messages);
  const { wrongAddress } = messages.links;
  const fields = [{ id: 'email', label: wrongAddress.check }];
  const { title, body } = error.code === 'email' ? wrongAddress : messages.setup.taken;
  return { title, body, fields };
}
