import { isSecureUrl } from '@xenia/protocol/loopback';
import * as oauth from 'oauth4webapi';
import type { Deps } from '../deps.ts';
import { cacheByStorage } from '../storage/cache.ts';
import { requestsOf } from './outbound.ts';
import { toUpstreamError, UpstreamError } from './upstream-error.ts';

/** Metadata of a provider that has everything that the code flow needs (OpenID Connect Discovery §3). */
export type ProviderMetadata = oauth.AuthorizationServer & {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
};

interface Entry {
  metadata: Promise<ProviderMetadata>;
  fetched_at: number;
}

/** Seconds for which metadata is used. Keys belong to the metadata object; oauth4webapi keeps them for five minutes. */
const MAX_AGE = 600;

const known = cacheByStorage<Entry>(1000);

/** The provider's metadata, kept in memory. What is old goes on serving while the provider does not answer. Throws UpstreamError. */
export async function metadataOf(
  deps: Pick<Deps, 'storage' | 'fetch' | 'clock'>,
  issuer: string,
): Promise<ProviderMetadata> {
  const cache = known(deps.storage);
  const now = deps.clock();
  const entry = cache.get(issuer);
  if (entry !== undefined && now - entry.fetched_at < MAX_AGE) return entry.metadata;
  const fresh: Entry = { metadata: fetchMetadata(deps, issuer), fetched_at: now };
  fresh.metadata.catch(() => {
    // Asked again by whoever comes next.
    fresh.fetched_at = now - MAX_AGE;
    if (entry !== undefined) fresh.metadata = entry.metadata;
  });
  cache.set(issuer, fresh);
  if (entry === undefined) return fresh.metadata;
  return fresh.metadata.catch(() => entry.metadata);
}

/** Asked for anew. Throws UpstreamError. */
export async function fetchMetadata(deps: Pick<Deps, 'fetch'>, issuer: string): Promise<ProviderMetadata> {
  try {
    const expected = new URL(issuer);
    const answer = await oauth.discoveryRequest(expected, requestsOf(deps));
    return complete(await oauth.processDiscoveryResponse(expected, answer));
  } catch (error) {
    throw toUpstreamError(error);
  }
}

function complete(metadata: oauth.AuthorizationServer): ProviderMetadata {
  const { authorization_endpoint, token_endpoint, jwks_uri, response_types_supported } = metadata;
  for (const [name, url] of Object.entries({ authorization_endpoint, token_endpoint, jwks_uri })) {
    if (typeof url !== 'string') throw unusable('endpoint_missing', `Its metadata has no ${name}.`);
    if (!isSecureUrl(url)) throw unusable('endpoint_insecure', `Its ${name} does not use https.`);
  }
  if (response_types_supported !== undefined && !response_types_supported.includes('code')) {
    throw unusable('no_code_flow', 'It does not offer the authorization code flow (response_type code).');
  }
  return metadata as ProviderMetadata;
}

function unusable(reason: string, message: string): UpstreamError {
  return new UpstreamError('failed', reason, message);
}
