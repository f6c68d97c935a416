import { html } from 'hono/html';
import type { Brand } from '../../../sample/pages/layout.ts';
import { createStylesheet } from '../../../sample/stylesheet.ts';

export const BRAND: Brand = {
  name: 'Obol',
  mark: html`<svg class="coin" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><circle cx="16" cy="16" r="14"/><circle class="rim" cx="16" cy="16" r="10.5"/><path d="M11.5 21.5h2.8c-2.6-1.3-4-3.3-4-5.8a5.7 5.7 0 0 1 11.4 0c0 2.5-1.4 4.5-4 5.8h2.8"/></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#d9ae55"/><path d="M10.5 22.5h3.6c-3-1.5-4.8-3.8-4.8-6.7a6.7 6.7 0 0 1 13.4 0c0 2.9-1.8 5.2-4.8 6.7h3.6" fill="none" stroke="#1b2950" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
  colophon: 'Obol is a sample app. It belongs to nobody who runs Xenia or Xendit, and that is the point.',
  stylesheet: createStylesheet('obol', new URL('../obol.css', import.meta.url)),
};
