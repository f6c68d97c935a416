import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf` and, if that is the proof, `password` to the page itself. */
export interface DeletionView {
  /** Names of those that have access now. */
  readonly apps: readonly string[];
  readonly sessions: number;
  /** Names of those that nobody else owns: others belong to them and one of them inherits it, or nobody does. */
  readonly organizations: { readonly inherited: readonly string[]; readonly deleted: readonly string[] };
  /** `sign_in`: the form only leads to a new sign-in. */
  readonly proof: 'password' | 'sign_in' | 'none';
  readonly problem?:
    | { readonly error: 'credentials' | 'throttled' | 'busy' | 'last_operator'; readonly retryAfter?: number }
    | undefined;
}

export const deletionPage =
  (view: DeletionView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { deletion, sections } = messages.account;
    const body = html`<section class="panel"><h2>${deletion.breaks}</h2>
<ul class="facts">${consequences(view, frame, messages)}</ul></section>
${question(view, frame, messages)}`;
    return accountPage(frame, {
      current: 'data',
      title: deletion.heading,
      lead: deletion.lead,
      parent: { url: `${frame.account_url}/data`, label: sections.data.title },
      notice: problemNotice(view, messages),
      failed: view.problem !== undefined,
      body,
    });
  };

/** More than these would hide the rest. */
const MOST_NAMES = 5;

function consequences(view: DeletionView, { tenant }: AccountFrame, { account }: Messages): HtmlPage[] {
  const { deletion } = account;
  const { apps, sessions } = view;
  const { inherited, deleted } = view.organizations;
  const about = (names: readonly string[], words: (shown: readonly string[], more: number) => string) => {
    const shown = names.length <= MOST_NAMES + 1 ? names : names.slice(0, MOST_NAMES);
    return words(
      shown.map((name) => plainName(name)),
      names.length - shown.length,
    );
  };
  const organizations = (names: readonly string[], words: (shown: readonly string[], more: number) => string) =>
    names.length === 0 ? [] : [html`<li>${icon('people')}<span>${about(names, words)}</span></li>`];
  return [
    html`<li>${icon('window')}<span>${apps.length === 0 ? deletion.noApps : about(apps, deletion.apps)}</span></li>`,
    ...organizations(inherited, deletion.organizations.inherited),
    ...organizations(deleted, deletion.organizations.deleted),
    html`<li>${icon('device')}<span>${deletion.sessions(sessions)}</span></li>`,
    html`<li>${icon('person')}<span>${deletion.all(plainName(tenant.display_name))}</span></li>`,
    html`<li>${icon('unknown')}<span>${deletion.copies}</span></li>`,
    html`<li>${icon('undo')}<span>${deletion.again}</span></li>`,
  ];
}

function question({ proof, problem }: DeletionView, frame: AccountFrame, { account }: Messages): HtmlPage {
  const { deletion } = account;
  const url = `${frame.account_url}/data`;
  const invalid = problem?.error === 'credentials' ? deletion.wrongPassword : undefined;
  const proving =
    proof === 'password'
      ? field({
          name: 'password',
          label: deletion.password,
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          error: invalid,
        })
      : proof === 'sign_in'
        ? html`<p>${deletion.signInFirst}</p>`
        : undefined;
  return html`<section class="panel"><h2>${deletion.confirm}</h2>
<form class="stack" method="post" action="${url}/delete">${hiddenFields([['csrf', frame.csrf]])}
${proving}
<div class="answers"><a class="button" href="${url}">${deletion.keep}</a>
<button class="button ${proof === 'sign_in' ? 'primary' : 'danger filled'}" type="submit">${proof === 'sign_in' ? deletion.signIn : deletion.button}</button></div>
</form></section>`;
}

function problemNotice({ problem }: DeletionView, { account, login }: Messages): HtmlPage | undefined {
  if (problem === undefined) return undefined;
  const { deletion } = account;
  if (problem.error === 'last_operator') return errorSummary({ ...deletion.errors.last_operator, fields: [] });
  if (problem.error !== 'credentials')
    return errorSummary({ ...login.errors[problem.error](problem.retryAfter), fields: [] });
  return errorSummary({ ...deletion.errors.credentials, fields: [{ id: 'password', label: deletion.checkPassword }] });
}
