import { matchRedirectUri } from '@xenia/protocol/redirect-uri';
import { LocalError } from '../http/local-error.ts';
import type { Client } from '../tenants/client.ts';

/** The URI that the client may be answered at: the one sent, or the only one registered. Throws LocalError. */
export function resolveRedirectUri(client: Client, sent: string | null): string {
  const { redirect_uris, application_type } = client.metadata;
  const [only, ...others] = redirect_uris;
  if (sent === null) {
    // RFC 6749 §3.1.2.3: it may be left out if exactly one is registered.
    if (only !== undefined && others.length === 0) return only;
    throw new LocalError('redirect_uri', 'redirect_uri is missing', {
      reason: 'redirect_uri_missing',
      client_id: client.client_id,
      registered: redirect_uris,
    });
  }
  const matched = matchRedirectUri(redirect_uris, sent, application_type);
  if (matched !== null) return matched;
  throw new LocalError('redirect_uri', 'redirect_uri is not registered for this client', {
    reason: 'redirect_uri_mismatch',
    client_id: client.client_id,
    received: sent.slice(0, 500),
    registered: redirect_uris,
  });
}
