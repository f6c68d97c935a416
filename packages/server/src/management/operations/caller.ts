import { z } from 'zod';
import { nameOf } from '../../apps/person-name.ts';
import { reaches } from '../actor.ts';
import { userRole } from '../contract.ts';
import { operation } from './operation.ts';

export const callerResult = z.strictObject({
  sub: z.string().nullable().describe('null: a client that acts for itself; likewise its name and address.'),
  name: z.string().nullable(),
  email: z.string().nullable(),
  role: userRole.shape.role.describe('null: an ordinary user.'),
  may_create_apps: z.boolean(),
});

export const getCaller = operation({
  id: 'getCaller',
  method: 'GET',
  path: '/tenants/{tenant}/caller',
  summary: 'Say who asks, and what they may',
  scope: null,
  role: null,
  params: z.strictObject({}),
  query: null,
  body: null,
  result: callerResult,
  perform: async ({ deps, caller: { sub, role }, tenant }) => {
    const user = sub === null ? null : await deps.storage.users.find(tenant.tenant_id, sub);
    return {
      sub,
      name: user === null ? null : nameOf(user.claims),
      email: user?.email ?? null,
      role,
      may_create_apps: tenant.settings.developers === 'anyone' || reaches(role, 'developer'),
    };
  },
});

export const callerOperations = [getCaller] as const;
