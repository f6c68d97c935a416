import { html } from 'hono/html';
import type { HtmlPage, PageView } from './html-page.ts';
import { type IconName, icon } from './icons.ts';
import { layout } from './layout.ts';
import { type Messages, messagesFor } from './messages/index.ts';
import { linkHref } from './untrusted.ts';

export type RunningKind = 'server' | 'api' | 'app' | 'console';

/** The first page a newcomer sees, in development mode only. */
export interface StartView extends PageView {
  readonly title: string;
  /** Every URL is absolute, https or http. */
  readonly running: readonly {
    readonly name: string;
    readonly description: string;
    readonly url: string;
    readonly kind: RunningKind;
  }[];
  /** Where the sample app starts. */
  readonly tryUrl: string;
  readonly demoUser: { readonly email: string; readonly password: string };
  readonly issuer: string;
  readonly discoveryUrl: string;
  /** Shell commands, one a line. */
  readonly cliExample: string;
  /** Further products to try, as tiles. */
  readonly products?: readonly ProductTile[];
}

export interface ProductTile {
  readonly name: string;
  /** One or two sentences. */
  readonly description: string;
  /** Where its sample apps start. `label`: an action, such as "Try the sample app". */
  readonly apps: readonly { readonly label: string; readonly url: string }[];
}

const icons: Record<RunningKind, IconName> = { server: 'door', api: 'code', app: 'window', console: 'key' };

export function startPage(view: StartView): HtmlPage {
  const messages = messagesFor(view.locale);
  const body = html`<main class="card start">
${opening(view, messages)}
${products(view, messages)}
${running(view, messages)}
${developers(view, messages)}
</main>`;
  return layout(view, { title: view.title, body, wide: true });
}

function opening(view: StartView, { start, login }: Messages): HtmlPage {
  const { email, password } = view.demoUser;
  return html`<section>
<div class="tight"><h1>${view.title}</h1><p class="lead">${start.lead}</p></div>
<ol class="steps">${start.steps.map((step) => html`<li><div><strong>${step.title}</strong><span class="small muted">${step.body}</span></div></li>`)}</ol>
<div class="try">
<a class="button primary big" href="${linkHref(view.tryUrl)}">${start.tryIt}${icon('arrow')}</a>
<div class="tight"><h2>${start.demoUser}</h2>
<div class="credentials">
<div class="field"><label for="demo-email">${login.email}</label><input id="demo-email" value="${email}" readonly></div>
<div class="field"><label for="demo-password">${login.password}</label><input id="demo-password" value="${password}" readonly></div>
</div>
<p class="small muted">${start.demoUserHint}</p></div>
</div>
</section>`;
}

function products(view: StartView, { start }: Messages): HtmlPage | undefined {
  if (view.products === undefined || view.products.length === 0) return undefined;
  return html`<section><div class="tight"><h2>${start.products}</h2><p class="small muted">${start.productsHint}</p></div>
<ul class="tiles">${view.products.map(tile)}</ul></section>`;
}

/** Tiles may have links of the same words; out of its context a link is told by the product's name. */
function tile({ name, description, apps }: ProductTile): HtmlPage {
  return html`<li class="tile"><h3 class="name">${name}</h3><p class="small muted">${description}</p>
<ul class="apps">${apps.map(({ label, url }) => html`<li><a href="${linkHref(url)}" aria-label="${name}: ${label}">${label}${icon('arrow')}</a></li>`)}</ul></li>`;
}

function running(view: StartView, { start }: Messages): HtmlPage {
  return html`<section><h2>${start.running}</h2><ul class="running">${view.running.map(
    (item) => html`<li><span class="mark">${icon(icons[item.kind])}</span>
<div><div class="name">${item.name}</div><div class="muted small">${item.description}</div></div>
<a class="small" href="${linkHref(item.url)}">${item.url}</a></li>`,
  )}</ul></section>`;
}

function developers(view: StartView, { start }: Messages): HtmlPage {
  return html`<section><div class="tight"><h2>${start.forDevelopers}</h2><p class="small muted">${start.discoveryHint}</p></div>
<div class="credentials">
<div class="field"><label for="issuer">${start.issuer}</label><input id="issuer" value="${view.issuer}" readonly></div>
<div class="field"><span class="label">${start.discovery}</span><a class="small" href="${linkHref(view.discoveryUrl)}">${view.discoveryUrl}</a></div>
</div>
<div class="field"><span class="label">${start.cli}</span><pre tabindex="0" role="region" aria-label="${start.cli}">${view.cliExample}</pre></div>
</section>`;
}
