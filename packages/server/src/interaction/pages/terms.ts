import { html } from 'hono/html';
import { hiddenFields } from './hidden-fields.ts';
import type { AppView, HtmlPage, PageView } from './html-page.ts';
import { icon } from './icons.ts';
import { layout } from './layout.ts';
import { mark } from './marks.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { notice } from './notice.ts';
import { linkHref, plainName } from './untrusted.ts';

/** Posts `csrf` and `decision`: `accept` or `decline`. */
export interface TermsView extends PageView {
  readonly action: string;
  readonly csrf: string;
  readonly client: AppView;
  readonly terms: {
    readonly version: number;
    readonly created_at: number;
    /** One of the two is null. */
    readonly text: string | null;
    readonly uri: string | null;
  };
  /** The user accepted an earlier version. */
  readonly changed: boolean;
}

export function termsPage(view: TermsView): HtmlPage {
  const messages = messagesFor(view.locale);
  const { appTerms } = messages;
  const app = plainName(view.client.client_name);
  const title = appTerms.heading(app);
  const body = html`<main class="card">
<div class="stack">
${mark(app, view.client.logo_uri, 'large')}
<div class="tight"><h1>${title}</h1><p>${appTerms.lead(app)}</p></div>
</div>
${view.changed ? notice('clock', appTerms.changed.title, appTerms.changed.body) : undefined}
${theTerms(view, messages)}
<form class="stack" method="post" action="${view.action}">
${hiddenFields([['csrf', view.csrf]])}
<p class="small muted">${appTerms.noted}</p>
<div class="answers">
<button class="button" type="submit" name="decision" value="decline">${appTerms.decline}</button>
<button class="button primary" type="submit" name="decision" value="accept">${appTerms.accept}</button>
</div>
</form>
</main>`;
  return layout(view, { title, body });
}

/** A long text scrolls in a frame of its own, which the keyboard reaches; a page opens beside. */
function theTerms({ terms }: TermsView, { appTerms }: Messages): HtmlPage {
  const version = html`<p class="small muted">${appTerms.version(terms.version, terms.created_at)}</p>`;
  if (terms.text !== null) {
    return html`<section class="tight">${version}
<div class="legal" role="region" aria-label="${appTerms.text}" tabindex="0" dir="auto">${terms.text}</div></section>`;
  }
  const href = linkHref(terms.uri ?? undefined);
  return html`<section class="tight">${version}
${href === undefined ? undefined : html`<p><a class="button" href="${href}" target="_blank" rel="noopener noreferrer">${appTerms.read}${icon('arrow')}</a></p>`}</section>`;
}
