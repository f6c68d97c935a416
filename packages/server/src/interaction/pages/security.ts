import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { moment } from './apps-parts.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { caution, success } from './notice.ts';
import { type ConnectionsView, connections } from './security-upstream.ts';
import { plainName } from './untrusted.ts';

/** A passkey as its user knows it. Times are NumericDates. */
export interface PasskeyView {
  readonly credential_id: string;
  readonly name: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly backed_up: boolean;
}

/** What the account is signed in to with. */
export interface SecurityView {
  readonly password: boolean;
  readonly passkeys: readonly PasskeyView[];
  /** Whether passkeys can be used at this address at all. */
  readonly passkeys_possible: boolean;
  /** When the authenticator app was set up; null without one. */
  readonly totp_since: number | null;
  /** Unused ones; null where there is nothing that they could stand for. */
  readonly recovery_codes: number | null;
  /** Accounts elsewhere. */
  readonly connections: ConnectionsView;
}

/** So many left are few. */
const FEW = 3;

/** Posts `csrf`, `passkey` and `name` to `{url}/passkeys/rename`, `csrf` and `passkey` to `{url}/passkeys/remove`. */
export const securityPage =
  (view: SecurityView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { page } = messages.security;
    const { done: connected, notDone } = messages.upstream;
    const done = frame.done === null ? undefined : (page.done[frame.done] ?? connected[frame.done]);
    const not = frame.done === null ? undefined : notDone[frame.done];
    const url = `${frame.account_url}/security`;
    return accountPage(frame, {
      current: 'security',
      title: page.title,
      lead: page.lead,
      notice: done ? success(done.title, done.body) : not && caution(not.title, not.body),
      body: html`${password(view, frame, messages)}${passkeys(view, { frame, url, messages })}${totp(view, { frame, url, messages })}${recovery(view, url, messages)}${connections(view.connections, frame)}`,
    });
  };

interface Setting {
  readonly frame: AccountFrame;
  readonly url: string;
  readonly messages: Messages;
}

function password(view: SecurityView, frame: AccountFrame, { security }: Messages): HtmlPage {
  const words = security.page.password;
  return html`<section class="panel"><div class="tight"><h2>${words.heading}</h2><p class="muted">${view.password ? words.set : words.none}</p></div>
<div class="answers"><a class="button" href="${frame.account_url}/password">${view.password ? words.change : words.create}</a></div></section>`;
}

function passkeys(view: SecurityView, { frame, url, messages }: Setting): HtmlPage | undefined {
  if (!view.passkeys_possible && view.passkeys.length === 0) return undefined;
  const { page, passkey } = messages.security;
  const words = page.passkeys;
  return html`<section class="panel"><div class="tight"><h2>${words.heading}</h2><p class="muted">${words.about}</p></div>
${view.passkeys.length === 0 ? undefined : html`<ul class="rows">${view.passkeys.map((one) => row(one, { frame, url, messages }))}</ul>`}
${
  view.passkeys_possible
    ? html`<div class="answers"><a class="button" href="${url}/passkeys/add">${icon('key')}${passkey.add}</a></div>`
    : undefined
}</section>`;
}

function row(passkey: PasskeyView, { frame, url, messages }: Setting): HtmlPage {
  const { page } = messages.security;
  const words = page.passkeys;
  const name = plainName(passkey.name);
  const hidden = hiddenFields([
    ['csrf', frame.csrf],
    ['passkey', passkey.credential_id],
  ]);
  const at = (time: number) => moment(time, page.ago(time, frame.now), messages);
  const used = passkey.last_used_at === null ? html`${words.unused}` : html`${words.used} ${at(passkey.last_used_at)}`;
  const id = `name-${passkey.credential_id.slice(0, 16)}`;
  return html`<li><span class="sign" aria-hidden="true">${icon('key')}</span>
<div class="tight"><h3>${name}</h3>
<p class="small muted meta"><span>${words.added} ${at(passkey.created_at)}</span><span>${used}</span>${passkey.backed_up ? html`<span>${words.synced}</span>` : undefined}</p>
<details><summary>${words.rename}<span class="spoken"> ${words.renameOf(name)}</span></summary>
<form method="post" action="${url}/passkeys/rename">${hidden}
<div class="field"><label for="${id}">${words.name}</label>
<input id="${id}" name="name" value="${name}" maxlength="60" autocomplete="off" required></div>
<button class="button" type="submit">${words.save}<span class="spoken"> ${words.renameOf(name)}</span></button></form></details></div>
<form method="post" action="${url}/passkeys/remove">${hidden}
<button class="button" type="submit">${words.remove}<span class="spoken"> ${words.renameOf(name)}</span></button></form></li>`;
}

function totp({ totp_since }: SecurityView, { frame, url, messages }: Setting): HtmlPage {
  const { page } = messages.security;
  const words = page.totp;
  const heading = (about: string) =>
    html`<div class="tight"><h2>${words.heading}</h2><p class="muted">${about}</p></div>`;
  if (totp_since === null) {
    return html`<section class="panel">${heading(words.about)}
<div class="answers"><a class="button" href="${url}/authenticator">${icon('phone')}${words.setUp}</a></div></section>`;
  }
  return html`<section class="panel">${heading(words.on)}
<p class="small"><span class="tag good">${icon('check')}${words.since} ${moment(totp_since, page.ago(totp_since, frame.now), messages)}</span></p>
<div class="answers"><a class="button" href="${url}/authenticator/remove">${words.remove}</a></div></section>`;
}

function recovery({ recovery_codes }: SecurityView, url: string, { security }: Messages): HtmlPage | undefined {
  if (recovery_codes === null) return undefined;
  const words = security.page.recovery;
  const few = recovery_codes <= FEW;
  return html`<section class="panel"><div class="tight"><h2>${words.heading}</h2><p class="muted">${words.about}</p></div>
<p class="small"><span class="tag ${few ? 'caution' : 'good'}">${icon(few ? 'warning' : 'check')}${words.left(recovery_codes)}</span>${few && recovery_codes > 0 ? html` ${words.few}` : undefined}</p>
<div class="answers"><a class="button" href="${url}/recovery-codes">${recovery_codes === 0 ? words.make : words.renew}</a></div></section>`;
}
