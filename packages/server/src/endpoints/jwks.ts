import { cacheableJson } from '../http/responses.ts';
import type { Endpoint } from './endpoint.ts';

/** RFC 7517 §5: every key that may have signed something still valid, and those about to sign. */
export const jwksEndpoint: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'client',
  cors: 'any',
  async respond({ deps, tenant }) {
    const now = deps.clock();
    const published = tenant.keys.filter((key) => key.published_until === null || key.published_until > now);
    const body = JSON.stringify({ keys: published.map((key) => key.publicJwk) });
    // A copy must be gone by the time that a key unknown to it signs.
    return cacheableJson(body, Math.min(tenant.settings.metadataMaxAge, tenant.settings.keyPropagation));
  },
};
