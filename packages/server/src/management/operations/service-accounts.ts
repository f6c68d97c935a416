import { z } from 'zod';
import { clientForCaller } from '../client-access.ts';
import { newServiceAccountRequest, parseInput, serviceAccountApproval, serviceAccountRefusal } from '../contract.ts';
import {
  approveServiceAccount as approve,
  describeRequest,
  refuseServiceAccount as refuse,
  requestServiceAccount as request,
} from '../service-account-requests.ts';
import { SERVICE_ACCOUNT_ENDS, showServiceAccount } from '../service-accounts.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const state = z.enum(['waiting', 'approved', 'refused']);

export const serviceAccountRequestResult = z.strictObject({
  request_id: z.string(),
  client_id: z.string(),
  requested_by: z.string(),
  reason: z.string(),
  state,
  note: z.string(),
  decided_by: z.string().nullable(),
  created_at: z.int(),
  decided_at: z.int().nullable(),
});

export const serviceAccountResult = z.strictObject({
  client_id: z.string(),
  sub: z.string().describe('The user for whom the client acts.'),
  ended: z
    .enum(SERVICE_ACCOUNT_ENDS)
    .nullable()
    .describe(
      'null: it gets tokens. revoked: the permission was taken back. gone: nothing is left of it; the user was deleted, or it was revoked ' +
        'long ago. Both take a new request. The others say what the tokens wait for.',
    ),
  since: z.int().nullable(),
  revoked_at: z.int().nullable(),
});

const CLIENT = '/tenants/{tenant}/clients/{client_id}/service-account-requests';
const TENANT = '/tenants/{tenant}/service-account-requests';
const oneClient = z.strictObject({ client_id: z.string() });
const oneRequest = z.strictObject({ request_id: z.string() });

export const getServiceAccount = operation({
  id: 'getServiceAccount',
  method: 'GET',
  path: '/tenants/{tenant}/clients/{client_id}/service-account',
  summary: 'Show for which user a client acts without asking them, and whether it may now',
  scope: 'xenia:apps:read',
  role: null,
  params: oneClient,
  query: null,
  body: null,
  result: serviceAccountResult,
  async perform({ deps, tenant }, { params: { client_id } }) {
    return showServiceAccount(deps, tenant, await clientForCaller(deps, tenant, client_id));
  },
});

export const requestServiceAccount = operation({
  id: 'requestServiceAccount',
  method: 'POST',
  path: CLIENT,
  summary: 'Ask that a client may act for one user without asking them',
  scope: 'xenia:apps:write',
  role: null,
  params: oneClient,
  query: null,
  body: newServiceAccountRequest,
  result: serviceAccountRequestResult,
  creates: true,
  perform: ({ deps, tenant }, { params: { client_id }, body }) =>
    request(deps, tenant, client_id, parseInput(newServiceAccountRequest, body)),
});

export const listServiceAccountRequestsOfClient = operation({
  id: 'listServiceAccountRequestsOfClient',
  method: 'GET',
  path: CLIENT,
  summary: 'List what was asked for a client, oldest first',
  scope: 'xenia:apps:read',
  role: null,
  params: oneClient,
  query: pageQuery,
  body: null,
  result: pageOf(serviceAccountRequestResult),
  async perform(context, { params: { client_id }, query }) {
    const { deps, tenant } = context;
    await clientForCaller(deps, tenant, client_id);
    return onePage(context, {
      id: `listServiceAccountRequestsOfClient ${client_id}`,
      query,
      load: (page) => deps.storage.serviceAccounts.list(tenant.tenant_id, { client_id }, page),
      key: ({ request_id }) => request_id,
      item: describeRequest,
    });
  },
});

export const listServiceAccountRequests = operation({
  id: 'listServiceAccountRequests',
  method: 'GET',
  path: TENANT,
  summary: 'List what developers have asked for, oldest first',
  scope: 'xenia:apps:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery.extend({ state: state.optional() }),
  body: null,
  result: pageOf(serviceAccountRequestResult),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listServiceAccountRequests',
      query,
      load: (page) =>
        context.deps.storage.serviceAccounts.list(
          context.tenant.tenant_id,
          query.state === undefined ? {} : { state: query.state },
          page,
        ),
      key: ({ request_id }) => request_id,
      item: describeRequest,
    }),
});

export const approveServiceAccount = operation({
  id: 'approveServiceAccount',
  method: 'PUT',
  path: `${TENANT}/{request_id}/approval`,
  summary: 'Let the client act for a user',
  description: 'It gets the scopes of APIs that it is registered for now, until the grant is revoked.',
  scope: 'xenia:apps:write',
  role: 'admin',
  params: oneRequest,
  query: null,
  body: serviceAccountApproval,
  result: serviceAccountRequestResult,
  perform: ({ deps, tenant }, { params: { request_id }, body }) =>
    approve(deps, tenant, request_id, parseInput(serviceAccountApproval, body)),
});

export const refuseServiceAccount = operation({
  id: 'refuseServiceAccount',
  method: 'PUT',
  path: `${TENANT}/{request_id}/refusal`,
  summary: 'Say no, and why',
  scope: 'xenia:apps:write',
  role: 'admin',
  params: oneRequest,
  query: null,
  body: serviceAccountRefusal,
  result: serviceAccountRequestResult,
  perform: ({ deps, tenant }, { params: { request_id }, body }) =>
    refuse(deps, tenant, request_id, parseInput(serviceAccountRefusal, body)),
});

export const serviceAccountOperations = [
  getServiceAccount,
  requestServiceAccount,
  listServiceAccountRequestsOfClient,
  listServiceAccountRequests,
  approveServiceAccount,
  refuseServiceAccount,
] as const;
