import { z } from 'zod';
import { withoutUndefined } from '../change.ts';
import { grantResult } from '../contract-results.ts';
import { grantPage, revokeGrant as revoke } from '../grants.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const GRANTS = '/tenants/{tenant}/grants';

export const listGrants = operation({
  id: 'listGrants',
  method: 'GET',
  path: GRANTS,
  summary: 'List which apps are installed on which accounts',
  scope: 'xenia:users:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery.extend({
    client_id: z.string().optional().describe('Only of this client.'),
    sub: z.string().optional().describe('Only of this user.'),
    org_id: z.string().optional().describe('Only on this organization.'),
  }),
  body: null,
  result: pageOf(grantResult),
  perform: (context, { query }) => {
    const { client_id, sub, org_id } = query;
    const filter = withoutUndefined({ client_id, sub, org_id });
    return onePage(context, {
      id: 'listGrants',
      query,
      load: (page) => grantPage(context.deps, context.tenant, filter, page),
      key: ({ grant_id }) => grant_id,
      item: (grant) => grant,
    });
  },
});

export const revokeGrant = operation({
  id: 'revokeGrant',
  method: 'DELETE',
  path: `${GRANTS}/{grant_id}`,
  summary: 'Uninstall an app from an account; its tokens are dead from then on',
  scope: 'xenia:users:write',
  role: 'admin',
  params: z.strictObject({ grant_id: z.string() }),
  query: null,
  body: null,
  result: null,
  async perform({ deps, tenant }, { params }) {
    await revoke(deps, tenant, params.grant_id);
  },
});

export const grantOperations = [listGrants, revokeGrant] as const;
