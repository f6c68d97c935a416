import { z } from 'zod';
import { describeAdministrator, setUserRole as setRole } from '../administrators.ts';
import { userRole } from '../contract.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

/** A user and what they may in the consoles. */
export const administratorResult = z.strictObject({
  sub: z.string(),
  email: z.string(),
  role: userRole.shape.role.describe('null: an ordinary user.'),
  created_at: z.int(),
  disabled_at: z.int().nullable(),
});

export const listAdministrators = operation({
  id: 'listAdministrators',
  method: 'GET',
  path: '/tenants/{tenant}/administrators',
  summary: 'List the users who have a role',
  description: 'Developers, admins and operators whose account is in the tenant, in order of their address.',
  scope: 'xenia:users:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery,
  body: null,
  result: pageOf(administratorResult),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listAdministrators',
      query,
      load: (page) => context.deps.storage.administrators.list(context.tenant.tenant_id, page),
      key: ({ email_key }) => email_key,
      item: describeAdministrator,
    }),
});

export const setUserRole = operation({
  id: 'setUserRole',
  method: 'PUT',
  path: '/tenants/{tenant}/users/{sub}/role',
  summary: 'Give a user a role, or take it',
  description:
    'It counts from the next request on. Nobody gives a role above their own, nor changes a user whose role is: `403`. The last operator of the installation stays one: `409`.',
  scope: 'xenia:users:write',
  role: 'admin',
  params: z.strictObject({ sub: z.string() }),
  query: null,
  body: userRole,
  result: administratorResult,
  perform: ({ deps, caller, tenant }, { params, body }) => setRole({ ...deps, caller }, tenant, params.sub, body),
});

export const administratorOperations = [listAdministrators, setUserRole] as const;
