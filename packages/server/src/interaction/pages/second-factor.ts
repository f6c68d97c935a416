import { html } from 'hono/html';
import { accountIdentity } from './account-row.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, AppView, HtmlPage, PageView } from './html-page.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary, errorSummaryId, type SummarisedError } from './notice.ts';
import { type PasskeyPrompt, passkeyForm, passkeyScript } from './passkey.ts';
import { plainName } from './untrusted.ts';

export type SecondFactorError = 'code' | 'recovery_code' | 'passkey' | 'throttled';

/** Posts `csrf`, `state` and `action`: `totp` or `recovery_code` with `code`, `passkey` with `credential`, or one of the values below. */
export interface SecondFactorView extends PageView {
  readonly action: string;
  readonly csrf: string;
  /** What has been proved so far, sealed; null where that is the session. */
  readonly state: string | null;
  readonly account: AccountView;
  /** The app that waits. */
  readonly client?: AppView | undefined;
  /** The app asks for it, rather than the account. */
  readonly wanted: boolean;
  readonly totp: boolean;
  readonly recovery_code: boolean;
  readonly passkey?: PasskeyPrompt | undefined;
  readonly error?: SecondFactorError | undefined;
  /** Seconds, for `throttled`. */
  readonly retryAfter?: number | undefined;
  /** Value of `action` that gives up and goes back to the app; null where there is nothing to go back to. */
  readonly cancel: string | null;
  /** Value of `action` that goes on without; null where it is needed. */
  readonly decline: string | null;
  /** Where to sign in from the beginning. */
  readonly restart_uri?: string | undefined;
}

export function secondFactorPage(view: SecondFactorView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { frame, security } = messages;
  const words = security.secondFactor;
  const error = summarise(view, messages);
  const body = html`<main class="card">
<div class="stack">
${view.client ? mark(view.client.client_name, view.client.logo_uri, 'large') : undefined}
<div class="tight"><h1>${words.heading}</h1><p class="muted">${lead(view, messages)}</p></div>
</div>
${error && errorSummary(error)}
<div class="account">${accountIdentity(view.account)}</div>
${totp(view, messages)}
${passkey(view, messages)}
${recovery(view, messages)}
${leave(view, messages)}
</main>`;
  return layout(view, {
    title: error ? frame.errorTitle(words.heading) : words.heading,
    body,
    head: view.passkey === undefined ? undefined : passkeyScript(),
  });
}

function lead(view: SecondFactorView, { security }: Messages): string {
  const { lead } = security.secondFactor;
  if (view.wanted && view.client !== undefined) return lead.wanted(plainName(view.client.client_name));
  return view.totp ? lead.totp : lead.other;
}

function fields({ csrf, state }: SecondFactorView): [string, string][] {
  return [['csrf', csrf], ...(state === null ? [] : ([['state', state]] as [string, string][]))];
}

function totp(view: SecondFactorView, { security }: Messages): HtmlPage | undefined {
  if (!view.totp) return undefined;
  const words = security.secondFactor;
  return html`<form class="stack" method="post" action="${view.action}">
${hiddenFields(fields(view))}
<div class="field"><label for="code">${words.code}</label>
<p class="hint" id="code-hint">${words.codeHint}</p>
<input id="code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" spellcheck="false" required autofocus${described('code', view.error === 'code')}></div>
<button class="button primary" type="submit" name="action" value="totp">${words.submit}</button>
</form>`;
}

function passkey(view: SecondFactorView, messages: Messages): HtmlPage | undefined {
  if (view.passkey === undefined) return undefined;
  const { secondFactor, passkey } = messages.security;
  const form = passkeyForm(
    {
      ...view.passkey,
      ceremony: 'get',
      action: view.action,
      fields: [...fields(view), ['action', 'passkey'], ['step', 'second']],
      label: secondFactor.passkey,
      primary: !view.totp,
      above: view.totp ? html`<p class="rule">${secondFactor.or}</p>` : undefined,
    },
    messages,
  );
  return view.totp ? form : html`${form}<p class="muted" data-without-passkeys>${passkey.noScript}</p>`;
}

function recovery(view: SecondFactorView, { security }: Messages): HtmlPage | undefined {
  if (!view.recovery_code) return undefined;
  const words = security.secondFactor;
  const failed = view.error === 'recovery_code';
  return html`<details${failed ? html` open` : undefined}><summary>${words.lost}</summary>
<form class="stack" method="post" action="${view.action}">
${hiddenFields(fields(view))}
<div class="field"><label for="recovery-code">${words.recoveryCode}</label>
<p class="hint" id="recovery-code-hint">${words.recoveryHint}</p>
<input id="recovery-code" name="code" class="code" autocomplete="off" autocapitalize="characters" maxlength="24" spellcheck="false" required${described('recovery-code', failed)}></div>
<button class="button" type="submit" name="action" value="recovery_code">${words.useRecovery}</button>
</form></details>`;
}

function described(id: string, failed: boolean): HtmlPage {
  return failed
    ? html` aria-invalid="true" aria-describedby="${errorSummaryId} ${id}-hint"`
    : html` aria-describedby="${id}-hint"`;
}

/** Ways out; a form of its own, so that none of them asks for a code first. */
function leave(view: SecondFactorView, { login, security }: Messages): HtmlPage | undefined {
  const { decline, restart } = security.secondFactor;
  const button = (value: string, label: string) =>
    html`<button class="button quiet" type="submit" name="action" value="${value}">${label}</button>`;
  const app = view.client === undefined ? undefined : plainName(view.client.client_name);
  const buttons = [
    ...(view.decline === null ? [] : [button(view.decline, decline)]),
    ...(view.cancel === null || app === undefined ? [] : [button(view.cancel, login.cancel(app))]),
    ...(view.restart_uri === undefined
      ? []
      : [html`<a class="button quiet" href="${view.restart_uri}">${restart}</a>`]),
  ];
  if (buttons.length === 0) return undefined;
  return html`<form class="tight" method="post" action="${view.action}">${hiddenFields([['csrf', view.csrf]])}${buttons}</form>`;
}

function summarise(view: SecondFactorView, { security }: Messages): SummarisedError | undefined {
  if (view.error === undefined) return undefined;
  const { errors, checkCode } = security.secondFactor;
  const { title, body } = errors[view.error](view.retryAfter);
  const ids: Partial<Record<SecondFactorError, string>> = { code: 'code', recovery_code: 'recovery-code' };
  const id = ids[view.error];
  return { title, body, fields: id === undefined ? [] : [{ id, label: checkCode }] };
}
