import type { HtmlPage } from 'xenia';
import type { SampleAppOptions } from '../../../sample/options.ts';
import { layout } from '../../../sample/pages/layout.ts';
import { desk } from '../../../sample/pages/parts.ts';
import { timelineSection } from '../../../sample/pages/timeline.ts';
import type { Notice } from '../../../sample/visits.ts';
import { TIMELINE } from '../explanations.ts';
import type { KontorVisit } from '../session.ts';
import { BRAND } from './brand.ts';
import { signedIn } from './signed-in.ts';
import { welcome } from './welcome.ts';

export interface HomeView {
  readonly options: SampleAppOptions;
  /** null: a browser that has not begun anything. */
  readonly visit: KontorVisit | null;
  readonly notice: Notice | null;
  /** Seconds. */
  readonly now: number;
}

export function homePage({ options, visit, notice, now }: HomeView): HtmlPage {
  const session = visit?.session ?? null;
  const content = session === null ? welcome(options) : signedIn(session, now);
  return layout({
    brand: BRAND,
    title: session === null ? 'The books, balanced' : 'Your books',
    signedIn: session !== null,
    server: options.server,
    body: desk(notice, content, timelineSection(visit?.timeline.chapters ?? [], TIMELINE)),
  });
}
