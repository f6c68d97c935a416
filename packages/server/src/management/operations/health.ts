import { z } from 'zod';
import { healthResult } from '../contract-results.ts';
import { getHealth as look } from '../health.ts';
import { operation } from './operation.ts';

export const getHealth = operation({
  id: 'getHealth',
  method: 'GET',
  path: '/tenants/{tenant}/health',
  summary: 'Say whether storage, mail, housekeeping and signing keys are well',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: z.strictObject({}),
  query: null,
  body: null,
  result: healthResult,
  perform: ({ deps, tenant }) => look(deps, tenant),
});

export const healthOperations = [getHealth] as const;
