import { html } from 'hono/html';
import type { HtmlPage } from 'xenia';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { layout } from '../../../sample/pages/layout.ts';
import { noticeBox } from '../../../sample/pages/parts.ts';
import { timelineSection } from '../../../sample/pages/timeline.ts';
import type { Notice } from '../../../sample/visits.ts';
import { TIMELINE } from '../explanations.ts';
import type { HalcyonVisit, Session } from '../session.ts';
import { BRAND } from './brand.ts';
import { installed } from './installed.ts';
import { uninstalled } from './uninstalled.ts';
import { welcome } from './welcome.ts';

export interface HomeView {
  readonly options: SampleAppOptions;
  /** null: a browser that has not begun anything. */
  readonly visit: HalcyonVisit | null;
  readonly notice: Notice | null;
  /** Seconds. */
  readonly now: number;
}

/** The one page: the app, and beside it what it did. */
export function homePage({ options, visit, notice, now }: HomeView): HtmlPage {
  const session = visit?.session ?? null;
  const body = html`<main class="desk">
<div class="app">
${notice === null ? undefined : noticeBox(notice)}
${content(options, session, now)}
</div>
${timelineSection(visit?.timeline.chapters ?? [], TIMELINE)}
</main>`;
  return layout({ title: titleFor(session), signedIn: false, server: options.server, brand: BRAND, body });
}

function content(options: SampleAppOptions, session: Session | null, now: number): HtmlPage {
  if (session === null) return welcome(options);
  return session.status === 'installed' ? installed(options, session, now) : uninstalled(session);
}

function titleFor(session: Session | null): string {
  if (session === null) return 'A calm help desk';
  return session.status === 'installed' ? 'Your help desk' : 'Uninstalled';
}
