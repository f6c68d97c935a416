import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { layout } from '../../../sample/pages/layout.ts';
import { noticeBox } from '../../../sample/pages/parts.ts';
import { timelineSection } from '../../../sample/pages/timeline.ts';
import type { Notice } from '../../../sample/visits.ts';
import { TIMELINE } from '../explanations.ts';
import type { ObolVisit } from '../session.ts';
import { BRAND } from './brand.ts';
import { signedIn } from './signed-in.ts';
import { welcome } from './welcome.ts';

export interface HomeView {
  readonly options: SampleAppOptions;
  /** null: a browser that has not begun anything. */
  readonly visit: ObolVisit | null;
  readonly notice: Notice | null;
  /** Seconds. */
  readonly now: number;
}

/** The one page: the dashboard, and beside it what it did. */
export function homePage({ options, visit, notice, now }: HomeView): HtmlPage {
  const session = visit?.session ?? null;
  const body = html`<main class="desk">
<div class="app">
${notice === null ? undefined : noticeBox(notice)}
${session === null ? welcome(options) : signedIn(options, session, now)}
</div>
${timelineSection(visit?.timeline.chapters ?? [], TIMELINE)}
</main>`;
  const title = session === null ? 'Get paid, and get on with it' : 'Your invoices';
  return layout({ title, signedIn: session !== null, server: options.server, brand: BRAND, body });
}
