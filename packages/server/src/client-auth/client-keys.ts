import { type ImportedKey, importJwkSet } from '@xenia/protocol/jwk-set';
import type { Exchange } from '../exchange.ts';
import { OutboundFetchError } from '../http/outbound-fetch.ts';
import { invalidClient } from './client-secret.ts';

interface Entry {
  keys: readonly ImportedKey[];
  fetched_at: number;
}

/** Seconds for which fetched keys are used, and the least time between two fetches of one URL. */
const MAX_AGE = 600;
const MIN_INTERVAL = 10;
const MAX_ENTRIES = 1000;

const caches = new WeakMap<object, Map<string, Promise<Entry>>>();

/**
 * The keys at a client's jwks_uri, fetched through the guard and kept for ten minutes. `fresh` asks for newer ones, but not
 * more often than every ten seconds, so that bad assertions cannot make the server hammer the URL. Throws invalid_client.
 */
export async function fetchClientKeys(
  exchange: Exchange,
  jwks_uri: string,
  { fresh }: { fresh: boolean },
): Promise<{ keys: readonly ImportedKey[]; cached: boolean }> {
  const cache = cacheOf(exchange.deps.storage);
  const now = exchange.deps.clock();
  const known = await cache.get(jwks_uri)?.catch(() => undefined);
  if (known !== undefined && now - known.fetched_at < (fresh ? MIN_INTERVAL : MAX_AGE)) return { keys: known.keys, cached: true };
  const fetching = fetchKeys(exchange, jwks_uri, now);
  if (cache.size >= MAX_ENTRIES) cache.clear();
  cache.set(jwks_uri, fetching);
  return { keys: (await fetching).keys, cached: false };
}

async function fetchKeys(exchange: Exchange, jwks_uri: string, now: number): Promise<Entry> {
  try {
    const { status, body } = await exchange.deps.fetch(jwks_uri, { accept: 'application/json' });
    if (status !== 200) throw invalidClient({ reason: 'jwks_uri_status', status });
    return { keys: importJwkSet(JSON.parse(body)), fetched_at: now };
  } catch (error) {
    if (error instanceof OutboundFetchError) throw invalidClient({ reason: 'jwks_uri_unreachable', why: error.reason });
    if (error instanceof SyntaxError) throw invalidClient({ reason: 'jwks_uri_not_json' });
    throw error;
  }
}

function cacheOf(owner: object): Map<string, Promise<Entry>> {
  let cache = caches.get(owner);
  if (cache === undefined) {
    cache = new Map();
    caches.set(owner, cache);
  }
  return cache;
}
