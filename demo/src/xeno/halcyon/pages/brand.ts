import { html } from 'hono/html';
import type { Brand } from '../../../sample/pages/layout.ts';
import { createStylesheet } from '../../../sample/stylesheet.ts';

/** Something said, and the calm sea in it. */
const BUBBLE =
  'M16 4c7.2 0 12.5 4.6 12.5 10.6S23.2 25.2 16 25.2c-1.3 0-2.6-.15-3.8-.45L6 28.5l1.4-6C5 20.5 3.5 17.7 3.5 14.6 3.5 8.6 8.8 4 16 4z';
const WAVE = 'M9 15.5c2.3-2.6 4.7-2.6 7 0s4.7 2.6 7 0';

export const BRAND: Brand = {
  name: 'Halcyon',
  mark: html`<svg class="halcyon" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="bubble" d="${BUBBLE}"/><path class="wave" d="${WAVE}"/></svg>`,
  icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="${BUBBLE}" fill="#12638f"/><path d="${WAVE}" fill="none" stroke="#ffd9ae" stroke-width="2.6" stroke-linecap="round"/></svg>`,
  colophon: 'Halcyon is a sample app. It belongs to nobody who runs Xeno, and that is the point.',
  stylesheet: createStylesheet('halcyon', new URL('../halcyon.css', import.meta.url)),
};
