import { cacheableJson } from '../http/responses.ts';
import { publishedKeys } from '../tenants/tenant-keys.ts';
import type { Endpoint } from './endpoint.ts';

/** RFC 7517 §5: every key that may have signed something still valid, and those about to sign. */
export const jwksEndpoint: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'client',
  cors: 'any',
  async respond({ deps, tenant }) {
    const keys = publishedKeys(tenant, deps.clock()).map((key) => key.publicJwk);
    const body = JSON.stringify({ keys });
    // A copy must be gone by the time that a key unknown to it signs.
    return cacheableJson(body, Math.min(tenant.settings.metadataMaxAge, tenant.settings.keyPropagation));
  },
};
