import { html } from 'hono/html';
import { field } from './fields.ts';
import type { HtmlPage } from './html-page.ts';
import type { Messages } from './messages/index.ts';

/** Why a password is not taken; as accounts/password-rules.ts says it. */
export type PasswordProblem =
  | { readonly code: 'too_short'; readonly min: number }
  | { readonly code: 'too_long'; readonly max: number }
  | { readonly code: 'malformed' | 'guessable' | 'personal' };

export type PasswordStrength = 'fair' | 'good' | 'strong';

/** What is wrong with the passwords of a form. */
export type PasswordError = { readonly code: 'different' | 'busy' } | PasswordProblem;

export interface PasswordFieldsView {
  /** Characters. */
  readonly min_length: number;
  readonly label: string;
  readonly error?: PasswordError | undefined;
  readonly autofocus?: boolean;
}

/** Posts `password` and `password_again`. Both stay empty when the form is shown again: a password never stands in a page. */
export function passwordFields(view: PasswordFieldsView, { links }: Messages): HtmlPage {
  const { password } = links;
  const wrong = view.error === undefined || view.error.code === 'busy' ? undefined : describe(view.error, links);
  return html`${field({
    name: 'password',
    label: view.label,
    type: 'password',
    autocomplete: 'new-password',
    hint: password.hint(view.min_length),
    error: wrong?.title,
    required: true,
    autofocus: view.autofocus,
  })}
${field({ name: 'password_again', label: password.again, type: 'password', autocomplete: 'new-password', required: true })}`;
}

/** What stands above the form. */
export function passwordErrorSummary(error: PasswordError, { links }: Pick<Messages, 'links'>) {
  const fields = error.code === 'busy' ? [] : [{ id: 'password', label: links.password.check }];
  return { ...describe(error, links), fields };
}

function describe(error: PasswordError, { password }: Messages['links']): { title: string; body: string } {
  switch (error.code) {
    case 'busy':
      return password.busy;
    case 'different':
      return password.different;
    default:
      return password.problem(error);
  }
}
