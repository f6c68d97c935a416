import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';

/** Outlines on a 24 px grid. They only repeat what the words beside them say, so assistive technology skips them. */
const paths = {
  arrow: html`<path d="M5 12h14M13 6l6 6-6 6"/>`,
  back: html`<path d="M19 12H5M11 6l-6 6 6 6"/>`,
  briefcase: html`<rect x="3" y="7.5" width="18" height="12" rx="2"/><path d="M8.5 7.5V5.8c0-.7.6-1.3 1.3-1.3h4.4c.7 0 1.3.6 1.3 1.3v1.7M3 12.5h18"/>`,
  calendar: html`<rect x="3.5" y="5" width="17" height="15" rx="2"/><path d="M3.5 10h17M8 2.8V6M16 2.8V6"/>`,
  check: html`<path d="M5 12.5 10 17.5 19.5 7"/>`,
  chevron: html`<path d="m9 5 7 7-7 7"/>`,
  clock: html`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>`,
  code: html`<path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14"/>`,
  door: html`<path d="M5 21V11a7 7 0 0 1 14 0v10M3 21h18M12 21v-8"/>`,
  globe: html`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17"/>`,
  key: html`<circle cx="8" cy="15" r="4.5"/><path d="m11.5 11.5 8-8M16 7l3 3"/>`,
  pause: html`<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>`,
  person: html`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>`,
  shield: html`<path d="M12 3 5 5.5v6c0 4.6 3 7.7 7 9.5 4-1.8 7-4.9 7-9.5v-6z"/><path d="m9 12 2.2 2.2 4-4.4"/>`,
  undo: html`<path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H9M8 5 4 9l4 4"/>`,
  unknown: html`<path d="M12 3 5 5.5v6c0 4.6 3 7.7 7 9.5 4-1.8 7-4.9 7-9.5v-6z"/><path d="M12 8v4.5M12 16h.01"/>`,
  warning: html`<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.3h.01"/>`,
  window: html`<rect x="3" y="4.5" width="18" height="15" rx="2"/><path d="M3 9h18M6.5 6.8h.01"/>`,
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): HtmlPage {
  // What points along the line of reading turns round where that line does.
  const flips = name === 'arrow' || name === 'back' || name === 'chevron' || name === 'undo';
  return html`<svg class="icon${flips ? ' flips' : ''}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
}
