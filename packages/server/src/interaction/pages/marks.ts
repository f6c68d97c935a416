import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';
import { type IconName, icon } from './icons.ts';
import { imageSrc, plainName } from './untrusted.ts';

/**
 * A logo, or the name's first letter where there is none or it does not load. The browser fetches the logo, never the
 * server. Decorative: the name always stands beside it.
 */
export function mark(name: string, logo_uri: string | undefined, variant?: 'large' | 'round'): HtmlPage {
  const src = imageSrc(logo_uri);
  const letter = /[\p{L}\p{N}]/u.exec(plainName(name))?.[0]?.toUpperCase() ?? '·';
  const content = src === undefined ? letter : html`<img src="${src}" alt="" data-letter="${letter}">`;
  return html`<span class="mark${variant ? ` ${variant}` : ''}" aria-hidden="true">${content}</span>`;
}

/** A large sign where a logo would stand; the heading below says the same in words. */
export function badge(name: IconName, tone: 'good' | 'caution'): HtmlPage {
  return html`<span class="mark large ${tone}" aria-hidden="true">${icon(name)}</span>`;
}
