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
  computer: html`<rect x="4" y="5" width="16" height="11" rx="1.5"/><path d="M2.5 19.5h19"/>`,
  device: html`<rect x="2.5" y="5" width="14" height="10" rx="1.5"/><path d="M6 19h6M9.5 15v4"/><rect x="16" y="9.5" width="5.5" height="10" rx="1.2"/>`,
  door: html`<path d="M5 21V11a7 7 0 0 1 14 0v10M3 21h18M12 21v-8"/>`,
  download: html`<path d="M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15"/>`,
  eye: html`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>`,
  globe: html`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17"/>`,
  home: html`<path d="m3.5 11 8.5-7 8.5 7M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>`,
  key: html`<circle cx="8" cy="15" r="4.5"/><path d="m11.5 11.5 8-8M16 7l3 3"/>`,
  leave: html`<path d="M14 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H14M10.5 12H21M17 8l4 4-4 4"/>`,
  pause: html`<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>`,
  people: html`<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.2a6.5 6.5 0 0 1 3.5 5.8"/>`,
  person: html`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>`,
  phone: html`<rect x="7" y="2.5" width="10" height="19" rx="2.2"/><path d="M11 18.5h2"/>`,
  shield: html`<path d="M12 3 5 5.5v6c0 4.6 3 7.7 7 9.5 4-1.8 7-4.9 7-9.5v-6z"/><path d="m9 12 2.2 2.2 4-4.4"/>`,
  undo: html`<path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H9M8 5 4 9l4 4"/>`,
  unknown: html`<path d="M12 3 5 5.5v6c0 4.6 3 7.7 7 9.5 4-1.8 7-4.9 7-9.5v-6z"/><path d="M12 8v4.5M12 16h.01"/>`,
  warning: html`<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.3h.01"/>`,
  window: html`<rect x="3" y="4.5" width="18" height="15" rx="2"/><path d="M3 9h18M6.5 6.8h.01"/>`,
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): HtmlPage {
  // What points along the line of reading turns round where that line does.
  const flips = name === 'arrow' || name === 'back' || name === 'chevron' || name === 'leave' || name === 'undo';
  return html`<svg class="icon${flips ? ' flips' : ''}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
}
