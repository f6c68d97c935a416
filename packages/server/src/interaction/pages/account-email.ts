import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary, notice, type SummarisedError, success } from './notice.ts';
import { plainName } from './untrusted.ts';

export type EmailPageProblem =
  | { readonly code: 'not_an_address' | 'own_address' }
  | { readonly code: 'credentials' | 'throttled' | 'busy'; readonly retryAfter?: number | undefined };

/** Posts `csrf` and `action`: `verify`, or `change` with `email` and, where there is a password, `password`. */
export interface EmailView {
  readonly verified: boolean;
  readonly has_password: boolean;
  readonly can_mail: boolean;
  /** Fills the field in. */
  readonly email: string;
  readonly problem?: EmailPageProblem | undefined;
}

export const emailPage =
  (view: EmailView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { account, mailOff } = messages.links;
    const words = account.email;
    const url = `${frame.account_url}/email`;
    const body = view.can_mail
      ? html`${view.verified ? undefined : verification(url, frame, messages)}${change(url, view, frame, messages)}`
      : html`<section class="panel">${notice('pause', mailOff.heading, mailOff.body(plainName(frame.tenant.display_name)))}</section>`;
    return accountPage(frame, {
      current: 'profile',
      title: words.title,
      lead: words.lead(plainName(frame.account.email), view.verified),
      parent: { url: `${frame.account_url}/profile`, label: messages.account.sections.profile.title },
      notice: noticeOf(view, frame, messages),
      failed: view.problem !== undefined,
      body,
    });
  };

function verification(url: string, { csrf }: AccountFrame, { links }: Messages): HtmlPage {
  const words = links.account.email;
  return html`<section class="panel tight"><h2>${words.verify}</h2><p>${words.verifyBody}</p>
<form method="post" action="${url}">
${hiddenFields([['csrf', csrf]])}
<button class="button" type="submit" name="action" value="verify">${words.sendVerification}</button>
</form></section>`;
}

function change(url: string, view: EmailView, { csrf }: AccountFrame, { links, login }: Messages): HtmlPage {
  const words = links.account.email;
  const { code } = view.problem ?? {};
  const wrongAddress = { not_an_address: links.wrongAddress.title, own_address: words.own.title };
  return html`<section class="panel stack"><div class="tight"><h2>${words.heading}</h2><p>${words.explanation}</p></div>
<form class="stack" method="post" action="${url}">
${hiddenFields([['csrf', csrf]])}
${field({
  name: 'email',
  label: words.label,
  type: 'email',
  value: view.email,
  autocomplete: 'email',
  required: true,
  error: code === 'not_an_address' || code === 'own_address' ? wrongAddress[code] : undefined,
})}
${
  view.has_password
    ? field({
        name: 'password',
        label: login.password,
        type: 'password',
        autocomplete: 'current-password',
        required: true,
        error: code === 'credentials' ? links.account.password.wrong.title : undefined,
      })
    : undefined
}
<button class="button primary" type="submit" name="action" value="change">${words.submit}</button>
</form></section>`;
}

function noticeOf({ problem }: EmailView, { done }: AccountFrame, messages: Messages): HtmlPage | undefined {
  if (problem !== undefined) return errorSummary(summarise(problem, messages));
  const words: Readonly<Record<string, { title: string; body: string } | undefined>> = messages.links.account.done;
  const { title, body } = words[done ?? ''] ?? {};
  if (title === undefined || body === undefined) return undefined;
  return done === 'too_many' ? errorSummary({ title, body, fields: [] }) : success(title, body);
}

function summarise(problem: EmailPageProblem, { links, login }: Messages): SummarisedError {
  switch (problem.code) {
    case 'credentials':
      return { ...links.account.password.wrong, fields: [{ id: 'password', label: login.checkPassword }] };
    case 'not_an_address':
      return { ...links.wrongAddress, fields: [{ id: 'email', label: links.wrongAddress.check }] };
    case 'own_address':
      return { ...links.account.email.own, fields: [{ id: 'email', label: links.wrongAddress.check }] };
    default:
      return { ...login.errors[problem.code](problem.retryAfter), fields: [] };
  }
}
