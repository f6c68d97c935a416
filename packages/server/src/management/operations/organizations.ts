import { z } from 'zod';
import { memberInput, memberRole, newOrganization, organizationChange } from '../contract.ts';
import { disabledOrganizationResult, memberResult, membershipResult, organizationResult } from '../contract-results.ts';
import { memberPage, organizationPage } from '../organization-lists.ts';
import {
  addMember as add,
  createOrganization as create,
  describeOrganization,
  deleteOrganization as remove,
  removeMember as removeFrom,
  renameOrganization,
  setOrganizationDisabled,
  setMemberRole as setRole,
  getOrganization as show,
} from '../organizations.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const ORGANIZATIONS = '/tenants/{tenant}/organizations';
const ORGANIZATION = `${ORGANIZATIONS}/{org_id}` as const;
const read = { scope: 'xenia:organizations:read', role: 'admin' } as const;
const write = { scope: 'xenia:organizations:write', role: 'admin' } as const;
const oneOrganization = z.strictObject({ org_id: z.string() });
const oneMember = oneOrganization.extend({ sub: z.string() });

export const listOrganizations = operation({
  id: 'listOrganizations',
  method: 'GET',
  path: ORGANIZATIONS,
  summary: 'List the organizations of a tenant',
  description: 'In order of their names. Those of one user: listUserOrganizations.',
  ...read,
  params: z.strictObject({}),
  query: pageQuery.extend({ search: z.string().max(200).optional().describe('The beginning of the name.') }),
  body: null,
  result: pageOf(organizationResult),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listOrganizations',
      query,
      load: (page) => organizationPage(context.deps, context.tenant, query.search ?? '', page),
      key: ({ list_key }) => list_key,
      item: describeOrganization,
    }),
});

export const createOrganization = operation({
  id: 'createOrganization',
  method: 'POST',
  path: ORGANIZATIONS,
  summary: 'Create an organization with its first owner',
  ...write,
  params: z.strictObject({}),
  query: null,
  body: newOrganization,
  result: organizationResult,
  creates: true,
  perform: ({ deps, tenant }, { body }) => create(deps, tenant, body),
});

export const getOrganization = operation({
  id: 'getOrganization',
  method: 'GET',
  path: ORGANIZATION,
  summary: 'Show an organization',
  ...read,
  params: oneOrganization,
  query: null,
  body: null,
  result: organizationResult,
  perform: ({ deps, tenant }, { params }) => show(deps, tenant, params.org_id),
});

export const updateOrganization = operation({
  id: 'updateOrganization',
  method: 'PATCH',
  path: ORGANIZATION,
  summary: 'Rename an organization',
  ...write,
  params: oneOrganization,
  query: null,
  body: organizationChange,
  result: organizationResult,
  perform: ({ deps, tenant }, { params, body }) => renameOrganization(deps, tenant, params.org_id, body),
});

export const deleteOrganization = operation({
  id: 'deleteOrganization',
  method: 'DELETE',
  path: ORGANIZATION,
  summary: 'Delete an organization and uninstall every app from it, for good',
  ...write,
  params: oneOrganization,
  query: null,
  body: null,
  result: null,
  async perform({ deps, tenant }, { params }) {
    await remove(deps, tenant, params.org_id);
  },
});

export const disableOrganization = operation({
  id: 'disableOrganization',
  method: 'PUT',
  path: `${ORGANIZATION}/disabled`,
  summary: 'Disable an organization: every app is uninstalled from it; its members stay',
  ...write,
  params: oneOrganization,
  query: null,
  body: null,
  result: disabledOrganizationResult,
  perform: ({ deps, tenant }, { params }) => setOrganizationDisabled(deps, tenant, params.org_id, true),
});

export const enableOrganization = operation({
  id: 'enableOrganization',
  method: 'DELETE',
  path: `${ORGANIZATION}/disabled`,
  summary: 'Enable an organization again',
  ...write,
  params: oneOrganization,
  query: null,
  body: null,
  result: disabledOrganizationResult,
  perform: ({ deps, tenant }, { params }) => setOrganizationDisabled(deps, tenant, params.org_id, false),
});

export const listMembers = operation({
  id: 'listMembers',
  method: 'GET',
  path: `${ORGANIZATION}/members`,
  summary: 'List who belongs to an organization',
  ...read,
  params: oneOrganization,
  query: pageQuery,
  body: null,
  result: pageOf(memberResult),
  perform: (context, { params, query }) =>
    onePage(context, {
      id: `listMembers ${params.org_id}`,
      query,
      load: (page) => memberPage(context.deps, context.tenant, params.org_id, page),
      key: ({ sub }) => sub,
      item: (member) => member,
    }),
});

export const addMember = operation({
  id: 'addMember',
  method: 'POST',
  path: `${ORGANIZATION}/members`,
  summary: 'Make a user a member of an organization',
  ...write,
  params: oneOrganization,
  query: null,
  body: memberInput,
  result: membershipResult,
  creates: true,
  perform: ({ deps, tenant }, { params, body }) => add(deps, tenant, params.org_id, body),
});

export const setMemberRole = operation({
  id: 'setMemberRole',
  method: 'PATCH',
  path: `${ORGANIZATION}/members/{sub}`,
  summary: 'Change what a member may do',
  description: 'The last owner stays one: `409`.',
  ...write,
  params: oneMember,
  query: null,
  body: memberRole,
  result: membershipResult,
  perform: ({ deps, tenant }, { params: { org_id, sub }, body }) =>
    setRole(deps, tenant, org_id, { ...body, user: sub }),
});

export const removeMember = operation({
  id: 'removeMember',
  method: 'DELETE',
  path: `${ORGANIZATION}/members/{sub}`,
  summary: 'End a membership and uninstall what that user has installed on the organization',
  description: 'The last owner stays: `409`.',
  ...write,
  params: oneMember,
  query: null,
  body: null,
  result: null,
  async perform({ deps, tenant }, { params: { org_id, sub } }) {
    await removeFrom(deps, tenant, org_id, sub);
  },
});

export const organizationOperations = [
  listOrganizations,
  createOrganization,
  getOrganization,
  updateOrganization,
  deleteOrganization,
  disableOrganization,
  enableOrganization,
  listMembers,
  addMember,
  setMemberRole,
  removeMember,
] as const;
