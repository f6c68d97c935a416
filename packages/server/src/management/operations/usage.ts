import { z } from 'zod';
import { getUsage as usage } from '../usage.ts';
import { operation } from './operation.ts';

const usageDay = z.strictObject({
  day: z.iso.date().describe('Of UTC.'),
  tokens: z.int().describe('Access tokens that the client was given.'),
  users: z.int().describe('Users for whom.'),
  errors: z.record(z.string(), z.int()).describe('Refused requests, by the code on the wire.'),
});

export const getUsage = operation({
  id: 'getUsage',
  method: 'GET',
  path: '/tenants/{tenant}/clients/{client_id}/usage',
  summary: 'Count what a client did, by day',
  description: 'Oldest day first; today is the last one. What happens is counted about a second after it.',
  scope: 'xenia:traces:read',
  role: null,
  params: z.strictObject({ client_id: z.string() }),
  query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) }),
  body: null,
  result: z.strictObject({ days: z.array(usageDay) }),
  perform: async ({ deps, tenant }, { params: { client_id }, query: { days } }) => ({
    days: await usage(deps, tenant, client_id, days),
  }),
});

export const usageOperations = [getUsage] as const;
