import { html } from 'hono/html';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';

/** A labelled field of a form; its id is its name. */
export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  /** One line below the label. */
  readonly hint?: string | undefined;
  /** Why the value is not accepted. */
  readonly error?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly required?: boolean | undefined;
  readonly autofocus?: boolean | undefined;
}

export interface InputView extends FieldView {
  /** `text` unless told. */
  readonly type?: 'text' | 'email' | 'url' | 'tel' | 'password' | undefined;
  readonly inputmode?: 'numeric' | undefined;
  /** Characters. */
  readonly maxlength?: number | undefined;
}

export interface SelectView extends FieldView {
  readonly options: readonly (readonly [value: string, label: string])[];
}

export function field(view: InputView): HtmlPage {
  const { type = 'text', inputmode, maxlength } = view;
  return framed(
    view,
    html`<input id="${view.name}" name="${view.name}" type="${type}" value="${view.value ?? ''}"${inputmode === undefined ? undefined : html` inputmode="${inputmode}"`}${maxlength === undefined ? undefined : html` maxlength="${maxlength}"`}${type === 'text' ? undefined : html` autocapitalize="none" spellcheck="false"`}${attributes(view)}>`,
  );
}

export function selectField(view: SelectView): HtmlPage {
  const options = view.options.map(
    ([value, label]) =>
      html`<option value="${value}"${value === (view.value ?? '') ? html` selected` : undefined}>${label}</option>`,
  );
  return framed(view, html`<select id="${view.name}" name="${view.name}"${attributes(view)}>${options}</select>`);
}

export function areaField(view: FieldView & { readonly rows: number; readonly maxlength?: number }): HtmlPage {
  return framed(
    view,
    // The first line break after the tag is not part of the value (HTML §13.1.2.5).
    html`<textarea id="${view.name}" name="${view.name}" rows="${view.rows}"${view.maxlength === undefined ? undefined : html` maxlength="${view.maxlength}"`}${attributes(view)}>
${view.value ?? ''}</textarea>`,
  );
}

function framed({ name, label, hint, error }: FieldView, control: HtmlPage): HtmlPage {
  return html`<div class="field"><label for="${name}">${label}</label>
${hint === undefined ? undefined : html`<p class="hint" id="${name}-hint">${hint}</p>`}
${control}
${error === undefined ? undefined : html`<p class="wrong" id="${name}-error">${icon('warning')}<span>${error}</span></p>`}</div>`;
}

function attributes({ name, hint, error, autocomplete, required, autofocus }: FieldView): HtmlPage {
  const told = [...(error === undefined ? [] : [`${name}-error`]), ...(hint === undefined ? [] : [`${name}-hint`])];
  return html`${autocomplete === undefined ? undefined : html` autocomplete="${autocomplete}"`}${required ? html` required` : undefined}${autofocus ? html` autofocus` : undefined}${error === undefined ? undefined : html` aria-invalid="true"`}${told.length === 0 ? undefined : html` aria-describedby="${told.join(' ')}"`}`;
}
