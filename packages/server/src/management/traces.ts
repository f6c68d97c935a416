import { setTimeout as realPause } from 'node:timers/promises';
import type { TraceFilter } from '../storage/trace-port.ts';
import { entryIdPrefix, type TraceRecord } from '../storage/trace-records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { explain } from '../traces/explain.ts';
import type { Explanation } from '../traces/explanation.ts';
import type { FactValue, TraceFacts } from '../traces/facts.ts';
import { clientForCaller } from './client-access.ts';
import type { ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';

type TraceDeps = Pick<ManagementDeps, 'storage' | 'caller'>;

/** A request of an app, as its developers see it. */
export type TraceInformation = Pick<
  TraceRecord,
  | 'trace_id'
  | 'parent_trace_id'
  | 'client_id'
  | 'at'
  | 'endpoint'
  | 'method'
  | 'dialect'
  | 'status'
  | 'outcome'
  | 'error'
  | 'reason'
  | 'sub'
> & {
  /** How it ended in the end: of an authorization whose user was asked, how that went. */
  final_outcome: TraceRecord['outcome'];
  /** In RFC names. `value` is null where it is never kept; `length` is then how long it was. */
  parameters: { name: string; value: string | null; length: number }[];
  /** What the rule found. */
  facts: Record<string, FactValue>;
  granted: { scope: string; gives: string[] } | null;
  /** The most important first. */
  explanations: (Omit<Explanation, 'hints'> & { hints: string[] })[];
  /** What came after an authorization request: the answers of its user. */
  follow_ups: Pick<TraceRecord, 'trace_id' | 'at' | 'outcome' | 'error' | 'reason'>[];
};

/** A page of the client's requests, newest first: at most `limit` rows below the entry `after`. Throws ManagementError. */
export async function listTraces(
  deps: TraceDeps,
  tenant: Tenant,
  client_id: string,
  { filter, after, limit }: { filter: TraceFilter; after: string | null; limit: number },
): Promise<{ entry_id: string; trace: TraceInformation }[]> {
  await clientForCaller(deps, tenant, client_id);
  const records = await deps.storage.traces.list(tenant.tenant_id, client_id, filter, { after, limit });
  return withFollowUps(deps, tenant, records);
}

/** The newest request with this id that the caller may see. Throws ManagementError not_found, whether it is unknown or foreign. */
export async function getTrace(deps: TraceDeps, tenant: Tenant, trace_id: string): Promise<TraceInformation> {
  for (const record of await deps.storage.traces.find(tenant.tenant_id, normalised(trace_id))) {
    if (!(await isOwn(deps, tenant, record.client_id))) continue;
    const [found] = await withFollowUps(deps, tenant, [record]);
    if (found !== undefined) return found.trace;
  }
  throw notFound('trace_id', `There is no request ${trace_id}, or it is too old.`);
}

/** As a person copies or types it: with spaces around it, in lower case. */
function normalised(trace_id: string): string {
  return trace_id.trim().toUpperCase();
}

async function isOwn(deps: TraceDeps, tenant: Tenant, client_id: string): Promise<boolean> {
  try {
    await clientForCaller(deps, tenant, client_id);
    return true;
  } catch (error) {
    if (error instanceof ManagementError) return false;
    throw error;
  }
}

async function withFollowUps(
  { storage }: TraceDeps,
  { tenant_id }: Tenant,
  records: readonly TraceRecord[],
): Promise<{ entry_id: string; trace: TraceInformation }[]> {
  const asked = records.filter(({ outcome }) => outcome === 'waiting');
  const parents = asked.map(({ trace_id }) => trace_id);
  const followUps = parents.length === 0 ? [] : await storage.traces.listFollowUps(tenant_id, parents);
  return records.map((record) => ({
    entry_id: record.entry_id,
    trace: describeTrace(
      record,
      followUps.filter((one) => one.parent_trace_id === record.trace_id && one.client_id === record.client_id),
    ),
  }));
}

function describeTrace(record: TraceRecord, followUps: readonly TraceRecord[]): TraceInformation {
  const { trace_id, parent_trace_id, client_id, at, endpoint, method, dialect, status } = record;
  const { outcome, error, reason, sub } = record;
  const facts = JSON.parse(record.facts) as TraceFacts;
  return {
    ...{ trace_id, parent_trace_id, client_id, at, endpoint, method, dialect, status, outcome, error, reason, sub },
    final_outcome: followUps.findLast((one) => one.outcome !== 'failed')?.outcome ?? outcome,
    parameters: Object.entries(facts.parameters).map(([name, value]) =>
      typeof value === 'string' ? { name, value, length: value.length } : { name, value: null, length: value },
    ),
    facts: { ...facts.refusal },
    granted: facts.granted === undefined ? null : { ...facts.granted, gives: [...facts.granted.gives] },
    explanations: explain(record, facts).map((one) => ({ ...one, hints: [...one.hints] })),
    follow_ups: followUps.map(({ trace_id, at, outcome, error, reason }) => ({ trace_id, at, outcome, error, reason })),
  };
}

/** What a stream of requests brings: one of them, or a sign of life. */
export type TraceStreamEvent =
  | { readonly event: 'trace'; readonly trace: TraceInformation }
  | { readonly event: 'heartbeat' };

/** Seconds. */
const HEARTBEAT = 15;
const STREAM_ENDS_AFTER = 600;
/** Seconds by which an entry may arrive late: another process writes its own when it has some together. */
const LATE = 5;
const POLL_LIMIT = 200;

export interface TraceStreamOptions {
  /** Ends the stream at once. */
  readonly signal?: AbortSignal | undefined;
  /** Waits so many seconds; replaced in tests. */
  readonly pause?: ((seconds: number) => Promise<void>) | undefined;
}

/**
 * The client's requests as they come, from now on, each once. Looks every second; says every 15 seconds that it is alive, and ends after ten
 * minutes, so that no forgotten page asks for ever. Throws ManagementError before the first event.
 */
export async function* streamTraces(
  deps: TraceDeps & Pick<ManagementDeps, 'clock'>,
  tenant: Tenant,
  client_id: string,
  { signal, pause = pauseUntil(signal) }: TraceStreamOptions = {},
): AsyncGenerator<TraceStreamEvent> {
  await clientForCaller(deps, tenant, client_id);
  const began = deps.clock();
  const seen = new Map<string, number>();
  let silent = began;
  while (signal?.aborted !== true && deps.clock() - began < STREAM_ENDS_AFTER) {
    const now = deps.clock();
    const from = Math.max(began, now - LATE);
    for (const [entry_id, at] of seen) if (at < from) seen.delete(entry_id);
    for await (const record of newSince(deps, tenant, { client_id, from })) {
      if (seen.has(record.entry_id)) continue;
      seen.set(record.entry_id, record.at);
      silent = now;
      yield { event: 'trace', trace: describeTrace(record, []) };
    }
    if (now - silent >= HEARTBEAT) {
      silent = now;
      yield { event: 'heartbeat' };
    }
    await pause(1);
  }
}

async function* newSince(
  { storage }: TraceDeps,
  { tenant_id }: Tenant,
  { client_id, from }: { client_id: string; from: number },
): AsyncGenerator<TraceRecord> {
  let after = entryIdPrefix(from);
  for (;;) {
    const records: TraceRecord[] = await storage.traces.listNewer(tenant_id, client_id, { after, limit: POLL_LIMIT });
    yield* records;
    const last = records.at(-1);
    if (last === undefined || records.length < POLL_LIMIT) return;
    after = last.entry_id;
  }
}

function pauseUntil(signal: AbortSignal | undefined): (seconds: number) => Promise<void> {
  return (seconds) =>
    realPause(seconds * 1000, undefined, signal === undefined ? {} : { signal }).catch(() => {
      // Whoever listened has gone: the loop sees that.
    });
}
