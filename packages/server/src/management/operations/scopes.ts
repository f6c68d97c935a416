import { z } from 'zod';
import { scopeInput } from '../contract.ts';
import { scopeImpactResult, scopeResult } from '../contract-results.ts';
import { listScopes as list, putScope as put, deleteScope as remove, scopeImpact } from '../scopes.ts';
import { operation } from './operation.ts';
import { pageOf, pageQuery } from './paging.ts';
import { pageOfWhole } from './whole-list.ts';

const SCOPES = '/tenants/{tenant}/scopes';
const SCOPE = `${SCOPES}/{name}` as const;
const write = { scope: 'xenia:settings:write', role: 'admin' } as const;
const oneScope = z.strictObject({
  name: z.string().describe('Percent-encoded as one segment of the path (RFC 3986 §2.1).'),
});

export const listScopes = operation({
  id: 'listScopes',
  method: 'GET',
  path: SCOPES,
  summary: 'List what apps can ask for',
  description: 'For everyone who registers apps. Those of the management API itself are not among them.',
  scope: 'xenia:settings:read',
  role: null,
  params: z.strictObject({}),
  query: pageQuery,
  body: null,
  result: pageOf(scopeResult),
  perform: async (context, { query }) =>
    pageOfWhole(context, {
      id: 'listScopes',
      query,
      rows: await list(context.deps, context.tenant),
      key: ({ name }) => name,
    }),
});

export const putScope = operation({
  id: 'putScope',
  method: 'PUT',
  path: SCOPE,
  summary: 'Create or replace a scope of an API',
  description: 'Absent members get their defaults.',
  ...write,
  params: oneScope,
  query: null,
  body: scopeInput.omit({ name: true }),
  result: scopeResult,
  perform: ({ deps, tenant }, { params, body }) => put(deps, tenant, { ...body, ...params }),
});

export const deleteScope = operation({
  id: 'deleteScope',
  method: 'DELETE',
  path: SCOPE,
  summary: 'Delete a scope that no client is registered for any more',
  description: 'While clients are registered for it: `409`, which says how many. Before: getScopeImpact.',
  ...write,
  params: oneScope,
  query: null,
  body: null,
  result: null,
  perform: ({ deps, tenant }, { params }) => remove(deps, tenant, params.name),
});

export const getScopeImpact = operation({
  id: 'getScopeImpact',
  method: 'GET',
  path: `${SCOPE}/impact`,
  summary: 'Say how many clients are registered for a scope',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: oneScope,
  query: null,
  body: null,
  result: scopeImpactResult,
  perform: ({ deps, tenant }, { params }) => scopeImpact(deps, tenant, params.name),
});

export const scopeOperations = [listScopes, putScope, deleteScope, getScopeImpact] as const;
