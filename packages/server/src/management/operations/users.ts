import { z } from 'zod';
import { newInvitation, newUser, userChange } from '../contract.ts';
import {
  grantResult,
  mailedLinkResult,
  organizationOfUserResult,
  shownUserResult,
  userImpactResult,
  userResult,
} from '../contract-results.ts';
import { grantsOfUser } from '../grants.ts';
import { inviteUser as invite } from '../invitations.ts';
import { organizationsOfUser } from '../organization-lists.ts';
import { describeOrganization } from '../organizations.ts';
import { updateUser as update } from '../user-change.ts';
import { userImpact } from '../user-impact.ts';
import {
  createUser as create,
  describeUser,
  deleteUser as remove,
  setUserDisabled,
  showUser,
  userPage,
} from '../users.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const USERS = '/tenants/{tenant}/users';
const USER = `${USERS}/{sub}` as const;
const read = { scope: 'xenia:users:read', role: 'admin' } as const;
const write = { scope: 'xenia:users:write', role: 'admin' } as const;
const none = z.strictObject({});
const oneUser = z.strictObject({ sub: z.string() });
const ABOVE = 'Nobody does this to a user whose role is above their own: `403`.';

export const listUsers = operation({
  id: 'listUsers',
  method: 'GET',
  path: USERS,
  summary: 'List the users of a tenant',
  description: 'In order of their addresses.',
  ...read,
  params: none,
  query: pageQuery.extend({
    search: z.string().max(254).optional().describe('The beginning of the address, or the whole sub.'),
  }),
  body: null,
  result: pageOf(userResult),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listUsers',
      query,
      load: (page) => userPage(context.deps, context.tenant, query.search ?? '', page),
      key: ({ email_key }) => email_key,
      item: describeUser,
    }),
});

export const createUser = operation({
  id: 'createUser',
  method: 'POST',
  path: USERS,
  summary: 'Create a user',
  description: 'Without a password they choose one with the link of sendPasswordReset.',
  ...write,
  params: none,
  query: null,
  body: newUser,
  result: userResult,
  creates: true,
  perform: ({ deps, tenant }, { body }) => create(deps, tenant, body),
});

export const inviteUser = operation({
  id: 'inviteUser',
  method: 'POST',
  path: '/tenants/{tenant}/invitations',
  summary: 'Mail somebody a link with which they make their account',
  description: 'It takes an earlier invitation of that address back. The link is in the mail and nowhere else.',
  ...write,
  params: none,
  query: null,
  body: newInvitation,
  result: mailedLinkResult,
  creates: true,
  perform: ({ deps, tenant }, { body }) => invite(deps, tenant, body),
});

export const getUser = operation({
  id: 'getUser',
  method: 'GET',
  path: USER,
  summary: 'Show a user, and what they can sign in with besides a password',
  ...read,
  params: oneUser,
  query: null,
  body: null,
  result: shownUserResult,
  perform: ({ deps, tenant }, { params }) => showUser(deps, tenant, params.sub),
});

export const updateUser = operation({
  id: 'updateUser',
  method: 'PATCH',
  path: USER,
  summary: 'Change what is given of a user',
  description: `Absent members and claims stay as they are; null removes a claim. A new address is unverified unless it is said to be, and the old one is told. ${ABOVE}`,
  ...write,
  params: oneUser,
  query: null,
  body: userChange,
  result: userResult,
  perform: ({ deps, tenant }, { params, body }) => update(deps, tenant, params.sub, body),
});

export const deleteUser = operation({
  id: 'deleteUser',
  method: 'DELETE',
  path: USER,
  summary: 'Delete a user with all that is theirs, for good',
  description: `What that is: getUserImpact. A mail says goodbye. The last operator stays: \`409\`. ${ABOVE}`,
  ...write,
  params: oneUser,
  query: null,
  body: null,
  result: null,
  async perform({ deps, tenant }, { params }) {
    await remove(deps, tenant, params.sub);
  },
});

export const getUserImpact = operation({
  id: 'getUserImpact',
  method: 'GET',
  path: `${USER}/impact`,
  summary: 'Say what a user takes along when they are deleted',
  ...read,
  params: oneUser,
  query: null,
  body: null,
  result: userImpactResult,
  perform: ({ deps, tenant }, { params }) => userImpact(deps, tenant, params.sub),
});

export const disableUser = operation({
  id: 'disableUser',
  method: 'PUT',
  path: `${USER}/disabled`,
  summary: 'Disable a user: their sessions end, and no token of theirs counts',
  description: `The last operator stays: \`409\`. ${ABOVE}`,
  ...write,
  params: oneUser,
  query: null,
  body: null,
  result: userResult,
  perform: ({ deps, tenant }, { params }) => setUserDisabled(deps, tenant, params.sub, true),
});

export const enableUser = operation({
  id: 'enableUser',
  method: 'DELETE',
  path: `${USER}/disabled`,
  summary: 'Enable a user again, with the tokens that they had; failed attempts to sign in are forgotten',
  description: ABOVE,
  ...write,
  params: oneUser,
  query: null,
  body: null,
  result: userResult,
  perform: ({ deps, tenant }, { params }) => setUserDisabled(deps, tenant, params.sub, false),
});

export const listUserGrants = operation({
  id: 'listUserGrants',
  method: 'GET',
  path: `${USER}/grants`,
  summary: 'List the apps that a user has installed',
  ...read,
  params: oneUser,
  query: pageQuery,
  body: null,
  result: pageOf(grantResult),
  perform: (context, { params, query }) =>
    onePage(context, {
      id: `listUserGrants ${params.sub}`,
      query,
      load: (page) => grantsOfUser(context.deps, context.tenant, params.sub, page),
      key: ({ grant_id }) => grant_id,
      item: (grant) => grant,
    }),
});

export const listUserOrganizations = operation({
  id: 'listUserOrganizations',
  method: 'GET',
  path: `${USER}/organizations`,
  summary: 'List the organizations that a user belongs to, and what they are there',
  scope: 'xenia:organizations:read',
  role: 'admin',
  params: oneUser,
  query: pageQuery,
  body: null,
  result: pageOf(organizationOfUserResult),
  perform: (context, { params, query }) =>
    onePage(context, {
      id: `listUserOrganizations ${params.sub}`,
      query,
      load: (page) => organizationsOfUser(context.deps, context.tenant, params.sub, page),
      key: ({ organization }) => organization.org_id,
      item: ({ organization, ...rest }) => ({ ...describeOrganization(organization), ...rest }),
    }),
});

export const userOperations = [
  listUsers,
  createUser,
  inviteUser,
  getUser,
  updateUser,
  deleteUser,
  getUserImpact,
  disableUser,
  enableUser,
  listUserGrants,
  listUserOrganizations,
] as const;
