import { html } from 'hono/html';
import type { Brand } from '../../../sample/pages/layout.ts';
import { createStylesheet } from '../../../sample/stylesheet.ts';

/** A sum with its double line. */
export const BRAND: Brand = {
  name: 'Kontor',
  mark: html`<svg class="sum" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M9 4v20M9 14 20 4M12 12l9 12"/><path class="line" d="M4 28.5h24"/></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M9 4v20M9 14 20 4M12 12l9 12" fill="none" stroke="#1c6b48" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/><path d="M4 28.5h24" stroke="#b3402f" stroke-width="2.5"/></svg>',
  colophon: 'Kontor is a sample app. It was made by somebody else than Xena, and keeps its books there.',
  stylesheet: createStylesheet('kontor', new URL('../../ledger.css', import.meta.url)),
};
