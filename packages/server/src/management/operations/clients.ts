import { z } from 'zod';
import { clientForCaller } from '../client-access.ts';
import { describeClient } from '../client-information.ts';
import {
  createClient as create,
  deleteClient as remove,
  setClientDisabled,
  showClient,
  updateClient as update,
} from '../clients.ts';
import { clientMetadataChange, newClient, newSecret } from '../contract.ts';
import { createSecret as addSecret, revokeSecret as removeSecret } from '../secrets.ts';
import { clientResult, createdSecretResult, issuedClientResult, shownClientResult } from './client-schemas.ts';
import { operation, type TenantContext } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const CLIENT = '/tenants/{tenant}/clients/{client_id}';
const oneClient = z.strictObject({ client_id: z.string() });
const read = { scope: 'xenia:apps:read', role: null } as const;
const write = { scope: 'xenia:apps:write', role: null } as const;

/** For a client that the caller may manage: every other one is as unknown as one that never was. */
function managed<Input extends { readonly params: { readonly client_id: string } }, Result>(
  perform: (context: TenantContext, input: Input) => Promise<Result>,
): (context: TenantContext, input: Input) => Promise<Result> {
  return async (context, input) => {
    await clientForCaller(context.deps, context.tenant, input.params.client_id);
    return perform(context, input);
  };
}

export const listClients = operation({
  id: 'listClients',
  method: 'GET',
  path: '/tenants/{tenant}/clients',
  summary: 'List the clients of a tenant',
  description: 'In order of their names. The clients of one app: listAppClients.',
  scope: 'xenia:apps:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery.extend({
    search: z.string().max(200).optional().describe('The beginning of the name, or the whole client_id.'),
  }),
  body: null,
  result: pageOf(clientResult),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listClients',
      query,
      load: (page) => context.deps.storage.clients.list(context.tenant.tenant_id, { search: query.search ?? '' }, page),
      key: ({ list_key }) => list_key,
      item: (record) => describeClient(context.tenant, record),
    }),
});

export const createClient = operation({
  id: 'createClient',
  method: 'POST',
  path: '/tenants/{tenant}/clients',
  summary: 'Register a client, for the administrators themselves or for the app that app_id names',
  description: 'The secret, where there is one, is in this answer and never again.',
  scope: 'xenia:apps:write',
  role: 'admin',
  params: z.strictObject({}),
  query: null,
  body: newClient,
  result: issuedClientResult,
  creates: true,
  perform: ({ deps, tenant, capabilities }, { body }) => create(deps, tenant, capabilities, body),
});

export const getClient = operation({
  id: 'getClient',
  method: 'GET',
  path: CLIENT,
  summary: 'Show a client and its secrets, which are known by their last characters',
  ...read,
  params: oneClient,
  query: null,
  body: null,
  result: shownClientResult,
  revisioned: true,
  perform: managed(({ deps, tenant }, { params: { client_id } }) => showClient(deps, tenant, client_id)),
});

export const updateClient = operation({
  id: 'updateClient',
  method: 'PATCH',
  path: CLIENT,
  summary: 'Change what is given of a client',
  description:
    'Absent members stay; null removes an optional one. A change of the authentication method may yield a secret.',
  ...write,
  params: oneClient,
  query: null,
  body: clientMetadataChange.partial(),
  result: issuedClientResult,
  revisioned: true,
  perform: managed(({ deps, tenant, capabilities }, { params: { client_id }, body, revision }) =>
    update(deps, tenant, capabilities, { client_id, change: body, revision }),
  ),
});

export const deleteClient = operation({
  id: 'deleteClient',
  method: 'DELETE',
  path: CLIENT,
  summary: 'Delete a client with everything that it was given, for good',
  ...write,
  params: oneClient,
  query: null,
  body: null,
  result: null,
  perform: managed(async ({ deps, tenant }, { params: { client_id } }) => {
    await remove(deps, tenant, client_id);
  }),
});

export const disableClient = operation({
  id: 'disableClient',
  method: 'PUT',
  path: `${CLIENT}/disabled`,
  summary: 'Disable a client: it is refused everywhere, and so are its tokens',
  ...write,
  params: oneClient,
  query: null,
  body: null,
  result: clientResult,
  perform: managed(({ deps, tenant }, { params: { client_id } }) => setClientDisabled(deps, tenant, client_id, true)),
});

export const enableClient = operation({
  id: 'enableClient',
  method: 'DELETE',
  path: `${CLIENT}/disabled`,
  summary: 'Enable a client again, with the tokens that it had',
  ...write,
  params: oneClient,
  query: null,
  body: null,
  result: clientResult,
  perform: managed(({ deps, tenant }, { params: { client_id } }) => setClientDisabled(deps, tenant, client_id, false)),
});

export const getClientImpact = operation({
  id: 'getClientImpact',
  method: 'GET',
  path: `${CLIENT}/impact`,
  summary: 'Say what a client takes along when it goes',
  ...read,
  params: oneClient,
  query: null,
  body: null,
  result: z.object({ installations: z.int().describe('Users and organizations that have it installed.') }),
  perform: managed(async ({ deps, tenant }, { params: { client_id } }) => ({
    installations: await deps.storage.grants.count(tenant.tenant_id, client_id),
  })),
});

export const createSecret = operation({
  id: 'createSecret',
  method: 'POST',
  path: `${CLIENT}/secrets`,
  summary: 'Add a secret next to those that there are, so that the app can change over without a gap',
  ...write,
  params: oneClient,
  query: null,
  body: newSecret,
  result: createdSecretResult,
  creates: true,
  perform: managed(({ deps, tenant }, { params: { client_id }, body }) => addSecret(deps, tenant, client_id, body)),
});

export const revokeSecret = operation({
  id: 'revokeSecret',
  method: 'DELETE',
  path: `${CLIENT}/secrets/{secret_id}`,
  summary: 'Revoke a secret',
  ...write,
  params: oneClient.extend({ secret_id: z.string() }),
  query: null,
  body: null,
  result: null,
  perform: managed(async ({ deps, tenant }, { params: { client_id, secret_id } }) => {
    await removeSecret(deps, tenant, client_id, secret_id);
  }),
});

export const clientOperations = [
  listClients,
  createClient,
  getClient,
  updateClient,
  deleteClient,
  disableClient,
  enableClient,
  getClientImpact,
  createSecret,
  revokeSecret,
] as const;
