import { readBearerToken } from '@xenia/protocol/bearer';
import { without } from '@xenia/protocol/scope';
import { isWellFormedToken, TOKEN_PREFIXES } from '@xenia/protocol/token-format';
import { type ChallengeContext, type Decision, type Requirement, refused, refusedWithoutToken } from './decision.ts';
import { completeOptions, type GuardOptions, scopeList } from './guard-options.ts';
import { createIntrospection } from './introspect.ts';
import { createIssuer } from './issuer.ts';
import { IssuerUnavailableError } from './issuer-unavailable-error.ts';
import { type PublishedMetadata, protectedResourceMetadata } from './protected-resource-metadata.ts';
import type { Verdict } from './verified-token.ts';
import { verifyJwt } from './verify-jwt.ts';

export interface GuardRequest {
  /** The Authorization header as it came. */
  readonly authorization: string | null | undefined;
}

export interface Guard {
  /** Decides about one request. Never rejects: what cannot be verified is refused. */
  check(request: GuardRequest, requirement?: Requirement): Promise<Decision>;
  /** The document for clients that look for the issuer (RFC 9728), and where to serve it. */
  readonly metadata: PublishedMetadata | null;
}

/** Three parts, as a JWS has and no opaque token of ours could. */
const JWT_SHAPE = /^[^.]+\.[^.]+\.[^.]+$/;
const BEARER_SCHEME = /^Bearer(?:\s|$)/i;

function tokenVerifier(options: ReturnType<typeof completeOptions>): (token: string) => Promise<Verdict> {
  const { issuer, resource, algorithms, introspection, clock, cache } = options;
  const { metadata, keys } = createIssuer(issuer, options.fetch, {
    clock,
    maxAge: cache.issuerMaxAge,
    staleIfError: cache.issuerStaleIfError,
    refreshInterval: cache.keyRefreshInterval,
  });
  const introspect =
    introspection &&
    createIntrospection({
      issuer,
      resource,
      ...introspection,
      metadata,
      fetch: options.fetch,
      clock,
      maxAge: cache.introspectionMaxAge,
      maxEntries: cache.introspectionEntries,
    });
  return async (token) => {
    if (JWT_SHAPE.test(token)) return verifyJwt(token, { issuer, resource, algorithms, keys, now: clock() });
    if (token.startsWith(TOKEN_PREFIXES.access_token) && !isWellFormedToken('access_token', token)) {
      return { outcome: 'invalid', reason: 'malformed_token' };
    }
    return introspect ? introspect(token) : { outcome: 'invalid', reason: 'opaque_token_without_introspection' };
  };
}

/**
 * Stands in front of an API and decides which requests carry a token that allows them. Nothing is fetched before the first token.
 * Throws TypeError for options that cannot work.
 */
export function createGuard(options: GuardOptions): Guard {
  const complete = completeOptions(options);
  const metadata = protectedResourceMetadata(complete);
  const verify = tokenVerifier(complete);

  async function decide(authorization: string, context: ChallengeContext): Promise<Decision> {
    const token = readBearerToken(authorization);
    if (token === null) return refused('invalid_request', 'malformed_authorization_header', context);
    const verdict = await verify(token);
    if (verdict.outcome === 'invalid') return refused('invalid_token', verdict.reason, context);
    const missing = without(context.scope, verdict.token.scope);
    if (missing.length > 0) return refused('insufficient_scope', 'scope_missing', context);
    return { outcome: 'allowed', token: verdict.token };
  }

  return {
    metadata,
    async check({ authorization }, requirement = {}) {
      let context: ChallengeContext = { scope: complete.scope, resource_metadata: metadata?.url };
      try {
        context = { ...context, scope: [...new Set([...complete.scope, ...scopeList(requirement.scope)])] };
        if (!authorization || !BEARER_SCHEME.test(authorization)) return refusedWithoutToken(context);
        return await decide(authorization, context);
      } catch (error) {
        // Fail closed, whatever went wrong.
        const reason = error instanceof IssuerUnavailableError ? error.reason : 'unexpected_error';
        return refused('temporarily_unavailable', reason, context, error);
      }
    },
  };
}
