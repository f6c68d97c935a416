import { html } from 'hono/html';
import { accountIdentity } from './account-row.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, AppView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary, errorSummaryId, type SummarisedError } from './notice.ts';
import { type PasskeyPrompt, passkeyForm, passkeyScript } from './passkey.ts';
import { linkHref, plainName } from './untrusted.ts';

export type LoginError = 'credentials' | 'throttled' | 'busy' | 'expired' | 'outdated' | 'passkey';

type UpstreamProblem = keyof Messages['upstream']['notSignedIn'];

/** A form for each provider, with the same fields. */
export interface ProviderForms {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly providers: readonly { readonly action: string; readonly display_name: string }[];
}

/**
 * Posts `email`, `password`, `csrf` and `action`: `sign_in`, or the value of `cancel`. With a passkey: `credential`, `csrf`
 * and `action` `passkey`.
 */
export interface LoginView extends PageView {
  /** Where the form posts to. */
  readonly action: string;
  readonly csrf: string;
  /** The app that waits; undefined when the user came by themselves. */
  readonly client?: AppView | undefined;
  /** Who has signed in on this browser before. Posts `action` `pick` with `account`, or `forget`; either a `value`. */
  readonly remembered?: readonly (AccountView & { readonly value: string })[] | undefined;
  /** Fills the field in. */
  readonly email?: string | undefined;
  readonly error?: LoginError | undefined;
  /** Seconds, for `throttled` and `busy`. */
  readonly retryAfter?: number | undefined;
  /** Value of `action` that gives up and goes back to the app; null where there is nothing to go back to. */
  readonly cancel: string | null;
  readonly sign_up_uri?: string | undefined;
  readonly recovery_uri?: string | undefined;
  /** Where one signs in by mail. */
  readonly mail_uri?: string | undefined;
  /** Without it no passkey is offered. */
  readonly passkey?: PasskeyPrompt | undefined;
  /** Somebody who is signed in shows once more that it is they. */
  readonly again?: boolean | undefined;
  /** Other places to sign in with. */
  readonly providers?: ProviderForms | undefined;
  /** Why one of them has not signed the user in. */
  readonly upstream_error?: { readonly problem: UpstreamProblem; readonly name: string } | undefined;
}

export function loginPage(view: LoginView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { login, frame } = messages;
  const error = summarise(view, messages);
  const { heading, lead } = words(view, messages);
  const app = view.client === undefined ? undefined : plainName(view.client.client_name);
  const body = html`<main class="card">
<div class="stack">
${view.client ? mark(view.client.client_name, view.client.logo_uri, 'large') : undefined}
<div class="tight"><h1>${heading}</h1>
<p class="muted">${lead}</p></div>
</div>
${error && errorSummary(error)}
${remembered(view, messages)}
<form class="stack" id="sign-in" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
${credentialFields(view, messages)}
<button class="button primary" type="submit" name="action" value="sign_in">${login.submit}</button>
${byMail(view, messages)}
</form>
${passkey(view, messages)}
${providers(view, messages)}
${
  view.cancel !== null && app !== undefined
    ? html`<button class="button quiet" form="sign-in" type="submit" name="action" value="${view.cancel}" formnovalidate>${login.cancel(app)}</button>`
    : undefined
}
${signUp(view, messages)}
</main>`;
  return layout(view, {
    title: error ? frame.errorTitle(heading) : heading,
    body,
    head: view.passkey === undefined ? undefined : passkeyScript(),
  });
}

function words(view: LoginView, { login, security }: Messages): { heading: string; lead: string } {
  if (view.again) return security.again;
  const { client, tenant } = view;
  const lead =
    client === undefined
      ? login.forTenant(plainName(tenant.display_name))
      : login.forApp(plainName(client.client_name));
  return { heading: login.heading, lead };
}

