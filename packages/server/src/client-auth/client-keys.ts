import { type ImportedKey, importJwkSet, JwkSetError } from '@xenia/protocol/jwk-set';
import type { Exchange } from '../exchange.ts';
import { OutboundFetchError } from '../http/outbound-fetch.ts';
import { cacheByStorage } from '../storage/cache.ts';
import { invalidClient } from './client-secret.ts';

interface Entry {
  keys: Promise<readonly ImportedKey[]>;
  readonly fetched_at: number;
  failed: boolean;
}

/** Seconds for which fetched keys are used, and the least time between two fetches of one URL. */
const MAX_AGE = 600;
const MIN_INTERVAL = 10;

const fetchedKeys = cacheByStorage<Entry>(1000);

/**
 * The keys at a client's jwks_uri, fetched through the guard and kept for ten minutes. `fresh` asks for newer ones, but no URL is
 * fetched more often than every ten seconds, so that bad assertions cannot make the server hammer it. Throws invalid_client.
 */
export async function fetchClientKeys(
  exchange: Exchange,
  jwks_uri: string,
  { fresh }: { fresh: boolean },
): Promise<{ keys: readonly ImportedKey[]; cached: boolean }> {
  const cache = fetchedKeys(exchange.deps.storage);
  const now = exchange.deps.clock();
  const known = cache.get(jwks_uri);
  const maxAge = fresh || known?.failed === true ? MIN_INTERVAL : MAX_AGE;
  if (known !== undefined && now - known.fetched_at < maxAge) return { keys: await known.keys, cached: true };
  const entry: Entry = { keys: fetchKeys(exchange, jwks_uri), fetched_at: now, failed: false };
  cache.set(jwks_uri, entry);
  entry.keys.catch(() => {
    entry.failed = true;
    // Keys that were good go on serving: nobody is locked out by somebody else's bad assertion while the URL is down.
    if (known !== undefined) entry.keys = known.keys;
  });
  return { keys: await entry.keys, cached: false };
}

async function fetchKeys(exchange: Exchange, jwks_uri: string): Promise<readonly ImportedKey[]> {
  try {
    const { status, body } = await exchange.deps.fetch(jwks_uri, { accept: 'application/json' });
    if (status !== 200) throw invalidClient({ reason: 'jwks_uri_status', status });
    return importJwkSet(JSON.parse(body));
  } catch (error) {
    if (error instanceof OutboundFetchError) throw invalidClient({ reason: 'jwks_uri_unreachable', why: error.reason });
    if (error instanceof SyntaxError) throw invalidClient({ reason: 'jwks_uri_not_json' });
    if (error instanceof JwkSetError) throw invalidClient({ reason: `jwks_uri_${error.reason}` });
    throw error;
  }
}
