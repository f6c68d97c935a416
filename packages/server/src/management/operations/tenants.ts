import { z } from 'zod';
import { newTenant, tenantChange } from '../contract.ts';
import { presetResult, settingResult, tenantResult } from '../contract-results.ts';
import { describeSettings } from '../settings-description.ts';
import { listPresets as presets } from '../tenant-presets.ts';
import {
  createTenant as create,
  setTenantDisabled,
  showTenant,
  tenantPage,
  updateTenant as update,
} from '../tenants.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';
import { pageOfWhole } from './whole-list.ts';

const none = z.strictObject({});
/** Not {tenant}: one that is disabled is known by nothing but its name. */
const named = z.strictObject({ name: z.string() });

export const listTenants = operation({
  id: 'listTenants',
  method: 'GET',
  path: '/tenants',
  summary: 'List the tenants',
  description: 'In order of their names. Every one for operators; for an admin, the one that their account is in.',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: none,
  query: pageQuery,
  body: null,
  result: pageOf(tenantResult),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listTenants',
      query,
      load: (page) => tenantPage(context.deps, context.tenant, page),
      key: ({ name }) => name,
      item: (tenant) => tenant,
    }),
});

export const createTenant = operation({
  id: 'createTenant',
  method: 'POST',
  path: '/tenants',
  summary: 'Create a tenant: an issuer with its own users, apps, signing keys and settings',
  scope: 'xenia:settings:write',
  role: 'operator',
  params: none,
  query: null,
  body: newTenant,
  result: tenantResult,
  creates: true,
  perform: ({ deps }, { body }) => create(deps, body),
});

export const getTenant = operation({
  id: 'getTenant',
  method: 'GET',
  path: '/tenants/{tenant}',
  summary: 'Show a tenant and its settings',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: none,
  query: null,
  body: null,
  result: tenantResult,
  revisioned: true,
  perform: ({ deps, tenant }) => showTenant(deps, tenant.name),
});

export const updateTenant = operation({
  id: 'updateTenant',
  method: 'PATCH',
  path: '/tenants/{tenant}',
  summary: 'Change what is given of a tenant',
  description: 'Absent settings stay as they are; `null` resets one to its default. What they mean: getSettingsSchema.',
  scope: 'xenia:settings:write',
  role: 'admin',
  params: none,
  query: null,
  body: tenantChange,
  result: tenantResult,
  revisioned: true,
  perform: ({ deps, tenant }, { body, revision }) => update(deps, tenant.name, body, revision),
});

export const disableTenant = operation({
  id: 'disableTenant',
  method: 'PUT',
  path: '/tenants/{name}/disabled',
  summary: 'Disable a tenant: nobody signs in there and no token of it counts',
  description: 'Not the one that your own account is in: `409`.',
  scope: 'xenia:settings:write',
  role: 'operator',
  params: named,
  query: null,
  body: null,
  result: tenantResult,
  perform: ({ deps }, { params }) => setTenantDisabled(deps, params.name, true),
});

export const enableTenant = operation({
  id: 'enableTenant',
  method: 'DELETE',
  path: '/tenants/{name}/disabled',
  summary: 'Enable a tenant again, with everything that it had',
  scope: 'xenia:settings:write',
  role: 'operator',
  params: named,
  query: null,
  body: null,
  result: tenantResult,
  perform: ({ deps }, { params }) => setTenantDisabled(deps, params.name, false),
});

export const listPresets = operation({
  id: 'listPresets',
  method: 'GET',
  path: '/presets',
  summary: 'List what a new tenant can start with',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: none,
  query: pageQuery,
  body: null,
  result: pageOf(presetResult),
  perform: (context, { query }) =>
    pageOfWhole(context, { id: 'listPresets', query, rows: presets(), key: ({ name }) => name }),
});

export const getSettingsSchema = operation({
  id: 'getSettingsSchema',
  method: 'GET',
  path: '/settings-schema',
  summary: 'Say which settings a tenant has, and what each means',
  scope: 'xenia:settings:read',
  role: 'admin',
  params: none,
  query: null,
  body: null,
  result: z.strictObject({ settings: z.array(settingResult) }),
  perform: async () => ({ settings: describeSettings() }),
});

export const tenantOperations = [
  listTenants,
  createTenant,
  getTenant,
  updateTenant,
  disableTenant,
  enableTenant,
  listPresets,
  getSettingsSchema,
] as const;
