import { z } from 'zod';
import {
  createApp as create,
  describeApp,
  listApps as list,
  deleteApp as remove,
  showApp,
  updateApp as update,
} from '../apps.ts';
import { appChange, appFilter, approvalInput, newApp, reasonInput } from '../apps-contract.ts';
import { describeEntry, listDirectory as directory } from '../apps-directory.ts';
import {
  approveApp as approve,
  reinstateApp as reinstate,
  returnApp as sendBack,
  submitApp as submit,
  suspendApp as suspend,
  withdrawApp as withdraw,
} from '../apps-review.ts';
import { appPartOperations } from './app-parts.ts';
import { appResult, deletedApp, directoryEntry } from './app-schemas.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

const APP = '/tenants/{tenant}/apps/{app_id}';
const oneApp = z.strictObject({ app_id: z.string() });
const read = { scope: 'xenia:apps:read', role: null } as const;
const write = { scope: 'xenia:apps:write', role: null } as const;
/** What takes an app from one state to another: of the app as it was read. */
const step = { ...write, params: oneApp, query: null, result: appResult, revisioned: true } as const;
const review = { ...step, role: 'admin' } as const;

export const listApps = operation({
  id: 'listApps',
  method: 'GET',
  path: '/tenants/{tenant}/apps',
  summary: 'List apps: all for an administrator, else those that the caller develops',
  description: 'In order of their names.',
  ...read,
  params: z.strictObject({}),
  query: pageQuery.extend(appFilter.shape),
  body: null,
  result: pageOf(appResult),
  perform: (context, { query }) => {
    const { limit: _, cursor: __, ...filter } = query;
    return onePage(context, {
      id: 'listApps',
      query,
      load: (page) => list(context.deps, context.tenant, filter, page),
      key: ({ sort_key }) => sort_key,
      item: describeApp,
    });
  },
});

export const createApp = operation({
  id: 'createApp',
  method: 'POST',
  path: '/tenants/{tenant}/apps',
  summary: 'Make an app, as a draft',
  description: 'Who makes it is its first owner. Until it is approved, only its developers and test users can use it.',
  ...write,
  params: z.strictObject({}),
  query: null,
  body: newApp,
  result: appResult,
  creates: true,
  perform: ({ deps, tenant }, { body }) => create(deps, tenant, body),
});

export const getApp = operation({
  id: 'getApp',
  method: 'GET',
  path: APP,
  summary: 'Show an app',
  ...read,
  params: oneApp,
  query: null,
  body: null,
  result: appResult,
  revisioned: true,
  perform: ({ deps, tenant }, { params }) => showApp(deps, tenant, params.app_id),
});

export const updateApp = operation({
  id: 'updateApp',
  method: 'PATCH',
  path: APP,
  summary: 'Change what an app says of itself',
  description:
    'Of an approved app a new name, icon, homepage or visibility waits for a review (`proposed`), unless an administrator sets it; ' +
    'everything else is in force at once.',
  ...write,
  params: oneApp,
  query: null,
  body: appChange,
  result: appResult,
  revisioned: true,
  perform: ({ deps, tenant }, { params, body, revision }) =>
    update(deps, tenant, params.app_id, { change: body, revision }),
});

export const deleteApp = operation({
  id: 'deleteApp',
  method: 'DELETE',
  path: APP,
  summary: 'Delete an app with its clients and everything that they were given',
  description: 'For its owners and administrators. Its app_id is never given out again.',
  ...write,
  params: oneApp,
  query: null,
  body: null,
  result: deletedApp,
  perform: ({ deps, tenant }, { params }) => remove(deps, tenant, params.app_id),
});

export const submitApp = operation({
  id: 'submitApp',
  method: 'POST',
  path: `${APP}/submission`,
  summary: 'Submit an app, or what has changed of it, for review',
  description:
    'Answers with everything that is missing: a short description, a homepage, an enabled client, and for a public app where its clients ' +
    'say their terms and what becomes of personal data. An approved app is submitted again for scopes that demand a review.',
  ...step,
  body: null,
  perform: ({ deps, tenant }, { params: { app_id }, revision }) => submit(deps, tenant, { app_id, revision }),
});

export const withdrawApp = operation({
  id: 'withdrawApp',
  method: 'DELETE',
  path: `${APP}/submission`,
  summary: 'Withdraw what waits for a review',
  description:
    'As long as nobody has decided. A new app is a draft again; of an approved one what was approved stays, and the change that waited is ' +
    'gone.',
  ...step,
  body: null,
  perform: ({ deps, tenant }, { params: { app_id }, revision }) => withdraw(deps, tenant, { app_id, revision }),
});

export const approveApp = operation({
  id: 'approveApp',
  method: 'POST',
  path: `${APP}/approval`,
  summary: 'Approve what was submitted',
  description: 'With If-Match it is approved only as it was read. Its developers are told by mail; likewise below.',
  ...review,
  body: approvalInput,
  perform: ({ deps, tenant }, { params: { app_id }, body, revision }) =>
    approve(deps, tenant, { app_id, revision }, body),
});

export const returnApp = operation({
  id: 'returnApp',
  method: 'POST',
  path: `${APP}/return`,
  summary: 'Send what was submitted back, with the reason',
  ...review,
  body: reasonInput,
  perform: ({ deps, tenant }, { params: { app_id }, body, revision }) =>
    sendBack(deps, tenant, { app_id, revision }, body),
});

export const suspendApp = operation({
  id: 'suspendApp',
  method: 'PUT',
  path: `${APP}/suspension`,
  summary: 'Suspend an approved app, with the reason',
  description: 'From here on nobody can use it, and its tokens are dead.',
  ...review,
  body: reasonInput,
  perform: ({ deps, tenant }, { params: { app_id }, body, revision }) =>
    suspend(deps, tenant, { app_id, revision }, body),
});

export const reinstateApp = operation({
  id: 'reinstateApp',
  method: 'DELETE',
  path: `${APP}/suspension`,
  summary: 'Lift the suspension of an app',
  description: 'Those of its tokens live again that have not expired meanwhile.',
  ...review,
  body: null,
  perform: ({ deps, tenant }, { params: { app_id }, revision }) => reinstate(deps, tenant, { app_id, revision }),
});

export const listDirectory = operation({
  id: 'listDirectory',
  method: 'GET',
  path: '/tenants/{tenant}/directory',
  summary: 'List the apps that everybody sees: public and approved',
  description: 'In order of their names. The same stands at `{issuer}/directory` for people.',
  scope: null,
  role: null,
  params: z.strictObject({}),
  query: pageQuery.extend({ search: appFilter.shape.search }),
  body: null,
  result: pageOf(directoryEntry),
  perform: (context, { query }) =>
    onePage(context, {
      id: 'listDirectory',
      query,
      load: (page) => directory(context.deps, context.tenant, query.search ?? '', page),
      key: ({ sort_key }) => sort_key,
      item: describeEntry,
    }),
});

export const appOperations = [
  listApps,
  createApp,
  getApp,
  updateApp,
  deleteApp,
  submitApp,
  withdrawApp,
  approveApp,
  returnApp,
  suspendApp,
  reinstateApp,
  ...appPartOperations,
  listDirectory,
] as const;
