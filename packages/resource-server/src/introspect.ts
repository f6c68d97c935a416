import { readAudience, readNumericDate, readText } from '@xenia/protocol/jwt-claims';
import { hashToken } from '@xenia/protocol/token-format';
import { boundedCache } from './bounded-cache.ts';
import { fetchJson } from './fetch-json.ts';
import type { FetchedValue } from './fetched-value.ts';
import type { IssuerMetadata } from './issuer.ts';
import { IssuerUnavailableError } from './issuer-unavailable-error.ts';
import type { Verdict } from './verified-token.ts';

export interface IntrospectionOptions {
  readonly issuer: string;
  readonly resource: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly metadata: FetchedValue<IssuerMetadata>;
  readonly fetch: typeof fetch;
  readonly clock: () => number;
  /** Seconds for which an answer is used again. */
  readonly maxAge: number;
  readonly maxEntries: number;
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function basicCredentials({ client_id, client_secret }: IntrospectionOptions): string {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(client_id)}:${encode(client_secret)}`).toString('base64')}`;
}

async function ask(token: string, options: IntrospectionOptions): Promise<Record<string, unknown>> {
  const { introspection_endpoint } = await options.metadata.get();
  if (introspection_endpoint === null) throw new IssuerUnavailableError('no_introspection_endpoint');
  const { status, body } = await fetchJson(options.fetch, introspection_endpoint, {
    method: 'POST',
    headers: { authorization: basicCredentials(options) },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  });
  // RFC 7662 §2.3: it is we who were not let in; the token may be fine.
  if (status === 401 || status === 403) throw new IssuerUnavailableError('introspection_credentials_refused');
  if (status !== 200 || !body) throw new IssuerUnavailableError('introspection_not_available');
  return body;
}

function tokenProblem(answer: Readonly<Record<string, unknown>>, options: IntrospectionOptions): string | null {
  if (answer.active !== true) return 'not_active';
  if (answer.iss !== undefined && answer.iss !== options.issuer) return 'issuer_mismatch';
  // Without an audience nobody has said that this token is meant for this API.
  if (!readAudience(answer.aud)?.includes(options.resource)) return 'audience_mismatch';
  const { token_type, exp } = answer;
  if ('cnf' in answer || (typeof token_type === 'string' && token_type.toLowerCase() !== 'bearer')) {
    return 'sender_constrained';
  }
  if (exp !== undefined && exp !== null && (readNumericDate(exp) ?? 0) <= options.clock()) return 'expired';
  return null;
}

function judge(answer: Readonly<Record<string, unknown>>, options: IntrospectionOptions): Verdict {
  const problem = tokenProblem(answer, options);
  if (problem) return { outcome: 'invalid', reason: problem };
  const scope = Array.isArray(answer.scope) ? answer.scope.map(String) : (readText(answer.scope) ?? '').split(' ');
  return {
    outcome: 'valid',
    token: {
      format: 'opaque',
      sub: readText(answer.sub),
      client_id: readText(answer.client_id),
      org_id: readText(answer.org_id),
      scope: scope.filter((token) => token !== ''),
      aud: readAudience(answer.aud) ?? [],
      exp: readNumericDate(answer.exp),
      claims: answer,
    },
  };
}

/**
 * Asks the issuer about opaque tokens (RFC 7662 §2). Answers are kept under the hash of the whole token, for `maxAge` seconds and
 * never beyond the token's own end. Rejects with IssuerUnavailableError while the issuer cannot be asked.
 */
export function createIntrospection(options: IntrospectionOptions): (token: string) => Promise<Verdict> {
  const cache = boundedCache<Verdict>(options.maxEntries);
  const inFlight = new Map<string, Promise<Verdict>>();

  async function introspect(token: string, key: string): Promise<Verdict> {
    try {
      const verdict = judge(await ask(token, options), options);
      const end =
        verdict.outcome === 'valid' ? (verdict.token.exp ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
      cache.set(key, verdict, Math.min(options.clock() + options.maxAge, end));
      return verdict;
    } finally {
      inFlight.delete(key);
    }
  }

  return async (token) => {
    const key = hashToken(token);
    const known = cache.get(key, options.clock());
    if (known) return known;
    const pending = inFlight.get(key) ?? introspect(token, key);
    inFlight.set(key, pending);
    return pending;
  };
}
