import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { field } from './fields.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import { type PasskeyPrompt, passkeyForm, passkeyScript } from './passkey.ts';
import { plainName } from './untrusted.ts';

/** Posts `csrf`, `name` and `credential` to the page itself. */
export interface AddPasskeyView {
  /** null: no more can be added. */
  readonly prompt: PasskeyPrompt | null;
  readonly name: string;
  readonly failed: boolean;
}

export const addPasskeyPage =
  (view: AddPasskeyView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { addPasskey, page } = messages.security;
    const url = `${frame.account_url}/security`;
    const problem = view.prompt === null ? addPasskey.many : view.failed ? addPasskey.error : undefined;
    return accountPage(frame, {
      current: 'security',
      title: addPasskey.title,
      lead: addPasskey.lead,
      parent: { url, label: page.title },
      notice: problem && errorSummary({ ...problem, fields: [] }),
      failed: problem !== undefined,
      body: html`<section class="panel">${view.prompt === null ? undefined : form(view, view.prompt, frame, messages)}</section>`,
      head: passkeyScript(),
    });
  };

function form({ name }: AddPasskeyView, prompt: PasskeyPrompt, frame: AccountFrame, messages: Messages): HtmlPage {
  const { addPasskey, passkey } = messages.security;
  const asked = passkeyForm(
    {
      ...prompt,
      ceremony: 'create',
      action: `${frame.account_url}/security/passkeys/add`,
      fields: [['csrf', frame.csrf]],
      label: passkey.add,
      primary: true,
      above: field({
        name: 'name',
        label: addPasskey.name,
        hint: addPasskey.nameHint,
        value: name,
        maxlength: 60,
        autocomplete: 'off',
        required: true,
      }),
    },
    messages,
  );
  return html`${asked}<noscript><p class="muted">${passkey.noScript}</p></noscript><p class="muted" data-without-passkeys hidden>${passkey.impossible}</p>`;
}

/** Posts `csrf`, `passkey` and `confirm` to the page itself. */
export interface RemovePasskeyView {
  readonly credential_id: string;
  readonly name: string;
  /** How many stay. */
  readonly others: number;
  readonly password: boolean;
  /** Names of other providers that the user can sign in through. */
  readonly providers: readonly string[];
  /** Recovery codes that nothing is left for. */
  readonly codes_end: boolean;
}

export const removePasskeyPage =
  (view: RemovePasskeyView) =>
  (frame: AccountFrame): HtmlPage => {
    const { removePasskey, removeTotp, page } = messagesFor(frame.locale).security;
    const url = `${frame.account_url}/security`;
    const only = view.others === 0 && !view.password && view.providers.length === 0;
    const { facts } = removePasskey;
    const answers = html`<form class="answers" method="post" action="${url}/passkeys/remove">
${hiddenFields([
  ['csrf', frame.csrf],
  ['passkey', view.credential_id],
  ['confirm', 'yes'],
])}
<a class="button" href="${url}">${removePasskey.keep}</a>
<button class="button danger filled" type="submit">${removePasskey.remove}</button></form>`;
    return accountPage(frame, {
      current: 'security',
      title: removePasskey.title(plainName(view.name)),
      parent: { url, label: page.title },
      notice: only ? errorSummary({ title: facts.last, body: removePasskey.only, fields: [] }) : undefined,
      failed: only,
      body: html`<section class="panel"><ul class="facts">
<li>${icon('key')}<span>${facts.out}</span></li>
${view.others > 0 ? html`<li>${icon('check')}<span>${facts.left(view.others)}</span></li>` : undefined}
${view.password ? html`<li>${icon('check')}<span>${facts.password}</span></li>` : undefined}
${view.providers.length > 0 ? html`<li>${icon('check')}<span>${facts.providers(view.providers.map((one) => plainName(one)))}</span></li>` : undefined}
${view.codes_end ? html`<li>${icon('warning')}<span>${removeTotp.facts.codes}</span></li>` : undefined}
</ul>${only ? undefined : answers}</section>`,
    });
  };
