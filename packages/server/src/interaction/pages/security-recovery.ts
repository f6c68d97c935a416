import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { messagesFor } from './messages/index.ts';
import { success } from './notice.ts';

/** Posts `csrf` and `codes` to `{page}/download`. */
export interface RecoveryCodesView {
  readonly codes: readonly string[];
  /** The codes, sealed, for the file. */
  readonly sealed: string;
  /** `on`: they come with the authenticator app that was just turned on. */
  readonly occasion: 'on' | 'first' | 'replaced';
}

/** Shown once. */
export const recoveryCodesPage =
  (view: RecoveryCodesView) =>
  (frame: AccountFrame): HtmlPage => {
    const { recoveryCodes } = messagesFor(frame.locale).security;
    const url = `${frame.account_url}/security`;
    const notice = view.occasion === 'first' ? undefined : recoveryCodes[view.occasion];
    return accountPage(frame, {
      current: 'security',
      title: recoveryCodes.title,
      lead: recoveryCodes.lead,
      notice: notice && success(notice.title, notice.body),
      body: html`<section class="panel"><ol class="codes">${view.codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
<form class="answers" method="post" action="${url}/recovery-codes/download">
${hiddenFields([
  ['csrf', frame.csrf],
  ['codes', view.sealed],
])}
<button class="button" type="submit">${icon('download')}${recoveryCodes.download}</button>
<a class="button primary" href="${url}">${recoveryCodes.kept}</a></form></section>`,
    });
  };

/** Posts `csrf` to the page itself. */
export const makeRecoveryCodesPage =
  ({ existing }: { readonly existing: boolean }) =>
  (frame: AccountFrame): HtmlPage => {
    const { recoveryCodes, page } = messagesFor(frame.locale).security;
    const url = `${frame.account_url}/security`;
    const title = existing ? recoveryCodes.heading : page.recovery.make;
    return accountPage(frame, {
      current: 'security',
      title,
      lead: page.recovery.about,
      parent: { url, label: page.title },
      body: html`<section class="panel">${existing ? html`<ul class="facts"><li>${icon('warning')}<span>${recoveryCodes.confirm}</span></li></ul>` : undefined}
<form class="answers" method="post" action="${url}/recovery-codes">
${hiddenFields([['csrf', frame.csrf]])}
${existing ? html`<a class="button" href="${url}">${recoveryCodes.keep}</a>` : undefined}
<button class="button primary" type="submit">${existing ? recoveryCodes.make : page.recovery.make}</button></form></section>`,
    });
  };
