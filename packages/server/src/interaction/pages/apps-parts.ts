import { html } from 'hono/html';
import type { AccountFrame } from './account-layout.ts';
import type { AppView, HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import type { ScopeGroups } from './scope-row.ts';
import { plainName } from './untrusted.ts';

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
  /** The name of the organization that it is installed on, if it is on one. */
  readonly organization: string | null;
  readonly groups: ScopeGroups;
  readonly allowed_at: number;
  /** To the hour; null: not since that is noted. */
  readonly last_used_at: number | null;
  /** null: nothing is in force. */
  readonly access_end: AccessEnd | null;
  /** An administrator set it up, and only they can end it. */
  readonly managed: boolean;
  /** The product has switched the app off. */
  readonly disabled: boolean;
  /** The product has not opened the app to this user, or not yet. */
  readonly closed: boolean;
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

/** When the app last did something. */
export function lastUse(
  { last_used_at }: Pick<InstalledAppView, 'last_used_at'>,
  { now }: Pick<AccountFrame, 'now'>,
  messages: Messages,
): HtmlPage {
  const { apps } = messages;
  if (last_used_at === null) return html`${apps.neverUsed}`;
  return html`${apps.lastUsed} ${moment(last_used_at, apps.ago(last_used_at, now), messages)}`;
}

/** Whether the app has access, and until when. */
export function accessWords(
  { access_end, managed, disabled, closed }: Pick<InstalledAppView, 'access_end' | 'managed' | 'disabled' | 'closed'>,
  { tenant, now, locale }: Pick<AccountFrame, 'tenant' | 'now' | 'locale'>,
): HtmlPage {
  const messages = messagesFor(locale);
  const { apps } = messages;
  if (disabled) return html`${apps.disabled(plainName(tenant.display_name))}`;
  if (closed) return html`${apps.notOpen(plainName(tenant.display_name))}`;
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
