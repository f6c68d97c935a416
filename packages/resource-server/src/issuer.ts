import { type ImportedKey, importJwkSet } from '@xenia/protocol/jwk-set';
import { isSecureUrl } from '@xenia/protocol/loopback';
import { fetchJson, type JsonAnswer } from './fetch-json.ts';
import { type FetchedValue, type FetchedValuePolicy, fetchedValue } from './fetched-value.ts';
import { IssuerUnavailableError } from './issuer-unavailable-error.ts';

/** What this package needs of an authorization server's metadata (RFC 8414 §2). */
export interface IssuerMetadata {
  readonly jwks_uri: string;
  readonly introspection_endpoint: string | null;
}

export interface Issuer {
  readonly metadata: FetchedValue<IssuerMetadata>;
  readonly keys: FetchedValue<readonly ImportedKey[]>;
}

/** Seconds: used when the issuer does not say how long its answer may be kept, and the least that is ever used. */
const DEFAULT_MAX_AGE = 600;
const MIN_MAX_AGE = 30;

/** RFC 8414 §3.1 puts the well-known path before the issuer's own path, OpenID Connect Discovery §4 after it. */
function metadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

function secureUrl(value: unknown, reason: string): string {
  if (typeof value !== 'string' || !isSecureUrl(value)) throw new IssuerUnavailableError(reason);
  return value;
}

function readMetadata(document: Readonly<Record<string, unknown>>, issuer: string): IssuerMetadata {
  // RFC 8414 §3.3: a document that names another issuer must not be used.
  if (document.issuer !== issuer) throw new IssuerUnavailableError('metadata_issuer_mismatch');
  const { introspection_endpoint } = document;
  return {
    jwks_uri: secureUrl(document.jwks_uri, 'metadata_jwks_uri_unusable'),
    introspection_endpoint:
      introspection_endpoint === undefined
        ? null
        : secureUrl(introspection_endpoint, 'metadata_introspection_endpoint_unusable'),
  };
}

function successful({ status, body }: JsonAnswer, what: string): Record<string, unknown> {
  if (status !== 200 || !body) throw new IssuerUnavailableError(`${what}_not_available`);
  return body;
}

async function fetchMetadata(outboundFetch: typeof fetch, issuer: string): Promise<JsonAnswer> {
  const [first = '', second = ''] = metadataUrls(issuer);
  const answer = await fetchJson(outboundFetch, first);
  return answer.status === 404 ? fetchJson(outboundFetch, second) : answer;
}

function importKeys(json: unknown): ImportedKey[] {
  try {
    return importJwkSet(json);
  } catch (error) {
    throw new IssuerUnavailableError('keys_unusable', { cause: error });
  }
}

/** The issuer's metadata and keys, each fetched lazily. `maxAge` (seconds) bounds what the issuer itself allows. */
export function createIssuer(
  issuer: string,
  outboundFetch: typeof fetch,
  { maxAge, ...policy }: FetchedValuePolicy & { maxAge: number },
): Issuer {
  const bounded = (answer: JsonAnswer) => Math.min(Math.max(answer.maxAge ?? DEFAULT_MAX_AGE, MIN_MAX_AGE), maxAge);

  const metadata = fetchedValue(async () => {
    const answer = await fetchMetadata(outboundFetch, issuer);
    return { value: readMetadata(successful(answer, 'metadata'), issuer), maxAge: bounded(answer) };
  }, policy);

  const keys = fetchedValue(async () => {
    const { jwks_uri } = await metadata.get();
    const answer = await fetchJson(outboundFetch, jwks_uri);
    return { value: importKeys(successful(answer, 'keys')), maxAge: bounded(answer) };
  }, policy);

  return { metadata, keys };
}
