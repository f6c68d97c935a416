import type { Visit } from '../../sample/visits.ts';
import type { StepKind } from './explanations.ts';

export type ObolVisit = Visit<Session, PendingSignIn, StepKind>;

/** Nothing but that it was begun: the document knows neither PKCE nor a nonce. */
export type PendingSignIn = true;

export interface Session {
  /** Used already; kept to show what stood in it. */
  readonly code: string;
  tokens: Tokens;
  /** From the code, once Xendit had taken it. */
  readonly person: { readonly name: string | null };
  /** What the API answered last; null: nothing yet. */
  invoices: readonly Invoice[] | null;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string | null;
  readonly scope: readonly string[];
}

export interface Invoice {
  readonly id: string;
  readonly description: string;
  /** Whole rupiah. */
  readonly amount: number;
  readonly status: 'PENDING' | 'PAID';
  /** Seconds. */
  readonly created_at: number;
  /** The client_id of the app that made it; null: the merchant. */
  readonly created_by: string | null;
}
