import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';
import { type IconName, icon } from './icons.ts';

/** A fact worth a box of its own, with an icon. */
export function notice(sign: IconName, title: string, body: string | HtmlPage): HtmlPage {
  return html`<div class="notice">${icon(sign)}<div><strong>${title}</strong><div>${body}</div></div></div>`;
}

/** What the user has just done, announced when the page that follows is shown. */
export function success(title: string, body: string): HtmlPage {
  return html`<div class="notice good" role="status">${icon('check')}<div><strong>${title}</strong> ${body}</div></div>`;
}

/** Something that the user expected otherwise, though nothing is wrong. */
export function caution(title: string, body: string): HtmlPage {
  return html`<div class="notice caution" role="status">${icon('warning')}<div><strong>${title}</strong> ${body}</div></div>`;
}

export interface SummarisedError {
  readonly title: string;
  readonly body: string;
  /** Ids of the fields that the error is about, each with its label. */
  readonly fields: readonly { readonly id: string; readonly label: string }[];
}

/** The id that a field names in aria-describedby while the summary is about it. */
export const errorSummaryId = 'error-summary';

/** What went wrong with a form, announced at once and leading to each field that it is about. */
export function errorSummary(error: SummarisedError): HtmlPage {
  const links = error.fields.map(
    (field, index) => html`${index > 0 ? ' · ' : ''}<a href="#${field.id}">${field.label}</a>`,
  );
  return html`<div class="notice danger" role="alert">${icon('warning')}<div>
    <div id="${errorSummaryId}"><strong>${error.title}</strong> ${error.body}</div>
    ${links.length > 0 ? html`<div class="small">${links}</div>` : undefined}
  </div></div>`;
}
