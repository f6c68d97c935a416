import type { Problems } from './problems.ts';
import type { Visit } from './visits.ts';

/** One thing that an app asks of its product's API, on behalf of somebody who is signed in. */
export interface ApiCall<Kind extends string> {
  /** What is tried, as a message names it: "Adding a note". */
  readonly title: string;
  readonly kind: Kind;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Absolute. */
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Instead of the session's. */
  readonly access_token?: string;
  /** Whether the visitor allowed it. */
  readonly allowed: boolean;
}

interface Caller<Kind extends string> {
  readonly visit: Pick<Visit<unknown, unknown, Kind>, 'timeline' | 'notice'>;
  readonly problems: Problems;
  /** A fetch that writes down what it does, as this kind of step. */
  fetch(kind: Kind): (url: string, init: RequestInit) => Promise<Response>;
  /** The session's token at this moment. */
  accessToken(): string;
  /** Gets a new token; whether it could. null: there is no way to. */
  readonly renew: (() => Promise<boolean>) | null;
}

/** Milliseconds that an API may take. */
const TIMEOUT = 5000;

/**
 * Calls the API; if the token has expired, gets a new one and tries once more. Returns the JSON that it answered, null if
 * it refused: then the visit says why.
 */
export async function callApi<Kind extends string>(caller: Caller<Kind>, call: ApiCall<Kind>): Promise<unknown> {
  const { visit, problems, renew } = caller;
  try {
    let response = await send(caller, call);
    if (response.status === 401 && call.access_token === undefined && renew !== null && (await renew())) {
      response = await send(caller, call);
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return body;
    const step = visit.timeline.chapters.at(-1)?.steps.at(-1)?.number;
    visit.notice ??= problems.refusedByApi({ ...call, status: response.status, body, step });
  } catch {
    visit.notice = problems.apiUnreachable;
  }
  return null;
}

function send<Kind extends string>(caller: Caller<Kind>, call: ApiCall<Kind>): Promise<Response> {
  const { kind, method, url, body, access_token = caller.accessToken() } = call;
  return caller.fetch(kind)(url, {
    method,
    headers: {
      authorization: `Bearer ${access_token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT),
  });
}

/** Another letter in the middle of the signature, or of whatever the token ends in. */
export function damage(token: string): string {
  const at = token.length - 10;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}
