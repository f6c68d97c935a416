import { z } from 'zod';
import { keyRotation } from '../contract.ts';
import { keyResult, keyRotationResult } from '../contract-results.ts';
import { listKeys as list, rotateKey as rotate } from '../keys.ts';
import { operation } from './operation.ts';
import { pageOf, pageQuery } from './paging.ts';
import { pageOfWhole, sortable } from './whole-list.ts';

const KEYS = '/tenants/{tenant}/keys';

export const listKeys = operation({
  id: 'listKeys',
  method: 'GET',
  path: KEYS,
  summary: 'List the published signing keys, and what each does until when',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery,
  body: null,
  result: pageOf(keyResult),
  perform: (context, { query }) =>
    pageOfWhole(context, {
      id: 'listKeys',
      query,
      rows: list(context.deps, context.tenant),
      key: ({ alg, signs_from, kid }) => `${alg} ${sortable(signs_from)} ${kid}`,
    }),
});

export const rotateKey = operation({
  id: 'rotateKey',
  method: 'POST',
  path: KEYS,
  summary: 'Publish the next signing key of an algorithm',
  description:
    'It signs from its `signs_from` on, once every cached copy of the JWKS has it; the one before stays published until `published_until`, for what it has signed. `409` while the next one waits.',
  scope: 'xenia:settings:write',
  role: 'admin',
  params: z.strictObject({}),
  query: null,
  body: keyRotation,
  result: keyRotationResult,
  creates: true,
  perform: async ({ deps, tenant }, { body }) => ({ keys: await rotate(deps, tenant, body) }),
});

export const keyOperations = [listKeys, rotateKey] as const;
