import { html } from 'hono/html';
import type { AccountView, AppView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import type { ScopeGroups } from './scope-row.ts';
import { plainName } from './untrusted.ts';

/** What the pages about installed apps share. URLs are absolute, times NumericDates. */
export interface AppsFrame extends PageView {
  readonly account: AccountView;
  readonly apps_url: string;
  readonly home_url: string;
  readonly now: number;
}

/** How long an access lasts. */
export interface AccessEnd {
  /** Somebody has to end it: it has no end, or renews itself. */
  readonly until_ended: boolean;
  /** null: never. */
  readonly expires_at: number | null;
}

export interface InstalledAppView {
  /** The app's own page. */
  readonly url: string;
  readonly client: AppView & { readonly client_uri?: string | undefined; readonly verified: boolean };
  readonly groups: ScopeGroups;
  readonly allowed_at: number;
  /** null: nothing is in force. */
  readonly access_end: AccessEnd | null;
  /** An administrator set it up, and only they can end it. */
  readonly managed: boolean;
  /** The product has switched the app off. */
  readonly disabled: boolean;
}

/** What the user allowed in one go. */
export interface AuthorizationRow {
  readonly family_id: string;
  readonly given_at: number;
  readonly groups: ScopeGroups;
  readonly access_end: AccessEnd;
}

/** A moment in words, with the exact one at hand. */
export function moment(at: number, words: string, { apps }: Messages): HtmlPage {
  const iso = new Date(at * 1000).toISOString();
  return html`<time datetime="${iso}" title="${apps.exactly(at)}">${words}</time>`;
}

/** Whether the app has access, and until when. */
export function accessWords(
  { access_end, managed, disabled }: Pick<InstalledAppView, 'access_end' | 'managed' | 'disabled'>,
  { tenant, now, locale }: Pick<AppsFrame, 'tenant' | 'now' | 'locale'>,
): HtmlPage {
  const messages = messagesFor(locale);
  const { apps } = messages;
  if (disabled) return html`${apps.disabled(plainName(tenant.display_name))}`;
  if (access_end === null) return html`${apps.noAccess}`;
  const { until_ended, expires_at } = access_end;
  if (managed) return html`${apps.untilEndedByAdministrator}`;
  if (until_ended) return html`${apps.untilEnded}`;
  return expires_at === null ? html`${apps.untilEnded}` : moment(expires_at, apps.until(expires_at, now), messages);
}

/** The product's word for an app, by icon and word. */
export function verifiedTag(verified: boolean, { apps }: Messages): HtmlPage {
  return verified
    ? html`<span class="tag good">${icon('shield')}${apps.verified}</span>`
    : html`<span class="tag">${icon('unknown')}${apps.unverified}</span>`;
}

/** Whose apps these are: on a shared computer it matters. */
export function accountLine({ account, home_url, locale }: AppsFrame): HtmlPage {
  const { apps } = messagesFor(locale);
  return html`<p class="bar small muted whose"><span>${plainName(account.email)}</span><a href="${home_url}">${apps.account}</a></p>`;
}
