import * as oauth from 'oauth4webapi';
import type { Deps } from '../deps.ts';

/** Discovery documents and key sets of large providers stay far below; bytes. */
const MAX_BYTES = 131_072;

/** What every request to a provider is made with: through the guard, bounded in size and time, never redirected. */
export interface Requests {
  readonly [oauth.customFetch]: (
    url: string,
    options: oauth.CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>,
  ) => Promise<Response>;
  readonly [oauth.allowInsecureRequests]: true;
}

/** The guard judges addresses: https, or in development also plain http on the loopback. */
export function requestsOf({ fetch }: Pick<Deps, 'fetch'>): Requests {
  return {
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: async (url, { method, headers, body }) => {
      const { accept, authorization } = headers;
      const answer = await fetch(url, {
        maxBytes: MAX_BYTES,
        ...(accept === undefined ? {} : { accept }),
        ...(authorization === undefined ? {} : { authorization }),
        ...(method === 'POST'
          ? { post: { contentType: 'application/x-www-form-urlencoded', body: String(body ?? '') } }
          : {}),
      });
      return new Response(answer.body === '' ? null : answer.body, { status: answer.status, headers: answer.headers });
    },
  };
}
