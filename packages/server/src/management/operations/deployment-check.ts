import { z } from 'zod';
import { clientsToCheck, deploymentFindings, findingsAboutClient } from '../deployment-check/check-deployment.ts';
import { findingResult } from '../deployment-check/finding.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

export const getDeploymentCheck = operation({
  id: 'getDeploymentCheck',
  method: 'GET',
  path: '/tenants/{tenant}/deployment-check',
  summary: 'Name everything that deviates from OAuth 2.1, RFC 9700 and what the server itself advises',
  description:
    'The first page begins with the installation (for operators) and the tenant; clients follow in order of their names. `limit` counts clients: a page may have more findings than that, or none at all, and there is another as long as `next_cursor` says so.',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery,
  body: null,
  result: pageOf(findingResult),
  async perform(context, { query }) {
    const { deps, tenant } = context;
    const page = await onePage(context, {
      id: 'getDeploymentCheck',
      query,
      load: (rows) => clientsToCheck(deps, tenant, rows),
      key: ({ client }) => client.list_key,
      item: (checked) => findingsAboutClient(deps, tenant, checked),
    });
    const general = query.cursor === undefined ? await deploymentFindings(deps, tenant) : [];
    return { items: [...general, ...page.items.flat()], next_cursor: page.next_cursor };
  },
});

export const deploymentCheckOperations = [getDeploymentCheck] as const;
