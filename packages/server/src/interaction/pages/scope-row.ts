import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import type { Messages } from './messages/index.ts';
import { plainName } from './untrusted.ts';

/** One thing that an app asks for, or was allowed. */
export interface ScopeItem {
  /** The scope value. */
  readonly name: string;
  /** In the user's words, as one thing to see or to do: "Your name", "Make payments". */
  readonly display_name: string;
  readonly description: string;
  /** The user cannot untick it. */
  readonly required: boolean;
  /** Dangerous: shown with icon and word. */
  readonly emphasised: boolean;
  /** Allowed before. */
  readonly remembered: boolean;
}

/** What pages tell apart: what an app sees about the user, and what it does for them. */
export interface ScopeGroups {
  readonly about_you: readonly ScopeItem[];
  readonly may_do: readonly ScopeItem[];
}

export function scopeClass(item: Pick<ScopeItem, 'emphasised'>): string {
  return `scope${item.emphasised ? ' emphasised' : ''}`;
}

/** The words of a `.scope` row; `tags` stand beside the name. */
export function scopeWords(
  item: Pick<ScopeItem, 'display_name' | 'description' | 'emphasised'>,
  messages: Messages,
  tags?: HtmlPage,
): HtmlPage {
  const about = item.description === '' ? undefined : html`<span class="about">${item.description}</span>`;
  return html`<span class="title"><span>${plainName(item.display_name)}</span>
${item.emphasised ? emphasis(messages) : undefined}
${tags}</span>${about}`;
}

/** Dangerous, by icon and word. */
export function emphasis({ consent }: Messages): HtmlPage {
  return html`<span class="tag caution">${icon('warning')}${consent.emphasised}</span>`;
}
