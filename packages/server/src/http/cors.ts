import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Exchange } from '../exchange.ts';

/** The answer to a preflight request (Fetch §4.8). Never with credentials: no endpoint that allows an origin reads cookies. */
export async function preflight(exchange: Exchange, endpoint: Endpoint): Promise<Response> {
  const response = await allowOrigin(exchange, endpoint, new Response(null, { status: 204 }));
  response.headers.set('allow', endpoint.methods.join(', '));
  if (response.headers.has('access-control-allow-origin')) {
    response.headers.set('access-control-allow-methods', endpoint.methods.join(', '));
    response.headers.set('access-control-allow-headers', 'authorization, content-type, dpop');
    response.headers.set('access-control-max-age', '600');
  }
  return response;
}

/** Lets the page that asked read the answer if its origin may. */
export async function allowOrigin(
  { deps, tenant, request }: Exchange,
  endpoint: Endpoint,
  response: Response,
): Promise<Response> {
  const origin = request.headers.get('origin');
  if (endpoint.cors === 'none' || origin === null) return response;
  if (endpoint.cors === 'any') {
    response.headers.set('access-control-allow-origin', '*');
  } else {
    response.headers.append('vary', 'Origin');
    if (!(await deps.storage.clients.allowsOrigin(tenant.tenant_id, origin))) return response;
    response.headers.set('access-control-allow-origin', origin);
  }
  response.headers.set('access-control-expose-headers', 'WWW-Authenticate, X-Request-Id, Retry-After');
  return response;
}
