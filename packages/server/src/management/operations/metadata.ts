import { z } from 'zod';
import { tenantMetadata } from '../metadata.ts';
import { operation } from './operation.ts';

const endpoints = z.record(z.string(), z.string()).describe('By their keys in RFC 8414 §2.');

const dialect = z.strictObject({
  name: z.string(),
  endpoints,
  token_request: z.enum(['form', 'json']).describe('The body of its token requests.'),
  authorization_names: z
    .record(z.string(), z.string())
    .describe('What it calls parameters of an authorization request, by the names that the RFCs give them.'),
  scopes: z.enum(['space_separated', 'json_array']).describe('How its authorization requests list scopes.'),
  implied: z.array(z.string()).describe('Response types and grant types that its requests leave to be understood.'),
});

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
    endpoints,
    dialects: z.array(dialect).min(1).describe('Every dialect that apps may speak here; the first one is advertised.'),
    jwks: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
  }),
  perform: async ({ deps, tenant }) => tenantMetadata(deps, tenant),
});

export const metadataOperations = [getMetadata] as const;
