import type { Visit } from '../../sample/visits.ts';
import type { StepKind } from './explanations.ts';

export type HalcyonVisit = Visit<Session, PendingInstallation, StepKind>;

/** Nothing but that it was begun in this browser: the state says which. */
export interface PendingInstallation {
  readonly state: string;
}

export type Session = Installed | Uninstalled;

export interface Installed {
  readonly status: 'installed';
  readonly access_token: string;
  readonly scope: readonly string[];
  /** The account, as Xeno calls it. All that Halcyon knows of its owner. */
  readonly sub: string;
  /** Seconds. */
  readonly since: number;
  /** What the API answered last; null: not asked yet. */
  desk: Desk | null;
}

/** There is no token here any more. */
export interface Uninstalled {
  readonly status: 'uninstalled';
  /** Seconds. */
  readonly at: number;
  readonly by: 'user' | 'admin' | 'app' | 'unknown';
  /** Where the timeline shows how Halcyon learned of it. */
  readonly step: number | undefined;
}

/** What Halcyon uses of the API's answers. What was not allowed is not there. */
export interface Desk {
  widgets?: readonly Widget[];
  faqs?: readonly Faq[];
  conversations?: readonly Conversation[];
}

export interface Widget {
  readonly brand: string;
  readonly greeting: string;
}

export interface Faq {
  readonly question: string;
  readonly answer: string;
}

export interface Conversation {
  readonly conversation_id: string;
  readonly customer: string;
  readonly messages: readonly Message[];
}

export interface Message {
  readonly from: 'customer' | 'account';
  readonly text: string;
  /** The client_id of the app that wrote it; null: a person. */
  readonly written_by: string | null;
}
