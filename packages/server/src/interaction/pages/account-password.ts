import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary, type SummarisedError, success } from './notice.ts';
import { type PasswordError, passwordErrorSummary, passwordFields } from './password-fields.ts';

export type PasswordPageProblem =
  | PasswordError
  | { readonly code: 'credentials' }
  | { readonly code: 'throttled'; readonly retryAfter?: number | undefined };

/** Posts `csrf`, `password`, `password_again` and, where there is a password, `current_password` to the page itself. */
export interface PasswordView {
  readonly has_password: boolean;
  readonly min_length: number;
  readonly problem?: PasswordPageProblem | undefined;
}

export const passwordPage =
  (view: PasswordView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { account, email, password } = messages.links;
    const words = account.password;
    const body = html`<section class="panel"><form class="stack" method="post" action="${frame.account_url}/password">
${hiddenFields([['csrf', frame.csrf]])}
<div class="field"><label for="email">${email}</label>
<input id="email" type="email" value="${frame.account.email}" autocomplete="username" readonly></div>
${view.has_password ? currentPassword(view, messages) : undefined}
${passwordFields({ label: password.label, min_length: view.min_length, error: errorOfNew(view.problem) }, messages)}
<button class="button primary" type="submit">${words.submit}</button>
</form></section>`;
    return accountPage(frame, {
      current: 'security',
      title: words.title,
      lead: words.lead(view.has_password),
      parent: { url: `${frame.account_url}/security`, label: messages.account.sections.security.title },
      notice: noticeOf(view, frame, messages),
      failed: view.problem !== undefined,
      body,
    });
  };

function currentPassword({ problem }: PasswordView, { links }: Messages): HtmlPage {
  const error = problem?.code === 'credentials' ? links.account.password.wrong.title : undefined;
  return field({
    name: 'current_password',
    label: links.account.password.current,
    type: 'password',
    autocomplete: 'current-password',
    required: true,
    error,
  });
}

/** What is wrong with the new one. */
function errorOfNew(problem: PasswordPageProblem | undefined): PasswordError | undefined {
  return problem === undefined || problem.code === 'credentials' || problem.code === 'throttled' ? undefined : problem;
}

function noticeOf({ problem }: PasswordView, { done }: AccountFrame, messages: Messages): HtmlPage | undefined {
  if (problem !== undefined) return errorSummary(summarise(problem, messages));
  const { password_changed } = messages.links.account.done;
  return done === 'password_changed' ? success(password_changed.title, password_changed.body) : undefined;
}

function summarise(problem: PasswordPageProblem, messages: Messages): SummarisedError {
  const { wrong, checkCurrent } = messages.links.account.password;
  switch (problem.code) {
    case 'credentials':
      return { ...wrong, fields: [{ id: 'current_password', label: checkCurrent }] };
    case 'throttled':
      return { ...messages.login.errors.throttled(problem.retryAfter), fields: [] };
    default:
      return passwordErrorSummary(problem, messages);
  }
}
