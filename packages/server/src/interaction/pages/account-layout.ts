import { html } from 'hono/html';
import { accountIdentity } from './account-row.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { AccountView, HtmlPage, PageView } from './html-page.ts';
import { type IconName, icon } from './icons.ts';
import { layout } from './layout.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** What every page of the account is rendered with. URLs are absolute. */
export interface AccountFrame extends PageView {
  readonly account: AccountView;
  /** The overview; the other pages stand below it. */
  readonly account_url: string;
  readonly apps_url: string;
  /** Whether apps are installed on organizations here, so that the user can see theirs. */
  readonly organizations: boolean;
  readonly sign_out: { readonly action: string; readonly csrf: string };
  /** What every form of these pages must send back. */
  readonly csrf: string;
  /** NumericDate */
  readonly now: number;
  /** What was just done, as a code of the page's own. */
  readonly done: string | null;
}

/** The parts of the account, in the order of the navigation. */
const SECTIONS = ['overview', 'profile', 'security', 'devices', 'apps', 'organizations', 'data'] as const;
export type Section = (typeof SECTIONS)[number];

/** Those that this tenant has. */
export function sectionsOf({ organizations }: Pick<AccountFrame, 'organizations'>): readonly Section[] {
  return SECTIONS.filter((section) => section !== 'organizations' || organizations);
}

export interface AccountContent {
  readonly current: Section;
  readonly title: string;
  /** The body has the title as its heading. */
  readonly titled?: boolean | undefined;
  /** One sentence below the title. */
  readonly lead?: string | undefined;
  /** What was just done, or what is wrong with a form. */
  readonly notice?: HtmlPage | undefined;
  /** What is wrong with a form: stands before the title in the browser's tab. */
  readonly failed?: boolean | undefined;
  /** The page above this one, where that is not the overview. */
  readonly parent?: { readonly url: string; readonly label: string } | undefined;
  /** Panels: `<section class="panel">`. */
  readonly body: HtmlPage;
  /** More for the head. */
  readonly head?: HtmlPage | undefined;
}

/** One page of the account: the navigation beside it where there is room, otherwise a way back to the overview. */
export function accountPage(frame: AccountFrame, content: AccountContent): HtmlPage {
  const messages = messagesFor(frame.locale);
  const { title, lead, current, titled = false } = content;
  const body = html`<div class="account-frame">
${navigation(frame, current, messages)}
<main class="account-main">
${back(frame, content, messages)}
${titled ? undefined : html`<div class="tight"><h1>${title}</h1>${lead === undefined ? undefined : html`<p class="muted">${lead}</p>`}</div>`}
${content.notice}
${content.body}
${current === 'overview' ? undefined : html`<div class="whose small muted"><span>${plainName(frame.account.email)}</span>${signOutButton('link', messages.logout.signOut)}</div>`}
<form id="sign-out" method="post" action="${frame.sign_out.action}">${hiddenFields([['csrf', frame.sign_out.csrf]])}</form>
</main>
</div>`;
  return layout(frame, {
    title: content.failed ? messages.frame.errorTitle(title) : title,
    body,
    account: true,
    head: content.head,
  });
}

export function sectionUrl({ account_url, apps_url }: AccountFrame, section: Section): string {
  if (section === 'overview') return account_url;
  return section === 'apps' ? apps_url : `${account_url}/${section}`;
}

export const SECTION_ICONS: Readonly<Record<Section, IconName>> = {
  overview: 'home',
  profile: 'person',
  security: 'key',
  devices: 'device',
  apps: 'window',
  organizations: 'people',
  data: 'download',
};

/** Signs out of this browser. Every page of the account has the form, at its end. */
export function signOutButton(look: string, label: HtmlPage | string): HtmlPage {
  return html`<button${look === '' ? undefined : html` class="${look}"`} type="submit" form="sign-out">${label}</button>`;
}

function navigation(frame: AccountFrame, current: Section, { account, logout }: Messages): HtmlPage {
  const entry = (section: Section) =>
    html`<li><a href="${sectionUrl(frame, section)}"${section === current ? html` aria-current="page"` : undefined}>${icon(SECTION_ICONS[section])}${account.sections[section].title}</a></li>`;
  return html`<nav class="sections" aria-label="${account.sections.overview.title}">
<div class="identity">${accountIdentity(frame.account)}</div>
<ul>${sectionsOf(frame).map(entry)}
<li class="leave">${signOutButton('', html`${icon('leave')}${logout.signOut}`)}</li></ul>
</nav>`;
}

function back(frame: AccountFrame, { current, parent }: AccountContent, { account }: Messages): HtmlPage | undefined {
  if (parent !== undefined) return html`<a class="back" href="${parent.url}">${icon('back')}${parent.label}</a>`;
  if (current === 'overview') return undefined;
  return html`<a class="back narrow" href="${frame.account_url}">${icon('back')}${account.sections.overview.title}</a>`;
}
