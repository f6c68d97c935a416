import { randomBytes } from 'node:crypto';
import { createTimeline, type Timeline } from './timeline.ts';

/**
 * One browser's visit, remembered in this process only: a restart forgets it.
 * `Session`: what the app keeps of somebody who is signed in; `Pending`: what it keeps until an answer comes.
 */
export interface Visit<Session, Pending, Kind extends string> {
  readonly timeline: Timeline<Kind>;
  /** Sign-ins that were begun, by state. */
  readonly pending: Map<string, Pending>;
  session: Session | null;
  /** What the next page says first, once. */
  notice: Notice | null;
}

export interface Notice {
  readonly tone: 'good' | 'bad';
  readonly title: string;
  /** What it means and what to do. */
  readonly body: string;
  /** The step of the timeline that shows it. */
  readonly step?: number;
  /** Where there is more to read, or to do. */
  readonly link?: { readonly href: string; readonly label: string };
}

const MOST_VISITS = 500;
const MOST_PENDING = 5;

export interface Visits<V> {
  find(visit_id: string | undefined): V | null;
  start(): { visit_id: string; visit: V };
  /** The same visit under a new identifier, so that one that was planted before the sign-in opens nothing after it. */
  renew(visit_id: string, visit: V): string;
  all(): Iterable<V>;
}

export function createVisits<Session, Pending, Kind extends string>(): Visits<Visit<Session, Pending, Kind>> {
  type V = Visit<Session, Pending, Kind>;
  const visits = new Map<string, V>();
  function keep(visit: V): string {
    const visit_id = randomBytes(24).toString('base64url');
    visits.set(visit_id, visit);
    const [oldest] = visits.keys();
    if (visits.size > MOST_VISITS && oldest !== undefined) visits.delete(oldest);
    return visit_id;
  }
  return {
    find: (visit_id) => visits.get(visit_id ?? '') ?? null,
    start() {
      const visit: V = { timeline: createTimeline<Kind>(), pending: new Map(), session: null, notice: null };
      return { visit_id: keep(visit), visit };
    },
    renew(visit_id, visit) {
      visits.delete(visit_id);
      return keep(visit);
    },
    all: () => visits.values(),
  };
}

/** Several tabs may each begin a sign-in; the oldest give way. */
export function addPending<Pending>(pending: Map<string, Pending>, state: string, signIn: Pending): void {
  pending.set(state, signIn);
  const [oldest] = pending.keys();
  if (pending.size > MOST_PENDING && oldest !== undefined) pending.delete(oldest);
}

/** What was kept for this state, once. undefined: this browser did not ask for that answer, or had it already. */
export function takePending<Pending>(pending: Map<string, Pending>, state: string): Pending | undefined {
  const kept = pending.get(state);
  pending.delete(state);
  return kept;
}
