import type { HtmlPage } from 'xenia';
import { desk } from '../../../sample/pages/parts.ts';
import { timelineSection } from '../../../sample/pages/timeline.ts';
import type { AbaxState } from '../browser/state.ts';
import { TIMELINE } from '../explanations.ts';
import { signedIn } from './signed-in.ts';
import { welcome } from './welcome.ts';

/** What stands between the masthead and the foot; made in the browser. `now`: seconds. */
export function content({ options, session, notice, timeline }: AbaxState, now: number): HtmlPage {
  const own = session === null ? welcome(options) : signedIn(session, now);
  return desk(notice, own, timelineSection(timeline.chapters, TIMELINE));
}
