import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary, errorSummaryId } from './notice.ts';
import { qrCode } from './qr-code.ts';

export type TotpProblem = 'code' | 'expired' | 'exists';

/** Posts `csrf`, `set_up` and `code` to the page itself. */
export interface SetUpTotpView {
  /** The key as it is typed: base32. */
  readonly key: string;
  /** `otpauth://totp/…` */
  readonly uri: string;
  /** The key, sealed: nothing is stored before the app has shown a code. */
  readonly set_up: string;
  readonly problem?: TotpProblem | undefined;
  /** The user has other sessions, which will end. */
  readonly others: boolean;
}

export const setUpTotpPage =
  (view: SetUpTotpView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { setUpTotp, page } = messages.security;
    const { problem } = view;
    const fields = problem === 'code' ? [{ id: 'code', label: setUpTotp.checkCode }] : [];
    return accountPage(frame, {
      current: 'security',
      title: setUpTotp.title,
      lead: setUpTotp.lead,
      parent: { url: `${frame.account_url}/security`, label: page.title },
      notice: problem && errorSummary({ ...setUpTotp.errors[problem], fields }),
      failed: problem !== undefined,
      body: problem === 'exists' ? html`` : steps(view, frame, messages),
    });
  };

function steps(view: SetUpTotpView, frame: AccountFrame, { security }: Messages): HtmlPage {
  const words = security.setUpTotp;
  const invalid = view.problem === 'code' ? html` aria-invalid="true" aria-describedby="${errorSummaryId}"` : undefined;
  return html`<section class="panel">
<div class="ways"><div class="tight scan"><h2>${words.scan}</h2><p class="small muted">${words.scanHint}</p>
${qrCode(view.uri, words.scanLabel)}</div>
<div class="tight"><div class="answers"><a class="button" href="${view.uri}">${icon('phone')}${words.open}</a></div>
<p class="small muted">${words.openHint}</p></div></div>
<div class="tight"><h2>${words.type}</h2><p class="small muted">${words.typeHint}</p>
<p><span class="spoken">${words.key} </span><code class="key">${inGroups(view.key)}</code></p></div>
<form class="stack" method="post" action="${frame.account_url}/security/authenticator">
${hiddenFields([
  ['csrf', frame.csrf],
  ['set_up', view.set_up],
])}
<div class="field"><label for="code">${words.code}</label>
<input id="code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" spellcheck="false" required${invalid}></div>
${view.others ? html`<p class="small muted">${words.others}</p>` : undefined}
<div class="answers"><button class="button primary" type="submit">${words.submit}</button></div>
</form></section>`;
}

/** By four, as people read and type it. */
function inGroups(key: string): string {
  return (key.match(/.{1,4}/g) ?? []).join(' ');
}

/** Posts `csrf` to the page itself. */
export const removeTotpPage =
  ({ passkeys }: { readonly passkeys: boolean }) =>
  (frame: AccountFrame): HtmlPage => {
    const { removeTotp, page } = messagesFor(frame.locale).security;
    const { facts } = removeTotp;
    const url = `${frame.account_url}/security`;
    return accountPage(frame, {
      current: 'security',
      title: removeTotp.title,
      parent: { url, label: page.title },
      body: html`<section class="panel"><ul class="facts">
<li>${icon('unknown')}<span>${facts.alone}</span></li>
<li>${icon('warning')}<span>${facts.codes}</span></li>
${passkeys ? html`<li>${icon('key')}<span>${facts.passkeys}</span></li>` : undefined}
</ul><form class="answers" method="post" action="${url}/authenticator/remove">
${hiddenFields([['csrf', frame.csrf]])}
<a class="button" href="${url}">${removeTotp.keep}</a>
<button class="button danger filled" type="submit">${removeTotp.remove}</button></form></section>`,
    });
  };
