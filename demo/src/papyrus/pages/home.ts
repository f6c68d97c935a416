import type { HtmlPage } from 'xenia';
import type { SampleAppOptions } from '../../sample/options.ts';
import { layout } from '../../sample/pages/layout.ts';
import { desk } from '../../sample/pages/parts.ts';
import { timelineSection } from '../../sample/pages/timeline.ts';
import type { Notice } from '../../sample/visits.ts';
import { TIMELINE } from '../explanations.ts';
import type { PapyrusVisit } from '../session.ts';
import { BRAND } from './brand.ts';
import { signedIn } from './signed-in.ts';
import { welcome } from './welcome.ts';

export interface HomeView {
  readonly options: SampleAppOptions;
  /** null: a browser that has not begun anything. */
  readonly visit: PapyrusVisit | null;
  readonly notice: Notice | null;
  /** Seconds. */
  readonly now: number;
}

/** The one page: the app, and beside it what it did. */
export function homePage(view: HomeView): HtmlPage {
  const { options, visit, notice, now } = view;
  const session = visit?.session ?? null;
  const content = session === null ? welcome(options) : signedIn(options, session, now);
  const body = desk(notice, content, timelineSection(visit?.timeline.chapters ?? [], TIMELINE));
  return layout({
    title: session === null ? 'Your notes, set in ink' : 'Your desk',
    signedIn: session !== null,
    server: options.server,
    brand: BRAND,
    body,
  });
}
