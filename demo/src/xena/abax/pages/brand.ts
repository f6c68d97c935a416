import { html } from 'hono/html';
import type { Brand } from '../../../sample/pages/layout.ts';
import { createStylesheet } from '../../../sample/stylesheet.ts';

/** A counting board. */
export const BRAND: Brand = {
  name: 'Abax',
  mark: html`<svg class="board" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect x="4" y="4" width="24" height="24" rx="4"/><path d="M4 12h24M4 20h24"/><circle cx="11" cy="12" r="2.6"/><circle cx="17.5" cy="12" r="2.6"/><circle cx="21" cy="20" r="2.6"/></svg>`,
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="4" y="4" width="24" height="24" rx="4" fill="none" stroke="#3f5f8f" stroke-width="3"/><path d="M4 12h24M4 20h24" stroke="#3f5f8f" stroke-width="2"/><circle cx="11" cy="12" r="3" fill="#b3402f"/><circle cx="18" cy="12" r="3" fill="#b3402f"/><circle cx="21" cy="20" r="3" fill="#b3402f"/></svg>',
  colophon: 'Abax is a sample app. It was made by somebody else than Xena, and lives in your browser.',
  stylesheet: createStylesheet(
    'abax',
    new URL('../../ledger.css', import.meta.url),
    new URL('../abax.css', import.meta.url),
  ),
};
