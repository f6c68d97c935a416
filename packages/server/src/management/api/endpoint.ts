import { bearerChallenge } from '@xenia/protocol/bearer';
import { parseJsonObject } from '@xenia/protocol/json-object';
import { parseParameters } from '@xenia/protocol/parameters';
import { capabilities } from '../../capabilities.ts';
import type { Endpoint } from '../../endpoints/endpoint.ts';
import type { Exchange } from '../../exchange.ts';
import { HttpError } from '../../http/http-error.ts';
import { json } from '../../http/responses.ts';
import { mediaType } from '../../http/wire-request.ts';
import { MANAGEMENT_PATH, managementResource } from '../../tenants/management-scopes.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { reaches } from '../actor.ts';
import { parseInput } from '../contract.ts';
import { ManagementError, notFound } from '../management-error.ts';
import { OPERATIONS } from '../operations/index.ts';
import type { Operation, TenantContext } from '../operations/operation.ts';
import { type Authenticated, authenticate } from './authenticate.ts';
import { eventStream } from './event-stream.ts';
import { type Answer, once } from './idempotency.ts';
import { matcherOf } from './match.ts';
import { type Problem, problemOf, problemResponse } from './problem.ts';

const match = matcherOf(OPERATIONS);
/** Deep enough for every input that there is. */
const MAX_DEPTH = 8;

/** `{issuer}/api/v1/...`: every operation of the registry over HTTP. */
export const managementEndpoint: Endpoint = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  reader: 'client',
  cors: 'none',
  async respond(exchange) {
    try {
      const answer = await answerTo(exchange);
      if (answer instanceof Response) return answer;
      return 'title' in answer ? problemResponse(answer, exchange.request.id) : render(answer);
    } catch (error) {
      const problem = problemOfFailure(exchange, error);
      if (problem === null) throw error;
      return problemResponse(problem, exchange.request.id);
    }
  },
};

function render({ status, body, headers }: Answer): Response {
  if (status !== 204) return json(status, body, headers);
  return new Response(null, { status, headers: { 'cache-control': 'no-store' } });
}

function problemOfFailure({ log, request, path }: Exchange, error: unknown): Problem | null {
  if (error instanceof ManagementError) {
    log.info(
      { event: 'refused', endpoint: 'management', method: request.method, path, problems: error.problems },
      'refused',
    );
    return problemOf(error);
  }
  if (error instanceof HttpError) {
    return {
      status: error.status,
      title: 'The request cannot be answered',
      detail: error.message,
      headers: error.headers,
    };
  }
  return null;
}

async function answerTo(exchange: Exchange): Promise<Answer | Problem | Response> {
  const { method } = exchange.request;
  const matched = match(exchange.path.slice(MANAGEMENT_PATH.length));
  if (matched === null) return { status: 404, title: 'Not found', detail: 'There is no such resource.' };
  const operation = matched.operations.get(method);
  if (operation === undefined) {
    const allow = [...matched.operations.keys()].join(', ');
    return { status: 405, title: 'Method not allowed', detail: `Here it is ${allow}.`, headers: { allow } };
  }
  const authenticated = await authenticate(exchange);
  if ('title' in authenticated) return authenticated;
  const refused = refusal(exchange, operation, authenticated);
  if (refused !== null) return refused;
  const context = await contextOf(exchange, authenticated, matched.params.tenant);
  return perform(exchange, context, operation, matched.params);
}

/** RFC 6750 §3.1: the token lacks the scope; or its user the role. */
function refusal({ tenant }: Exchange, { scope, role }: Operation, who: Authenticated): Problem | null {
  if (scope !== null && !who.scope.includes(scope)) {
    const realm = managementResource(tenant);
    const challenge = bearerChallenge({ realm, error: 'insufficient_scope', scope });
    const detail = `The access token lacks the scope ${scope}.`;
    return { status: 403, title: 'Insufficient scope', detail, headers: { 'www-authenticate': challenge } };
  }
  if (role === null || reaches(who.caller.role, role)) return null;
  return { status: 403, title: 'Not permitted', detail: `This takes the role ${role}.` };
}

