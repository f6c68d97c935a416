import { html } from 'hono/html';
import { passkeyScriptPath } from '../assets/index.ts';
import { hiddenFields } from './hidden-fields.ts';
import type { HtmlPage } from './html-page.ts';
import { icon } from './icons.ts';
import type { Messages } from './messages/index.ts';

/** What the browser is asked for. Its answer is posted as `credential`, as JSON. */
export interface PasskeyPrompt {
  /** PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON. */
  readonly options: object;
}

export interface PasskeyFormView extends PasskeyPrompt {
  readonly ceremony: 'create' | 'get';
  readonly action: string;
  /** Name and value of the hidden fields. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly label: string;
  /** Also offered where the browser fills in the user's name. */
  readonly conditional?: boolean;
  readonly primary?: boolean;
  /** Stands before the button. */
  readonly above?: HtmlPage | undefined;
}

/** Goes into the head of a page with such a form. The page's policy must name it. */
export function passkeyScript(): HtmlPage {
  return html`<script src="${passkeyScriptPath}" defer></script>`;
}

/** Hidden until the script finds that the browser knows passkeys. */
export function passkeyForm(view: PasskeyFormView, { security }: Messages): HtmlPage {
  const { passkey } = security;
  const failure = (name: string, words: string) =>
    html`<p class="wrong" role="alert" data-failure="${name}" hidden>${icon('warning')}<span>${words}</span></p>`;
  return html`<form class="stack" method="post" action="${view.action}" data-ceremony="${view.ceremony}" data-options="${JSON.stringify(view.options)}"${view.conditional ? html` data-conditional` : undefined} hidden>
${hiddenFields([...view.fields, ['credential', '']])}
${view.above}
${failure('failed', passkey.failed)}${failure('exists', passkey.exists)}
<button class="button${view.primary ? ' primary' : ''}" type="submit">${icon('key')}${view.label}</button>
</form>`;
}
