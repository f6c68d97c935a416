import { z } from 'zod';
import { tokenExplanation } from '../contract.ts';
import { tokenResult } from '../contract-results.ts';
import { describeToken } from '../tokens.ts';
import { operation } from './operation.ts';

export const explainToken = operation({
  id: 'explainToken',
  method: 'POST',
  path: '/tenants/{tenant}/token-explanations',
  summary: 'Say what a token is, and why it works or does not',
  description: 'Of any string: there is no answer for which it would be wrong. It is in no answer and no log.',
  scope: 'xenia:users:read',
  role: 'admin',
  params: z.strictObject({}),
  query: null,
  body: tokenExplanation,
  result: tokenResult,
  perform: ({ deps, tenant }, { body }) => describeToken(deps, tenant, body.token),
});

export const tokenOperations = [explainToken] as const;