function credentialFields(view: LoginView, { login }: Messages): HtmlPage {
  const email = view.email ?? '';
  const invalid =
    view.error === 'credentials' ? html` aria-invalid="true" aria-describedby="${errorSummaryId}"` : undefined;
  // The first field still to be filled in; an address that is known needs only its password.
  const [focusEmail, focusPassword] = email === '' ? [html` autofocus`, undefined] : [undefined, html` autofocus`];
  const recovery = linkHref(view.recovery_uri);
  return html`<div class="field"><label for="email">${login.email}</label>
<input id="email" name="email" type="email" value="${email}" autocomplete="${view.passkey === undefined ? 'username' : 'username webauthn'}" autocapitalize="none" spellcheck="false" required${invalid}${focusEmail}></div>
<div class="field"><label for="password">${login.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${invalid}${focusPassword}></div>
${recovery === undefined ? undefined : html`<p class="small"><a href="${recovery}">${login.recovery}</a></p>`}`;
}

function remembered(view: LoginView, { login }: Messages): HtmlPage | undefined {
  if (view.remembered === undefined || view.remembered.length === 0) return undefined;
  const fields = hiddenFields([
    ['csrf', view.csrf],
    ['action', 'pick'],
  ]);
  return html`<form class="stack" method="post" action="${view.action}">${fields}
<ul class="stack">${view.remembered.map(
    (
      account,
    ) => html`<li class="remembered"><button class="account" type="submit" name="account" value="${account.value}">${accountIdentity(account)}${icon('chevron')}</button>
<button class="link small" type="submit" name="forget" value="${account.value}">${login.forget}<span class="spoken"> ${plainName(account.email)}</span></button></li>`,
  )}</ul></form>
<p class="rule">${login.or}</p>`;
}

function providers(view: LoginView, { login }: Messages): HtmlPage | undefined {
  if (view.providers === undefined || view.providers.providers.length === 0) return undefined;
  const fields = hiddenFields(view.providers.fields);
  return html`<div class="stack others"><p class="rule">${login.or}</p>
${view.providers.providers.map(
  ({ action, display_name }) =>
    html`<form class="stack" method="post" action="${action}">${fields}<button class="button" type="submit">${login.provider(plainName(display_name))}</button></form>`,
)}</div>`;
}

function passkey(view: LoginView, messages: Messages): HtmlPage | undefined {
  if (view.passkey === undefined) return undefined;
  const { login } = messages;
  return passkeyForm(
    {
      ...view.passkey,
      ceremony: 'get',
      action: view.action,
      fields: [
        ['csrf', view.csrf],
        ['action', 'passkey'],
      ],
      label: login.passkey,
      conditional: true,
      above: html`<p class="rule">${login.or}</p>`,
    },
    messages,
  );
}

function byMail(view: LoginView, { login }: Messages): HtmlPage | undefined {
  const href = linkHref(view.mail_uri);
  return href === undefined ? undefined : html`<a class="button" href="${href}">${login.byMail}</a>`;
}

function signUp(view: LoginView, { login }: Messages): HtmlPage | undefined {
  const href = linkHref(view.sign_up_uri);
  return href === undefined
    ? undefined
    : html`<p class="bar small">${login.newHere} <a href="${href}">${login.signUp}</a></p>`;
}

function summarise(view: LoginView, { login, security, upstream }: Messages): SummarisedError | undefined {
  if (view.upstream_error !== undefined) {
    const { problem, name } = view.upstream_error;
    return { ...upstream.notSignedIn[problem](plainName(name)), fields: [] };
  }
  if (view.error === undefined) return undefined;
  const { title, body } = { ...login.errors, ...security.loginErrors }[view.error](view.retryAfter);
  // Which of the two was wrong stays unsaid, so both are named (an account's existence must not show).
  const fields =
    view.error === 'credentials'
      ? [
          { id: 'email', label: login.checkEmail },
          { id: 'password', label: login.checkPassword },
        ]
      : [];
  return { title, body, fields };
}
