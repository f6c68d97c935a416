import { z } from 'zod';
import { deliveryPlace } from '../../storage/port.ts';
import { deliveryResult } from '../contract-results.ts';
import { deliveriesOfClient, deliveryPage, retryDelivery as retry } from '../deliveries.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const OF_CLIENT = '/tenants/{tenant}/clients/{client_id}/deliveries';
const oneClient = z.strictObject({ client_id: z.string() });

export const listDeliveries = operation({
  id: 'listDeliveries',
  method: 'GET',
  path: '/tenants/{tenant}/deliveries',
  summary: 'List what clients were told of the last 30 days, and whether they heard it; the newest first',
  scope: 'xenia:apps:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery,
  body: null,
  result: pageOf(deliveryResult),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listDeliveries',
      query,
      load: (page) => deliveryPage(context.deps, context.tenant, null, page),
      key: (delivery) => deliveryPlace(delivery),
      item: (delivery) => delivery,
    }),
});

export const listClientDeliveries = operation({
  id: 'listClientDeliveries',
  method: 'GET',
  path: OF_CLIENT,
  summary: 'List what a client was told of the last 30 days, and whether it heard it; the newest first',
  scope: 'xenia:apps:read',
  role: null,
  params: oneClient,
  query: pageQuery,
  body: null,
  result: pageOf(deliveryResult),
  perform: (context, { params, query }) =>
    onePage(context, {
      id: `listClientDeliveries ${params.client_id}`,
      query,
      load: (page) => deliveriesOfClient(context.deps, context.tenant, params.client_id, page),
      key: (delivery) => deliveryPlace(delivery),
      item: (delivery) => delivery,
    }),
});

export const retryDelivery = operation({
  id: 'retryDelivery',
  method: 'POST',
  path: `${OF_CLIENT}/{event_id}/retry`,
  summary: 'Send once more what was given up, and then by its whole schedule',
  description: 'What was delivered, or waits anyway: `409`.',
  scope: 'xenia:apps:write',
  role: null,
  params: oneClient.extend({ event_id: z.string() }),
  query: null,
  body: null,
  result: deliveryResult,
  perform: ({ deps, tenant }, { params }) => retry(deps, tenant, params),
});

export const deliveryOperations = [listDeliveries, listClientDeliveries, retryDelivery] as const;
