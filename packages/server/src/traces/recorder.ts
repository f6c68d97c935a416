import type { Refusal } from '@xenia/protocol/errors';
import type { Deps } from '../deps.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Exchange } from '../exchange.ts';
import { entryIdPrefix, type TraceRecord } from '../storage/trace-records.ts';
import { findClient } from '../tenants/client.ts';
import { claimedClientId } from './claimed-client.ts';
import { factsOf } from './facts.ts';
import { type Failure, failureOf } from './failure.ts';
import { createQuota, type Quota } from './quota.ts';
import type { Countable } from './usage-counter.ts';
import { TraceWriter } from './writer.ts';

/** Requests at once whose client is looked up only to record them. */
const MAX_LOOKUPS = 100;

/**
 * Writes down what became of the requests of apps, for their developers. Nothing on the way of a request waits for it: entries gather
 * in memory and go to storage many at a time.
 */
export interface TraceRecorder {
  /** To be called once a request is answered. Never throws. */
  record(exchange: Exchange, endpoint: Pick<Endpoint, 'cors'>, response: Response): void;
  /** Writes all that was recorded so far. Never rejects. */
  flush(): Promise<void>;
}

type RecorderDeps = Pick<Deps, 'storage' | 'clock' | 'random' | 'log'>;

export function createTraceRecorder(deps: RecorderDeps): TraceRecorder {
  const writer = new TraceWriter(deps);
  const notebook: Notebook = { writer, quota: createQuota(deps.clock), clock: deps.clock, nextId: entryIds(deps) };
  const lookups = new Set<Promise<void>>();
  return {
    record(exchange, endpoint, response) {
      const { trace } = exchange;
      if (trace.endpoint === null || (trace.outcome === null && trace.failure === null)) return;
      const answered = {
        exchange,
        status: response.status,
        refused_origin: refusedOrigin(exchange, endpoint, response),
      };
      if (trace.client !== null) {
        writeDown(notebook, trace.client.client_id, answered);
        return;
      }
      if (lookups.size >= MAX_LOOKUPS) return;
      const lookup = lookUp(deps, notebook, answered).finally(() => lookups.delete(lookup));
      lookups.add(lookup);
    },
    async flush() {
      await Promise.all(lookups);
      await writer.flush();
    },
  };
}

interface Notebook {
  readonly writer: TraceWriter;
  readonly quota: Quota;
  readonly clock: Deps['clock'];
  nextId(at: number): string;
}

/** A request and how it was answered. */
interface Answered {
  readonly exchange: Exchange;
  readonly status: number;
  readonly refused_origin: string | null;
}

/** Sort by time, and by arrival within a second; no two processes give the same. */
function entryIds({ random }: Pick<Deps, 'random'>): (at: number) => string {
  const process = random(6).toString('hex');
  let sequence = 0;
  return (at) => {
    sequence += 1;
    return `${entryIdPrefix(at)}_${sequence.toString(36).padStart(8, '0')}_${process}`;
  };
}

/** Who a request says that it comes from which was refused before that was looked up. Never rejects. */
async function lookUp(deps: RecorderDeps, notebook: Notebook, answered: Answered): Promise<void> {
  const { exchange } = answered;
  try {
    const claimed = await claimedClientId(exchange);
    const client = claimed === null ? null : await findClient(deps, exchange.tenant, claimed);
    if (client !== null) writeDown(notebook, client.client_id, answered);
  } catch (error) {
    deps.log.info({ err: error, event: 'trace_lookup_failed' }, 'trace lookup failed');
  }
}

function writeDown({ writer, quota, clock, nextId }: Notebook, client_id: string, answered: Answered): void {
  const { tenant, trace } = answered.exchange;
  const failure = trace.failure === null ? null : failureOf(trace.failure.error);
  const outcome = failure?.outcome ?? trace.outcome;
  if (outcome === null || trace.endpoint === null) return;
  const { tenant_id } = tenant;
  const at = clock();
  const counted = countable(answered, client_id, failure);
  if (counted !== null) writer.count({ ...counted, tenant_id, client_id, at });
  const { traceRetention } = tenant.settings;
  if (traceRetention === 0) return;
  if (!quota.take(`${tenant_id}\0${client_id}`, outcome === 'succeeded')) {
    writer.drop();
    return;
  }
  writer.keep({
    tenant_id,
    client_id,
    entry_id: nextId(at),
    at,
    endpoint: trace.endpoint,
    outcome,
    expires_at: at + traceRetention,
    ...described(answered, failure),
  });
}

/** A client that acts for itself is no user. */
function countable(
  { exchange }: Answered,
  client_id: string,
  failure: Failure | null,
): Pick<Countable, 'kind' | 'sub'> | null {
  const { sub, granted } = exchange.trace;
  if (failure !== null) return { kind: `error:${failure.error}`, sub: null };
  if (granted?.gives.includes('access_token') !== true) return null;
  return { kind: 'tokens', sub: sub === client_id ? null : sub };
}

type Described =
  | 'trace_id'
  | 'parent_trace_id'
  | 'method'
  | 'dialect'
  | 'status'
  | 'error'
  | 'reason'
  | 'sub'
  | 'facts';

/** What there is to say besides when it was, whose it is and how it ended. */
function described(
  { exchange, status, refused_origin }: Answered,
  failure: Failure | null,
): Pick<TraceRecord, Described> {
  const { request, dialect, trace } = exchange;
  const refusal: Refusal | null = failure?.refusal ?? null;
  return {
    trace_id: request.id,
    parent_trace_id: trace.parent_trace_id,
    method: request.method,
    dialect: dialect.name,
    status,
    error: failure?.error ?? null,
    reason: refusal?.reason.slice(0, 100) ?? null,
    sub: trace.sub,
    facts: JSON.stringify(factsOf(trace, refusal, refused_origin)),
  };
}

/** The page that asked cannot read the answer: its origin is not registered (http/cors.ts). */
function refusedOrigin({ request }: Exchange, { cors }: Pick<Endpoint, 'cors'>, response: Response): string | null {
  if (cors !== 'registered' || response.headers.has('access-control-allow-origin')) return null;
  return request.headers.get('origin')?.slice(0, 200) ?? null;
}
