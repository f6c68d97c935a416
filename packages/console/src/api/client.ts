import type { Session } from '../auth/session.ts';
import type { Environment } from '../environment.ts';
import { OPERATIONS } from './operations.generated.ts';
import type { Inputs, OperationId, Results } from './operations.ts';
import { ApiProblem, problemOf } from './problem.ts';

/** Calls the management API, and nothing else: an operation by its id, with what it takes and gives typed from the server's registry. */
export interface Api {
  /** Throws ApiProblem. */
  call<Id extends OperationId>(id: Id, input: Inputs[Id], options?: CallOptions): Promise<Results[Id]>;
  /** The URL of an operation with its method and authorization, for what is no JSON: downloads and event streams. */
  request<Id extends OperationId>(id: Id, input: Inputs[Id], options?: CallOptions): Promise<Response>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** The revision that was seen: the change is refused with 412 if there is a newer one (RFC 9110 §13.1.1). */
  readonly revision?: number | undefined;
  /** Instead of JSON: text/event-stream for what has a stream. */
  readonly accept?: string | undefined;
}

interface Parts {
  readonly params?: Readonly<Record<string, string | undefined>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

export function createApi(environment: Environment, session: Session): Api {
  const request: Api['request'] = async (id, input, options = {}) => {
    const send = requestFor(environment, id, input as Parts, options);
    const response = await reach(send, await session.accessToken());
    // A token may end before its time: when the user was signed out elsewhere, or their role changed.
    if (response.status !== 401) return refused(response);
    const token = await session.accessToken(true).catch(() => session.signInAgain());
    return refused(await reach(send, token));
  };
  return {
    request,
    call: async (id, input, options) => {
      const response = await request(id, input, options);
      return (response.status === 204 ? undefined : await response.json()) as Results[typeof id];
    },
  };
}

function requestFor(
  { issuer, tenant }: Environment,
  id: OperationId,
  { params = {}, query = {}, body }: Parts,
  { signal, revision, accept = 'application/json, application/problem+json' }: CallOptions,
): (token: string) => Request {
  const { method, path } = OPERATIONS[id];
  const values: Parts['params'] = { tenant, ...params };
  const url = new URL(
    `${issuer}/api/v1${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))}`,
  );
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, String(value));
  }
  const headers: Record<string, string> = {
    accept,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
    // The same for the second try, so that what the first one may have made is not made twice.
    ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
  };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return (token) =>
    new Request(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      credentials: 'omit',
      signal: signal ?? null,
      ...sent,
    });
}

async function reach(send: (token: string) => Request, token: string): Promise<Response> {
  try {
    return await fetch(send(token));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({ status: 0, title: 'unreachable', message: 'unreachable', fields: [], request_id: null });
  }
}

async function refused(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw await problemOf(response);
}
