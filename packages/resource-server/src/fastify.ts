import type { Requirement } from './decision.ts';
import type { Guard } from './guard.ts';
import { rememberToken } from './token-of.ts';

interface FastifyRequest {
  readonly headers: { readonly authorization?: string | undefined };
}

interface FastifyReply {
  code(status: number): this;
  headers(values: Record<string, string>): this;
  send(body?: unknown): this;
}

interface FastifyInstance {
  get(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): unknown;
}

/** A Fastify `onRequest` hook that lets a request through if its token allows it; read the token with `tokenOf(request)`. */
export function protect(guard: Guard, requirement: Requirement = {}) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const decision = await guard.check({ authorization: request.headers.authorization }, requirement);
    if (decision.outcome === 'allowed') {
      rememberToken(request, decision.token);
      return undefined;
    }
    reply.code(decision.status).headers({ ...decision.headers });
    return decision.body ? reply.send(decision.body) : reply.send();
  };
}

/** A Fastify plugin that serves the protected resource metadata (RFC 9728 §3). */
export function metadataRoute(guard: Guard) {
  return async (app: FastifyInstance): Promise<void> => {
    const { metadata } = guard;
    if (!metadata) return;
    // A colon would begin a parameter.
    app.get(metadata.path.replaceAll(':', '::'), (_request, reply) =>
      reply.headers({ 'Access-Control-Allow-Origin': '*' }).send(metadata.document),
    );
  };
}