/** Throws ManagementError: another tenant than the caller's own is there for operators only. */
async function contextOf(
  exchange: Exchange,
  { caller }: Authenticated,
  name: string | undefined,
): Promise<TenantContext> {
  const tenant = await tenantNamed(exchange, name ?? exchange.tenant.name, reaches(caller.role, 'operator'));
  if (tenant === null) throw notFound('tenant', `There is no tenant ${name}.`);
  const deps = { ...exchange.deps, caller };
  return { deps, caller, tenant, capabilities: capabilities([...tenant.scopes.keys()]) };
}

/** As stored now: whoever has just added a scope may register a client for it, on another process too. */
async function tenantNamed({ deps, tenant }: Exchange, name: string, everywhere: boolean): Promise<Tenant | null> {
  return name === tenant.name || everywhere ? deps.tenants.current(name) : null;
}

async function perform(
  exchange: Exchange,
  context: TenantContext,
  operation: Operation,
  { tenant: _, ...raw }: Readonly<Record<string, string>>,
): Promise<Answer | Problem | Response> {
  const { headers } = exchange.request;
  const input = {
    params: parseInput(operation.params, raw),
    query: readQuery(exchange, operation),
    body: operation.body === null ? undefined : await readBody(exchange),
    revision: expectedRevision(exchange, operation),
  };
  if (operation.body !== null) parseInput(operation.body, input.body);
  const { stream } = operation;
  if (stream !== undefined && headers.get('accept') === 'text/event-stream') {
    // Whatever it would refuse, it refuses before the first event.
    await operation.perform(context, input as never);
    return eventStream((signal) => stream(context, input as never, signal), exchange.deps.stopping);
  }
  const create = async () => answerOf(operation, await operation.perform(context, input as never));
  const key = operation.creates === true ? headers.get('idempotency-key') : null;
  return key === null
    ? create()
    : once(context, { key, request: [operation.id, raw, input.query, input.body] }, create);
}

/** The result as its schema says: what is not in there never leaves. */
function answerOf(operation: Operation, result: unknown): Answer {
  if (operation.result === null) return { status: 204, body: null, headers: {} };
  const body = operation.result.parse(result);
  const revision = operation.revisioned === true ? (body as { revision: number }).revision : null;
  return {
    status: operation.creates === true ? 201 : 200,
    body,
    headers: revision === null ? {} : { etag: `"${revision}"` },
  };
}

function readQuery({ request }: Exchange, { query }: Operation): unknown {
  const parameters = parseParameters(request.url.search.slice(1));
  const repeated = parameters.names().filter((name) => parameters.getAll(name).length > 1);
  if (repeated.length > 0) {
    throw new ManagementError(
      'invalid',
      repeated.map((field) => ({ field, problem: 'It is there more than once.' })),
    );
  }
  const given = Object.fromEntries(parameters.names().map((name) => [name, parameters.get(name)]));
  if (query !== null) return parseInput(query, given);
  const [unknown] = Object.keys(given);
  if (unknown !== undefined) {
    throw new ManagementError('invalid', [{ field: unknown, problem: 'There is no such parameter; remove it.' }]);
  }
  return undefined;
}

async function readBody({ request }: Exchange): Promise<unknown> {
  if (mediaType(request.headers) !== 'application/json') {
    throw new HttpError(415, 'The request body must be application/json');
  }
  const body = parseJsonObject(await request.body(), MAX_DEPTH);
  if (body === null) {
    throw new ManagementError('invalid', [
      { field: '', problem: 'The request body must be one JSON object without repeated members.' },
    ]);
  }
  return body;
}

/** RFC 9110 §13.1.1. */
function expectedRevision({ request }: Exchange, { revisioned = false, method }: Operation): number | null {
  const header = request.headers.get('if-match');
  if (header === null || header === '*' || method === 'GET') return null;
  const [, revision] = /^"(\d{1,15})"$/.exec(header) ?? [];
  if (!revisioned || revision === undefined) {
    throw new ManagementError('precondition_failed', [
      { field: '', problem: 'If-Match must be the ETag that the resource was last answered with.' },
    ]);
  }
  return Number(revision);
}
