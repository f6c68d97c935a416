import { z } from 'zod';
import { newUpstreamProvider, upstreamProviderChange } from '../contract.ts';
import { providerResult } from '../contract-results.ts';
import {
  addUpstreamProvider,
  listUpstreamProviders,
  removeUpstreamProvider,
  setUpstreamProviderDisabled,
  showUpstreamProvider,
  updateUpstreamProvider,
} from '../upstream-providers.ts';
import { operation } from './operation.ts';
import { pageOf, pageQuery } from './paging.ts';
import { pageOfWhole, sortable } from './whole-list.ts';

const PROVIDERS = '/tenants/{tenant}/providers';
const PROVIDER = `${PROVIDERS}/{provider_id}` as const;
const read = { scope: 'xenia:settings:read', role: 'admin' } as const;
const write = { scope: 'xenia:settings:write', role: 'admin' } as const;
const oneProvider = z.strictObject({ provider_id: z.string() });

export const listProviders = operation({
  id: 'listProviders',
  method: 'GET',
  path: PROVIDERS,
  summary: 'List the OpenID Providers that users sign in through, in the order of their buttons',
  ...read,
  params: z.strictObject({}),
  query: pageQuery,
  body: null,
  result: pageOf(providerResult),
  perform: async (context, { query }) =>
    pageOfWhole(context, {
      id: 'listProviders',
      query,
      rows: await listUpstreamProviders(context.deps, context.tenant),
      key: ({ position, provider_id }) => `${sortable(position)} ${provider_id}`,
    }),
});

export const addProvider = operation({
  id: 'addProvider',
  method: 'POST',
  path: PROVIDERS,
  summary: 'Let users sign in through an OpenID Provider',
  description: 'The provider is asked first whether that can work. Register the `redirect_uri` of the answer there.',
  ...write,
  params: z.strictObject({}),
  query: z.strictObject({
    verify: z.enum(['true', 'false']).default('true').describe('false: the provider is not asked.'),
  }),
  body: newUpstreamProvider,
  result: providerResult,
  creates: true,
  perform: ({ deps, tenant }, { query, body }) =>
    addUpstreamProvider(deps, tenant, body, { verify: query.verify === 'true' }),
});

export const getProvider = operation({
  id: 'getProvider',
  method: 'GET',
  path: PROVIDER,
  summary: 'Show a provider; never its secret',
  ...read,
  params: oneProvider,
  query: null,
  body: null,
  result: providerResult,
  perform: ({ deps, tenant }, { params }) => showUpstreamProvider(deps, tenant, params.provider_id),
});

export const updateProvider = operation({
  id: 'updateProvider',
  method: 'PATCH',
  path: PROVIDER,
  summary: 'Change what is given of a provider',
  description: 'A `client_secret` of null takes it away. The issuer stays: another one is another provider.',
  ...write,
  params: oneProvider,
  query: null,
  body: upstreamProviderChange,
  result: providerResult,
  perform: ({ deps, tenant }, { params, body }) => updateUpstreamProvider(deps, tenant, params.provider_id, body),
});

export const deleteProvider = operation({
  id: 'deleteProvider',
  method: 'DELETE',
  path: PROVIDER,
  summary: 'Delete a provider with everything that users have connected to it',
  ...write,
  params: oneProvider,
  query: null,
  body: null,
  result: null,
  async perform({ deps, tenant }, { params }) {
    await removeUpstreamProvider(deps, tenant, params.provider_id);
  },
});

export const disableProvider = operation({
  id: 'disableProvider',
  method: 'PUT',
  path: `${PROVIDER}/disabled`,
  summary: 'Disable a provider: it signs nobody in; what users have connected stays',
  ...write,
  params: oneProvider,
  query: null,
  body: null,
  result: providerResult,
  perform: ({ deps, tenant }, { params }) => setUpstreamProviderDisabled(deps, tenant, params.provider_id, true),
});

export const enableProvider = operation({
  id: 'enableProvider',
  method: 'DELETE',
  path: `${PROVIDER}/disabled`,
  summary: 'Enable a provider again',
  ...write,
  params: oneProvider,
  query: null,
  body: null,
  result: providerResult,
  perform: ({ deps, tenant }, { params }) => setUpstreamProviderDisabled(deps, tenant, params.provider_id, false),
});

export const providerOperations = [
  listProviders,
  addProvider,
  getProvider,
  updateProvider,
  deleteProvider,
  disableProvider,
  enableProvider,
] as const;
