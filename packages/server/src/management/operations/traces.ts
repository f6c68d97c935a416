import { z } from 'zod';
import { getTrace as find, listTraces as list, streamTraces } from '../traces.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const endpoint = z.enum(['authorization', 'token', 'introspection', 'revocation', 'end_session']);
const outcome = z.enum(['succeeded', 'waiting', 'denied', 'refused', 'failed']);
const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]);

const difference = z.strictObject({
  position: z.int().describe('Of the first character that differs, counted from 1.'),
  expected_character: z.string().nullable().describe('null: the text has ended there.'),
  received_character: z.string().nullable().describe('null: the text has ended there.'),
  nearest: z.string().describe('What it was compared with.'),
});

const explanation = z.strictObject({
  what: z.string(),
  expected: z.string().nullable(),
  received: z.string().nullable(),
  step: z.string().describe('What to do now.'),
  hints: z.array(z.string()),
  difference: difference.nullable(),
});

const followUp = z.strictObject({
  trace_id: z.string(),
  at: z.int(),
  outcome,
  error: z.string().nullable(),
  reason: z.string().nullable(),
});

/** One request of an app. */
export const traceResult = z.strictObject({
  trace_id: z.string().describe('The id on its error page, and in its answer as x-request-id.'),
  parent_trace_id: z.string().nullable().describe('The authorization request that this answer of its user belongs to.'),
  client_id: z.string(),
  at: z.int(),
  endpoint,
  method: z.string(),
  dialect: z.string(),
  status: z.int().describe('Of the HTTP response.'),
  outcome: outcome.describe(
    'waiting: the user is asked on the pages of the server. failed: the server could not answer.',
  ),
  final_outcome: outcome.describe('Of an authorization whose user was asked: how that ended, as far as it has.'),
  error: z.string().nullable().describe('The code on the wire, in its RFC name.'),
  reason: z.string().nullable().describe('The rule that refused it.'),
  sub: z.string().nullable(),
  parameters: z
    .array(z.strictObject({ name: z.string(), value: z.string().nullable(), length: z.int() }))
    .describe('What came, in RFC names. The values of secrets, codes, tokens, state and the like are never kept.'),
  facts: z.record(z.string(), fact).describe('What the rule that refused it found.'),
  granted: z.strictObject({ scope: z.string(), gives: z.array(z.string()) }).nullable(),
  explanations: z.array(explanation).describe('Why it failed and what to do, the most important first.'),
  follow_ups: z.array(followUp).describe('The answers of the user to an authorization request.'),
});

const traceQuery = pageQuery.extend({
  outcome: outcome.optional(),
  endpoint: endpoint.optional(),
  since: z.coerce.number().int().nonnegative().optional().describe('Not older than this.'),
});

export const listTraces = operation({
  id: 'listTraces',
  method: 'GET',
  path: '/tenants/{tenant}/clients/{client_id}/traces',
  summary: 'List the requests of a client and what became of them',
  description:
    'Newest first, for as long as the tenant keeps them (`traceRetention`). A request is listed about a second after it. ' +
    'With `accept: text/event-stream` each new one comes as an event `trace`, for ten minutes at most.',
  scope: 'xenia:traces:read',
  role: null,
  params: z.strictObject({ client_id: z.string() }),
  query: traceQuery,
  body: null,
  result: pageOf(traceResult),
  async *stream({ deps, tenant }, { params: { client_id } }, signal) {
    for await (const one of streamTraces(deps, tenant, client_id, { signal })) {
      yield one.event === 'trace'
        ? { event: 'trace', data: traceResult.parse(one.trace) }
        : { event: 'alive', data: null };
    }
  },
  perform: ({ deps, tenant, ...context }, { params: { client_id }, query }) =>
    onePage(
      { deps, tenant, ...context },
      {
        id: `listTraces ${client_id}`,
        query,
        load: (page) => list(deps, tenant, client_id, { filter: filterOf(query), ...page }),
        key: ({ entry_id }) => entry_id,
        item: ({ trace }) => trace,
      },
    ),
});

function filterOf({ outcome, endpoint, since }: z.output<typeof traceQuery>) {
  return { outcome, endpoint, since };
}

export const getTrace = operation({
  id: 'getTrace',
  method: 'GET',
  path: '/tenants/{tenant}/traces/{trace_id}',
  summary: 'Find a request by the id that its error page or answer carries',
  scope: 'xenia:traces:read',
  role: null,
  params: z.strictObject({ trace_id: z.string().max(100) }),
  query: null,
  body: null,
  result: traceResult,
  perform: ({ deps, tenant }, { params: { trace_id } }) => find(deps, tenant, trace_id),
});

export const traceOperations = [listTraces, getTrace] as const;
