import type { Outgoing } from './wire.ts';

/** What came back, as far as it can be seen and matters. */
export interface Received {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Milliseconds after which nothing more is expected. */
const PATIENCE = 30_000;
/** Headers that mean something to an app (RFC 6749 §5, RFC 6750 §3, RFC 9110 §10.2.3), and the one that names the request. */
const TELLING = ['content-type', 'cache-control', 'www-authenticate', 'retry-after', 'x-request-id'];

/**
 * Sends a request in the place of an app, to an endpoint that the console's Content-Security-Policy names: nothing of the browser's goes
 * along, and nothing leads it elsewhere. null: it did not get through.
 */
export async function send({ method, url, headers, body }: Outgoing): Promise<Received | null> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const told = TELLING.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return { status: response.status, headers: told, body: await response.text() };
  } catch {
    return null;
  }
}
