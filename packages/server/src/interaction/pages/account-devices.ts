import { html } from 'hono/html';
import { type AccountFrame, accountPage, signOutButton } from './account-layout.ts';
import { moment } from './apps-parts.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { type IconName, icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { caution, success } from './notice.ts';
import { plainName } from './untrusted.ts';

/** A browser in which the user is signed in. Times are NumericDates. */
export interface DeviceView {
  readonly sid: string;
  readonly browser: string | null;
  readonly system: string | null;
  readonly kind: 'phone' | 'computer' | 'unknown';
  /** Network address. */
  readonly address: string | null;
  readonly signed_in_at: number;
  readonly last_active_at: number;
  /** The one that the page is shown in. */
  readonly here: boolean;
}

/** Posts `csrf`, and `sid` or `which` (`other`, `every`), to `{page}/sign-out`. */
export interface DevicesView {
  readonly devices: readonly DeviceView[];
  /** The one that was to be signed out is not there (any more). */
  readonly gone: boolean;
}

const ICONS: Readonly<Record<DeviceView['kind'], IconName>> = {
  phone: 'phone',
  computer: 'computer',
  unknown: 'device',
};

export const devicesPage =
  (view: DevicesView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { devices, sections } = messages.account;
    const others = view.devices.some(({ here }) => !here);
    const body = html`<section class="panel"><ul class="rows">${view.devices.map((device) => row(device, frame, messages))}</ul>
<p class="small muted">${others ? devices.unsure : devices.all.onlyHere}</p></section>
${others ? everywhere(frame, messages) : undefined}`;
    return accountPage(frame, {
      current: 'devices',
      title: sections.devices.title,
      lead: devices.lead(plainName(frame.tenant.display_name)),
      notice: noticeOf(view, frame, messages),
      body,
    });
  };

function noticeOf({ gone }: DevicesView, { done }: AccountFrame, { account }: Messages): HtmlPage | undefined {
  const { devices } = account;
  if (gone) return caution(devices.gone.title, devices.gone.body);
  if (done === 'one') return success(devices.done.one.title, devices.done.one.body);
  const [what, many = ''] = done?.split(':') ?? [];
  if (what !== 'others') return undefined;
  const { title, body } = devices.done.others(Number(many));
  return success(title, body);
}

function row(device: DeviceView, frame: AccountFrame, messages: Messages): HtmlPage {
  const { devices, ago } = messages.account;
  const name = nameOf(device, messages);
  const signedIn = ago(device.signed_in_at, frame.now);
  const active = device.here
    ? html`${devices.active}`
    : html`${devices.lastActive} ${moment(device.last_active_at, ago(device.last_active_at, frame.now), messages)}`;
  const end = device.here
    ? signOutButton('button', devices.signOut)
    : html`<form method="post" action="${frame.account_url}/devices/sign-out">${hiddenFields([
        ['csrf', frame.csrf],
        ['sid', device.sid],
      ])}<button class="button" type="submit">${devices.signOut}<span class="spoken"> ${devices.signOutOf(name, signedIn)}</span></button></form>`;
  return html`<li><span class="sign" aria-hidden="true">${icon(ICONS[device.kind])}</span><div class="what">
<h2>${name}${device.here ? html`<span class="tag good">${icon('check')}${devices.here}</span>` : undefined}</h2>
<p class="small">${device.address === null ? devices.fromNowhere : devices.from(device.address)}</p>
<p class="small muted meta"><span>${devices.signedIn} ${moment(device.signed_in_at, signedIn, messages)}</span><span>${active}</span></p>
</div>${end}</li>`;
}

function nameOf({ browser, system }: DeviceView, { account }: Messages): string {
  const { devices } = account;
  if (browser !== null && system !== null) return devices.on(browser, system);
  return browser ?? system ?? devices.unknownDevice;
}

function everywhere(frame: AccountFrame, { account }: Messages): HtmlPage {
  const { all } = account.devices;
  return html`<section class="panel"><div class="tight"><h2>${all.heading}</h2><p class="muted">${all.body}</p></div>
<form class="answers" method="post" action="${frame.account_url}/devices/sign-out">${hiddenFields([['csrf', frame.csrf]])}
<button class="button" type="submit" name="which" value="other">${all.others}</button>
<button class="button" type="submit" name="which" value="every">${all.everywhere}</button></form></section>`;
}
