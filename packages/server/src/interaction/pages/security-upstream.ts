import { html } from 'hono/html';
import { type AccountFrame, accountPage } from './account-layout.ts';
import { moment } from './apps-parts.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { errorSummary } from './notice.ts';
import { plainName } from './untrusted.ts';

/** An account at a provider that signs the user in. Times are NumericDates. */
export interface ConnectedView {
  readonly provider_id: string;
  readonly display_name: string;
  /** Its address there. */
  readonly email: string | null;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly enabled: boolean;
}

export interface ConnectionsView {
  readonly connected: readonly ConnectedView[];
  readonly connectable: readonly Pick<ConnectedView, 'provider_id' | 'display_name'>[];
}

/** Posts `csrf` and `provider` to `{url}/connections/connect` and `{url}/connections/disconnect`. Nothing where there is nothing to connect. */
export function connections({ connected, connectable }: ConnectionsView, frame: AccountFrame): HtmlPage | undefined {
  if (connected.length === 0 && connectable.length === 0) return undefined;
  const messages = messagesFor(frame.locale);
  const words = messages.upstream.page;
  const buttons = connectable.map(
    ({
      provider_id,
      display_name,
    }) => html`<form method="post" action="${frame.account_url}/security/connections/connect">
${hiddenFields([
  ['csrf', frame.csrf],
  ['provider', provider_id],
])}<button class="button" type="submit">${words.connect(plainName(display_name))}</button></form>`,
  );
  return html`<section class="panel"><div class="tight"><h2>${words.heading}</h2><p class="muted">${words.about}</p></div>
${connected.length === 0 ? undefined : html`<ul class="rows">${connected.map((one) => row(one, frame, messages))}</ul>`}
${buttons.length === 0 ? undefined : html`<div class="answers">${buttons}</div>`}</section>`;
}

function row(view: ConnectedView, frame: AccountFrame, messages: Messages): HtmlPage {
  const words = messages.upstream.page;
  const { ago } = messages.security.page;
  const at = (time: number) => moment(time, ago(time, frame.now), messages);
  const name = plainName(view.display_name);
  const used = view.last_used_at === null ? html`${words.unused}` : html`${words.used} ${at(view.last_used_at)}`;
  return html`<li>${mark(name, undefined, 'round')}
<div class="tight"><h3>${name}</h3>
<p class="small muted meta">${view.email === null ? undefined : html`<span>${plainName(view.email)}</span>`}<span>${words.connected} ${at(view.created_at)}</span><span>${used}</span></p>
${view.enabled ? undefined : html`<p class="small"><span class="tag caution">${icon('pause')}${words.off}</span></p>`}</div>
<form method="post" action="${frame.account_url}/security/connections/disconnect">${hiddenFields([
    ['csrf', frame.csrf],
    ['provider', view.provider_id],
  ])}
<button class="button" type="submit">${words.disconnect}<span class="spoken"> ${name}</span></button></form></li>`;
}

/** Posts `csrf`, `provider` and `confirm` to the page itself. */
export interface DisconnectView {
  readonly provider_id: string;
  readonly display_name: string;
  /** There is no other way to sign in. */
  readonly only: boolean;
}

export const disconnectPage =
  (view: DisconnectView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const words = messages.upstream.disconnect;
    const name = plainName(view.display_name);
    const url = `${frame.account_url}/security`;
    const answers = html`<form class="answers" method="post" action="${url}/connections/disconnect">
${hiddenFields([
  ['csrf', frame.csrf],
  ['provider', view.provider_id],
  ['confirm', 'yes'],
])}
<a class="button" href="${url}">${words.keep}</a>
<button class="button danger filled" type="submit">${words.remove}</button></form>`;
    return accountPage(frame, {
      current: 'security',
      title: words.title(name),
      parent: { url, label: messages.security.page.title },
      notice: view.only ? errorSummary({ title: words.facts.last, body: words.only, fields: [] }) : undefined,
      failed: view.only,
      body: html`<section class="panel"><ul class="facts">
<li>${icon('key')}<span>${words.facts.out(name)}</span></li>
<li>${icon('check')}<span>${words.facts.there(name)}</span></li>
</ul>${view.only ? undefined : answers}</section>`,
    });
  };
