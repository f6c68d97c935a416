import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';

export function hiddenFields(fields: Iterable<readonly [name: string, value: string]>): HtmlPage {
  return html`${Array.from(fields, ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
}
