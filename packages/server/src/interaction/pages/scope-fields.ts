import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import type { Messages } from './messages/index.ts';
import { type ScopeItem, scopeClass, scopeWords } from './scope-row.ts';

/** Scopes of a form, each ticked; what is required cannot be unticked. Sends one `scope` for each that stays. */
export function scopeFields(legend: string, items: readonly ScopeItem[], messages: Messages): HtmlPage | undefined {
  if (items.length === 0) return undefined;
  return html`<fieldset class="scopes"><legend>${legend}</legend>${items.map((item) => scopeRow(item, messages))}</fieldset>`;
}

function scopeRow(item: ScopeItem, messages: Messages): HtmlPage {
  const { consent } = messages;
  const words = scopeWords(
    item,
    messages,
    html`${item.remembered ? html`<span class="tag good">${icon('check')}${consent.remembered}</span>` : undefined}
${item.required ? html`<span class="tag plain">${consent.required}</span>` : undefined}`,
  );
  if (item.required) {
    return html`<div class="${scopeClass(item)}">${icon('check')}${words}${hiddenFields([['scope', item.name]])}</div>`;
  }
  return html`<label class="${scopeClass(item)}"><input type="checkbox" name="scope" value="${item.name}" checked>${words}</label>`;
}
