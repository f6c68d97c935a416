import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Requirement } from './decision.ts';
import type { Guard } from './guard.ts';
import { rememberToken } from './token-of.ts';
import type { VerifiedToken } from './verified-token.ts';

function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: object | null,
): void {
  if (body) response.writeHead(status, { ...headers, 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  else response.writeHead(status, headers).end();
}

/** Gives the token of a request that it allows; null once it has answered a request that it refuses. */
export function protect(guard: Guard, requirement: Requirement = {}) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<VerifiedToken | null> => {
    const decision = await guard.check({ authorization: request.headers.authorization }, requirement);
    if (decision.outcome === 'refused') {
      answer(response, decision.status, decision.headers, decision.body);
      return null;
    }
    rememberToken(request, decision.token);
    return decision.token;
  };
}

/** Serves the protected resource metadata (RFC 9728 §3); true once it has answered. */
export function metadataRoute(guard: Guard) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { metadata } = guard;
    const [path] = (request.url ?? '').split('?', 1);
    if (!metadata || path !== metadata.path || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    answer(response, 200, { 'Access-Control-Allow-Origin': '*' }, metadata.document);
    return true;
  };
}
