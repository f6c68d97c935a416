import { z } from 'zod';
import { tenantMetadata } from '../metadata.ts';
import { operation } from './operation.ts';

export const getMetadata = operation({
  id: 'getMetadata',
  method: 'GET',
  path: '/tenants/{tenant}/metadata',
  summary: 'Say where the tenant answers apps, and the public keys of its signatures',
  description: 'What its server metadata (RFC 8414) and its JWKS (RFC 7517 §5) say as well, where it has them.',
  scope: null,
  role: null,
  params: z.strictObject({}),
  query: null,
  body: null,
  result: z.strictObject({
    issuer: z.string(),
    endpoints: z.record(z.string(), z.string()).describe('By their keys in RFC 8414 §2.'),
    jwks: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
  }),
  perform: async ({ deps, tenant }) => tenantMetadata(deps, tenant),
});

export const metadataOperations = [getMetadata] as const;
