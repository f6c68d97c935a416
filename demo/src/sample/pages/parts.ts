import { html } from 'hono/html';
import { type HtmlPage, type IconName, icon } from 'xenia';
import type { Notice } from '../visits.ts';

/** What the page says first. */
export function noticeBox({ tone, title, body, step, link }: Notice): HtmlPage {
  const links = [
    ...(step === undefined ? [] : [{ href: `#step-${step}`, label: `See step ${step}` }]),
    ...(link ? [link] : []),
  ];
  return html`<div class="notice ${tone === 'bad' ? 'danger' : 'good'}" role="status">${icon(tone === 'bad' ? 'warning' : 'check')}<div><strong>${title}</strong> ${body}${links.map(
    ({ href, label }, index) => html`${index === 0 ? ' ' : ' · '}<a href="${href}">${label}</a>`,
  )}</div></div>`;
}

/** Who takes part, for somebody who is not signed in. `origin` null: a person. */
export function castList(
  cast: readonly { icon: IconName; name: string; about: string; origin: string | null }[],
): HtmlPage {
  return html`<ul class="cast">${cast.map(
    ({ icon: symbol, name, about, origin }) =>
      html`<li><span class="mark">${icon(symbol)}</span><div><strong>${name}</strong>${origin === null ? undefined : html` <span class="origin">${origin.replace('http://', '')}</span>`}<span class="about">${about}</span></div></li>`,
  )}</ul>`;
}

/** What was asked for, in the visitor's words, and whether they allowed it. */
export function wishList(
  wishes: readonly (readonly [scope: string, words: string])[],
  allowed: readonly string[],
): HtmlPage {
  return html`<ul class="allowed" aria-label="What you allowed">${wishes.map(([scope, words]) => {
    const yes = allowed.includes(scope);
    return html`<li class="${yes ? 'yes' : 'no'}">${icon(yes ? 'check' : 'undo')}<span>${words}${yes ? undefined : html` <span class="muted">(not allowed)</span>`}</span></li>`;
  })}</ul>`;
}

/** A button that posts to `/${action}`, and what it will do. */
export function attempt(action: string, label: string, hint: string): HtmlPage {
  return html`<form method="post" action="/${action}" class="attempt"><button class="button">${label}</button><span class="small muted">${hint}</span></form>`;
}

/** An app's one page: what it says first, what it shows, and beside it what it did. */
export function desk(notice: Notice | null, content: HtmlPage, timeline: HtmlPage): HtmlPage {
  return html`<main class="desk">
<div class="app">
${notice === null ? undefined : noticeBox(notice)}
${content}
</div>
${timeline}
</main>`;
}
