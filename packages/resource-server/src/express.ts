import type { Refused, Requirement } from './decision.ts';
import type { Guard } from './guard.ts';
import { rememberToken } from './token-of.ts';

interface ExpressRequest {
  readonly headers: { readonly authorization?: string | undefined };
  readonly path: string;
  readonly method: string;
}

interface ExpressResponse {
  status(code: number): this;
  set(headers: Record<string, string>): this;
  json(body: unknown): unknown;
  end(): unknown;
}

function answer(response: ExpressResponse, { status, headers, body }: Refused): void {
  response.status(status).set({ ...headers });
  if (body) response.json(body);
  else response.end();
}

/** Express middleware that lets a request through if its token allows it; read the token with `tokenOf(req)`. */
export function protect(guard: Guard, requirement: Requirement = {}) {
  return async (request: ExpressRequest, response: ExpressResponse, next: () => void): Promise<void> => {
    const decision = await guard.check({ authorization: request.headers.authorization }, requirement);
    if (decision.outcome === 'refused') return answer(response, decision);
    rememberToken(request, decision.token);
    next();
  };
}

/** Express middleware that serves the protected resource metadata (RFC 9728 §3); use it at the root of the app. */
export function metadataRoute(guard: Guard) {
  return (request: ExpressRequest, response: ExpressResponse, next: () => void): void => {
    const isMetadata = request.path === guard.metadata?.path && (request.method === 'GET' || request.method === 'HEAD');
    if (isMetadata) response.set({ 'Access-Control-Allow-Origin': '*' }).json(guard.metadata.document);
    else next();
  };
}
