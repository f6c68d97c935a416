import type { Parameters } from '@xenia/protocol/parameters';
import type { TraceEndpoint, TraceOutcome } from '../storage/trace-records.ts';
import type { Client } from '../tenants/client.ts';

/**
 * What one request leaves for the trace. Its handling writes down here what it learns, as it goes; the recorder reads it when the
 * answer is there. Holds secrets: only what facts.ts lets through is ever kept.
 */
export interface TraceNotes {
  /** null: nothing of this request is recorded. */
  endpoint: TraceEndpoint | null;
  /** In RFC names. */
  parameters: Parameters | null;
  /** From `Authorization: Basic`. */
  basic: { readonly client_id: string; readonly client_secret: string } | null;
  /** The app, once it is known that there is one, whether or not it proved to be it. */
  client: Pick<Client, 'client_id'> | null;
  /** The id of the authorization request that this answer of its user belongs to. */
  parent_trace_id: string | null;
  /** null: there is nothing to tell, unless there is a failure. */
  outcome: TraceOutcome | null;
  /** Why nothing was given: whatever was thrown. */
  failure: { readonly error: unknown } | null;
  /** The user whom it was about, as far as the app was told. */
  sub: string | null;
  granted: Granted | null;
}

/** What a successful request gave. */
export interface Granted {
  /** Space-separated. */
  readonly scope: string;
  /** Such as code, access_token, refresh_token, id_token. */
  readonly gives: readonly string[];
}

export function newNotes(endpoint: TraceEndpoint | null): TraceNotes {
  return {
    endpoint,
    parameters: null,
    basic: null,
    client: null,
    parent_trace_id: null,
    outcome: null,
    failure: null,
    sub: null,
    granted: null,
  };
}
