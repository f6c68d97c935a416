import { html } from 'hono/html';
import type { Brand } from '../../sample/pages/layout.ts';
import { createStylesheet } from '../../sample/stylesheet.ts';

export const BRAND: Brand = {
  name: 'Papyrus',
  mark: html`<svg class="quill" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M27 4C15 5 8 12 7 24l-2 4M27 4c1 9-5 17-18 18M8 22 20 11"/></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M27 4C15 5 8 12 7 24l-2 4M27 4c1 9-5 17-18 18M8 22 20 11" fill="none" stroke="#b4532a" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>',
  colophon: 'Papyrus is a sample app. It belongs to nobody who runs Xenia, and that is the point.',
  stylesheet: createStylesheet('papyrus', new URL('../papyrus.css', import.meta.url)),
};
