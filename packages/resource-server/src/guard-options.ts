import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '@xenia/protocol/jws';
import { isSecureUrl } from '@xenia/protocol/loopback';
import { parseScope } from '@xenia/protocol/scope';
import { systemClock } from './system-clock.ts';

export interface GuardOptions {
  /** The authorization server, exactly as its metadata names it. http only on loopback. */
  readonly issuer: string;
  /** This API's own identifier: the `aud` that a token must carry (RFC 8707). */
  readonly resource: string;
  /** Needed for every request, besides what a route asks for; space-separated or a list. */
  readonly scope?: string | readonly string[];
  /** Published for clients (RFC 9728 §2); the scopes of this API. */
  readonly scopes_supported?: readonly string[];
  /** RS256, PS256, ES256 and EdDSA unless told. */
  readonly algorithms?: readonly SigningAlgorithm[];
  /** This API's own credentials at the issuer; without them only JWTs are accepted. */
  readonly introspection?: { readonly client_id: string; readonly client_secret: string };
  readonly fetch?: typeof fetch;
  /** Seconds since 1970. */
  readonly clock?: () => number;
  readonly cache?: CacheOptions;
}

/** Bounds of what is remembered; all times in seconds. */
export interface CacheOptions {
  /** The longest that metadata and keys are used without asking again, whatever the issuer allows; 30 to 86400, default 3600. */
  readonly issuerMaxAge?: number;
  /** How much longer they are used while the issuer cannot be reached; 0 to 86400, default 3600. */
  readonly issuerStaleIfError?: number;
  /** The least time between two searches for an unknown key; 1 to 3600, default 30. */
  readonly keyRefreshInterval?: number;
  /** For how long an introspection is believed, which is also how long a revoked token may still pass; 0 to 30, default 5. */
  readonly introspectionMaxAge?: number;
  /** 1 to 1000000, default 10000. */
  readonly introspectionEntries?: number;
}

/** Each bound: default, least, most. */
const CACHE_BOUNDS = {
  issuerMaxAge: [3600, 30, 86_400],
  issuerStaleIfError: [3600, 0, 86_400],
  keyRefreshInterval: [30, 1, 3600],
  introspectionMaxAge: [5, 0, 30],
  introspectionEntries: [10_000, 1, 1_000_000],
} as const;

export function completeCache(cache: CacheOptions): Required<CacheOptions> {
  const complete = {
    issuerMaxAge: 0,
    issuerStaleIfError: 0,
    keyRefreshInterval: 0,
    introspectionMaxAge: 0,
    introspectionEntries: 0,
  };
  for (const name of Object.keys(complete) as (keyof CacheOptions)[]) {
    const [preset, least, most] = CACHE_BOUNDS[name];
    const value = cache[name] ?? preset;
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new TypeError(`cache.${name} must be a whole number from ${least} to ${most}`);
    }
    complete[name] = value;
  }
  return complete;
}

/** Scope tokens of a space-separated string or a list. Throws OAuthError `invalid_scope` for a malformed one. */
export function scopeList(scope: string | readonly string[] | undefined): string[] {
  return parseScope(typeof scope === 'string' || scope === undefined ? scope : scope.join(' '));
}

/** Throws TypeError, with the remedy. */
export function assertIssuer(issuer: string): void {
  if (!isSecureUrl(issuer) || /[?#]/.test(issuer)) {
    throw new TypeError('issuer must be an https URL without query and fragment (http is for loopback hosts only)');
  }
}

/** Throws TypeError, with the remedy. */
export function assertAlgorithms(algorithms: readonly SigningAlgorithm[]): void {
  if (algorithms.length === 0 || !algorithms.every((alg) => SIGNING_ALGORITHMS.includes(alg))) {
    throw new TypeError(`algorithms must be some of ${SIGNING_ALGORITHMS.join(', ')}`);
  }
}

function assertIdentifiers({ issuer, resource }: GuardOptions): void {
  assertIssuer(issuer);
  if (!URL.canParse(resource) || resource.includes('#')) {
    throw new TypeError('resource must be an absolute URI without a fragment (RFC 8707 section 2)');
  }
}

/** Fills in the defaults. Throws TypeError, with the remedy, for options that cannot work. */
export function completeOptions(options: GuardOptions) {
  assertIdentifiers(options);
  const { issuer, resource, scopes_supported, introspection, algorithms = SIGNING_ALGORITHMS } = options;
  assertAlgorithms(algorithms);
  if (introspection && (!introspection.client_id || !introspection.client_secret)) {
    throw new TypeError('introspection needs client_id and client_secret; leave it out to accept JWTs only');
  }
  return {
    issuer,
    resource,
    scopes_supported,
    introspection,
    algorithms,
    scope: scopeList(options.scope),
    fetch: options.fetch ?? globalThis.fetch,
    clock: options.clock ?? systemClock,
    cache: completeCache(options.cache ?? {}),
  };
}
