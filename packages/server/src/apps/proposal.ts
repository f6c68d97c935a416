import { formatScope, parseScope, without } from '@xenia/protocol/scope';
import type { AppChange } from '../storage/app-port.ts';
import type { AppProposal, AppRecord } from '../storage/app-records.ts';

/** What users trust an app by. */
const TRUSTED = ['name', 'icon_uri', 'homepage_uri', 'visibility'] as const satisfies (keyof AppProposal)[];

/** What waits for a review besides what is in force. */
export function proposalOf({ proposed }: Pick<AppRecord, 'proposed'>): AppProposal {
  return proposed === null ? {} : (JSON.parse(proposed) as AppProposal);
}

type Content = Pick<AppRecord, (typeof TRUSTED)[number] | 'short_description' | 'details' | 'category'>;

/**
 * What a developer's change does. Before there is an approved version everything is in force at once; afterwards what users trust the
 * app by waits for a reviewer, from `now` on, and what is set back to what is in force waits no longer.
 */
export function changeByDeveloper(app: AppRecord, change: Partial<Content>, now: number): AppChange {
  if (app.state !== 'approved' && app.state !== 'suspended') return change;
  const { name, icon_uri, homepage_uri, visibility, ...untrusted } = change;
  const wanted = { ...proposalOf(app), ...given({ name, icon_uri, homepage_uri, visibility }) };
  const differing = Object.entries(wanted).filter(
    ([member, value]) => member === 'scope' || value !== app[member as (typeof TRUSTED)[number]],
  );
  return { ...untrusted, ...waiting(Object.fromEntries(differing), app, now) };
}

/** As changeByDeveloper, by who reviews: nothing waits. What they set is not proposed any more. */
export function changeByReviewer(app: AppRecord, change: Partial<Content>, now: number): AppChange {
  const left = Object.entries(proposalOf(app)).filter(([member]) => !(member in change));
  return { ...change, ...waiting(Object.fromEntries(left), app, now) };
}

/** What is submitted: with the scopes that the app's clients have and no reviewer has seen. */
export function submission(app: AppRecord, unreviewed: readonly string[], now: number): AppChange {
  const proposal = { ...proposalOf(app), ...(unreviewed.length === 0 ? {} : { scope: formatScope(unreviewed) }) };
  return { proposed: stored(proposal), review_since: app.review_since ?? now };
}

/** The proposal comes into force; those of its scopes that demand a review have had it. */
export function acceptance(app: AppRecord): AppChange {
  const { scope = '', ...trusted } = proposalOf(app);
  const reviewed = parseScope(app.reviewed_scope);
  const reviewed_scope = formatScope([...reviewed, ...without(parseScope(scope), reviewed)]);
  return { ...trusted, reviewed_scope, proposed: null, review_since: null };
}

/** Sent back, or withdrawn: what was proposed is gone, and whatever is in force stays. */
export const REJECTION: AppChange = { proposed: null, review_since: null };

function waiting(proposal: AppProposal, app: AppRecord, now: number): AppChange {
  if (app.state === 'submitted') return { proposed: stored(proposal) };
  const proposed = stored(proposal);
  return { proposed, review_since: proposed === null ? null : (app.review_since ?? now) };
}

function stored(proposal: AppProposal): string | null {
  return Object.keys(proposal).length === 0 ? null : JSON.stringify(proposal);
}

function given<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
