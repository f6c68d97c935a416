import { html } from 'hono/html';
import {
  type AccountFrame,
  accountPage,
  SECTION_ICONS,
  type Section,
  sectionsOf,
  sectionUrl,
  signOutButton,
} from './account-layout.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { plainName } from './untrusted.ts';

export interface OverviewView {
  /** How the user can prove who they are. */
  readonly factors: { readonly password: boolean; readonly passkeys: number; readonly totp: boolean };
  readonly sessions: number;
  /** Those with access now. */
  readonly apps: number;
  /** Posts `csrf`. */
}

/** Who is signed in, and the way to every part of the account. */
export const overviewPage =
  (view: OverviewView) =>
  (frame: AccountFrame): HtmlPage => {
    const messages = messagesFor(frame.locale);
    const { overview, sections } = messages.account;
    const { title } = sections.overview;
    const name = plainName(frame.account.name ?? '');
    const email = plainName(frame.account.email);
    const body = html`<header class="hello">${mark(name || email, undefined, 'round')}<div><p class="small muted">${title}</p><h1>${name || email}</h1>
<p class="muted">${name === '' ? undefined : html`<span class="email">${email}<br></span>`}${overview.signedIn(plainName(frame.tenant.display_name))}</p></div></header>
<ul class="panel doors">${sectionsOf(frame)
      .filter((section) => section !== 'overview')
      .map((section) => door(section, view, frame, messages))}</ul>
<div class="leaving">${signOutButton('button', messages.logout.signOut)}</div>`;
    return accountPage(frame, { current: 'overview', title, titled: true, body });
  };

function door(section: Section, view: OverviewView, frame: AccountFrame, messages: Messages): HtmlPage {
  const { title } = messages.account.sections[section];
  return html`<li><span class="sign" aria-hidden="true">${icon(SECTION_ICONS[section])}</span><div class="what"><h2><a href="${sectionUrl(frame, section)}">${title}</a></h2>
<p class="small muted">${statusOf(section, view, messages)}</p></div>${icon('chevron')}</li>`;
}

function statusOf(section: Section, { factors, sessions, apps }: OverviewView, { account }: Messages): string {
  const { overview, sections } = account;
  if (section === 'devices') return overview.devices(sessions);
  if (section === 'apps') return overview.apps(apps);
  if (section !== 'security') return sections[section].about;
  const { password, passkeys, totp, none } = overview.factors;
  const ways = [
    ...(factors.password ? [password] : []),
    ...(factors.passkeys > 0 ? [passkeys(factors.passkeys)] : []),
    ...(factors.totp ? [totp] : []),
  ];
  return ways.length === 0 ? none : ways.join(', ');
}
