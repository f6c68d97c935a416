import { z } from 'zod';
import { resourceServerInput } from '../contract.ts';
import { resourceServerResult, resourceServerUseResult } from '../contract-results.ts';
import {
  listResourceServers as list,
  putResourceServer as put,
  deleteResourceServer as remove,
  resourceServerImpact,
} from '../resource-servers.ts';
import { operation } from './operation.ts';
import { pageOf, pageQuery } from './paging.ts';
import { pageOfWhole } from './whole-list.ts';

const RESOURCE_SERVERS = '/tenants/{tenant}/resource-servers';
const RESOURCE_SERVER = `${RESOURCE_SERVERS}/{resource}` as const;
const write = { scope: 'xenia:settings:write', role: 'admin' } as const;
const oneResource = z.strictObject({
  resource: z.string().describe('The identifier, percent-encoded as one segment of the path (RFC 3986 §2.1).'),
});

export const listResourceServers = operation({
  id: 'listResourceServers',
  method: 'GET',
  path: RESOURCE_SERVERS,
  summary: 'List the APIs that accept access tokens',
  description: 'For everyone who registers apps.',
  scope: 'xenia:settings:read',
  role: null,
  params: z.strictObject({}),
  query: pageQuery,
  body: null,
  result: pageOf(resourceServerResult),
  perform: async (context, { query }) =>
    pageOfWhole(context, {
      id: 'listResourceServers',
      query,
      rows: await list(context.deps, context.tenant),
      key: ({ resource }) => resource,
    }),
});

export const putResourceServer = operation({
  id: 'putResourceServer',
  method: 'PUT',
  path: RESOURCE_SERVER,
  summary: 'Create or replace an API that accepts access tokens',
  description: 'The identifier becomes the audience of tokens (RFC 8707 §2). Absent members get their defaults.',
  ...write,
  params: oneResource,
  query: null,
  body: resourceServerInput.omit({ resource: true }),
  result: resourceServerResult,
  perform: ({ deps, tenant }, { params, body }) => put(deps, tenant, { ...body, ...params }),
});

export const deleteResourceServer = operation({
  id: 'deleteResourceServer',
  method: 'DELETE',
  path: RESOURCE_SERVER,
  summary: 'Delete an API that nothing names any more',
  description: 'While scopes or clients name it: `409`, which says how many. Before: getResourceServerImpact.',
  ...write,
  params: oneResource,
  query: null,
  body: null,
  result: null,
  perform: ({ deps, tenant }, { params }) => remove(deps, tenant, params.resource),
});

export const getResourceServerImpact = operation({
  id: 'getResourceServerImpact',
  method: 'GET',
  path: `${RESOURCE_SERVER}/impact`,
  summary: 'Say what names an API, and so stands in the way of deleting it',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: oneResource,
  query: null,
  body: null,
  result: resourceServerUseResult,
  perform: ({ deps, tenant }, { params }) => resourceServerImpact(deps, tenant, params.resource),
});

export const resourceServerOperations = [
  listResourceServers,
  putResourceServer,
  deleteResourceServer,
  getResourceServerImpact,
] as const;
