import { html } from 'hono/html';
import { type HtmlPage, icon } from 'xenia';
import type { PapyrusOptions } from '../options.ts';
import type { Notice, Visit } from '../visits.ts';
import { layout } from './layout.ts';
import { signedIn } from './signed-in.ts';
import { timelineSection } from './timeline.ts';
import { welcome } from './welcome.ts';

export interface HomeView {
  readonly options: PapyrusOptions;
  /** null: a browser that has not begun anything. */
  readonly visit: Visit | null;
  readonly notice: Notice | null;
  /** Seconds. */
  readonly now: number;
}

/** The one page: the app, and beside it what it did. */
export function homePage(view: HomeView): HtmlPage {
  const { options, visit, notice, now } = view;
  const session = visit?.session ?? null;
  const body = html`<main class="desk">
<div class="app">
${notice === null ? undefined : noticeBox(notice)}
${session === null ? welcome(options) : signedIn(options, session, now)}
</div>
${timelineSection(visit?.timeline.chapters ?? [])}
</main>`;
  return layout({
    title: session === null ? 'Your notes, set in ink' : 'Your desk',
    signedIn: session !== null,
    options,
    body,
  });
}

function noticeBox({ tone, title, body, step }: Notice): HtmlPage {
  return html`<div class="notice ${tone === 'bad' ? 'danger' : 'good'}" role="status">${icon(tone === 'bad' ? 'warning' : 'check')}<div><strong>${title}</strong> ${body}${step === undefined ? undefined : html` <a href="#step-${step}">See step ${step}</a>`}</div></div>`;
}
