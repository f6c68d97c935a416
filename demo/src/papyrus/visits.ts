import { randomBytes } from 'node:crypto';
import type { Configuration } from 'openid-client';
import { createTimeline, type Timeline } from './timeline.ts';

/** One browser's visit, remembered in this process only: a restart forgets it. */
export interface Visit {
  readonly timeline: Timeline;
  /** Sign-ins that were begun, by state. */
  readonly pending: Map<string, PendingSignIn>;
  session: Session | null;
  /** What the next page says first, once. */
  notice: Notice | null;
}

/** What Papyrus keeps to itself until the answer comes. */
export interface PendingSignIn {
  readonly config: Configuration;
  readonly code_verifier: string;
  readonly nonce: string;
}

export interface Session {
  readonly config: Configuration;
  tokens: Tokens;
  /** From the ID token and the userinfo endpoint. */
  readonly person: { readonly sub: string; readonly name: string | null; readonly email: string | null };
  /** What the API answered last; null: not asked yet. */
  notes: readonly Note[] | null;
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string | null;
  readonly scope: readonly string[];
}

export interface Note {
  readonly text: string;
  /** The client_id of the app that wrote it; null: the user. */
  readonly written_by: string | null;
}

export interface Notice {
  readonly tone: 'good' | 'bad';
  readonly title: string;
  /** What it means and what to do. */
  readonly body: string;
  /** The step of the timeline that shows it. */
  readonly step?: number;
}

const MOST_VISITS = 500;
const MOST_PENDING = 5;

export interface Visits {
  find(visit_id: string | undefined): Visit | null;
  start(): { visit_id: string; visit: Visit };
  /** The same visit under a new identifier, so that one that was planted before the sign-in opens nothing after it. */
  renew(visit_id: string, visit: Visit): string;
}

export function createVisits(): Visits {
  const visits = new Map<string, Visit>();
  function keep(visit: Visit): string {
    const visit_id = randomBytes(24).toString('base64url');
    visits.set(visit_id, visit);
    const [oldest] = visits.keys();
    if (visits.size > MOST_VISITS && oldest !== undefined) visits.delete(oldest);
    return visit_id;
  }
  return {
    find: (visit_id) => visits.get(visit_id ?? '') ?? null,
    start() {
      const visit: Visit = { timeline: createTimeline(), pending: new Map(), session: null, notice: null };
      return { visit_id: keep(visit), visit };
    },
    renew(visit_id, visit) {
      visits.delete(visit_id);
      return keep(visit);
    },
  };
}

/** Several tabs may each begin a sign-in; the oldest give way. */
export function addPending({ pending }: Visit, state: string, signIn: PendingSignIn): void {
  pending.set(state, signIn);
  const [oldest] = pending.keys();
  if (pending.size > MOST_PENDING && oldest !== undefined) pending.delete(oldest);
}
