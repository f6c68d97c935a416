import type { SampleAppOptions } from '../../../sample/options.ts';
import { createTimeline, type Timeline } from '../../../sample/timeline.ts';
import type { Notice } from '../../../sample/visits.ts';
import type { Books } from '../../read-books.ts';
import type { Jwk } from '../../signed-token.ts';
import type { AbaxKind } from '../explanations.ts';
import { browser } from './browser.ts';

export type AbaxOptions = Omit<SampleAppOptions, 'client_secret' | 'server'>;

/** The page's whole memory. All but `keys` outlives the way to the issuer and back, in this tab only. */
export interface AbaxState {
  readonly options: AbaxOptions;
  timeline: Timeline<AbaxKind>;
  /** The nonce of each sign-in that was begun, by its state. */
  readonly pending: Map<string, string>;
  session: Session | null;
  notice: Notice | null;
  /** The state of a sign-out that was begun. */
  leaving: string | null;
  /** As it was when somebody signed in last. */
  metadata: IssuerMetadata | null;
  /** The issuer's, fetched when an ID token is to be checked. */
  keys: readonly Jwk[] | null;
}

export interface Session {
  readonly sub: string;
  readonly name: string | null;
  readonly access_token: string;
  readonly id_token: string;
  readonly scope: readonly string[];
  /** Seconds since the epoch. */
  readonly obtained_at: number;
  readonly expires_at: number;
  /** OIDC Session Management 1.0 §2; null: the issuer does not watch sessions. */
  readonly session_state: string | null;
  books: Books | null;
}

export interface IssuerMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
  readonly end_session_endpoint: string;
  readonly check_session_iframe?: string;
}

/** What oidc-client does too. Whatever script runs on this page could read it: that is the price of this flow (RFC 9700 §2.1.2). */
const KEY = 'abax';

export function restoreState(options: AbaxOptions): AbaxState {
  const kept = JSON.parse(browser.sessionStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
  return {
    options,
    timeline: createTimeline(kept.chapters),
    pending: new Map(kept.pending),
    session: kept.session ?? null,
    leaving: kept.leaving ?? null,
    metadata: kept.metadata ?? null,
    notice: null,
    keys: null,
  };
}

type Kept = ReturnType<typeof keepable>;

export function keepState(state: AbaxState): void {
  browser.sessionStorage.setItem(KEY, JSON.stringify(keepable(state)));
}

function keepable({ timeline, pending, session, leaving, metadata }: AbaxState) {
  return { chapters: timeline.chapters, pending: [...pending], session, leaving, metadata };
}
