import type { Requirement } from './decision.ts';
import type { Guard } from './guard.ts';
import { rememberToken } from './token-of.ts';

interface HonoContext {
  readonly req: {
    readonly path: string;
    readonly method: string;
    header(name: string): string | undefined;
  };
}

type Next = () => Promise<void>;

/** Hono middleware that lets a request through if its token allows it; read the token with `tokenOf(c)`. */
export function protect(guard: Guard, requirement: Requirement = {}) {
  return async (context: HonoContext, next: Next): Promise<Response | undefined> => {
    const decision = await guard.check({ authorization: context.req.header('authorization') }, requirement);
    if (decision.outcome === 'allowed') {
      rememberToken(context, decision.token);
      await next();
      return undefined;
    }
    const { status, headers, body } = decision;
    return body ? Response.json(body, { status, headers }) : new Response(null, { status, headers });
  };
}

/** Hono middleware that serves the protected resource metadata (RFC 9728 §3); use it at the root of the app. */
export function metadataRoute(guard: Guard) {
  return async ({ req }: HonoContext, next: Next): Promise<Response | undefined> => {
    if (req.path === guard.metadata?.path && (req.method === 'GET' || req.method === 'HEAD')) {
      return Response.json(guard.metadata.document, { headers: { 'Access-Control-Allow-Origin': '*' } });
    }
    await next();
    return undefined;
  };
}
