import type { Logger } from 'pino';
import type { Deps } from './deps.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { WireRequest } from './http/wire-request.ts';
import type { Tenant } from './tenants/tenant.ts';
import type { TraceNotes } from './traces/notes.ts';

/** One request to one tenant, with everything its handling may use. */
export interface Exchange {
  readonly deps: Deps;
  readonly tenant: Tenant;
  readonly dialect: Dialect;
  readonly request: WireRequest;
  /** The request's path relative to the issuer. */
  readonly path: string;
  /** Carries the request's id and the tenant's name. */
  readonly log: Logger;
  /** What the developers of the app that asks are to be told about this request. */
  readonly trace: TraceNotes;
}
