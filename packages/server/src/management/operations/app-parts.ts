import { z } from 'zod';
import { listAppClients as clients, placeClient } from '../apps-clients.ts';
import { developerInput, newTerms, testerInput } from '../apps-contract.ts';
import {
  addAppDeveloper as addDeveloper,
  addAppTester as addTester,
  describePerson,
  listAppPeople,
  removeAppPerson,
} from '../apps-people.ts';
import { describeSubscriber, subscriberKey, listSubscribers as subscribers } from '../apps-subscribers.ts';
import { describeTerms, publishTerms as publish, listTerms as terms } from '../apps-terms.ts';
import { describeClient } from '../client-information.ts';
import { createClient } from '../clients.ts';
import { newClient } from '../contract.ts';
import { appPersonResult, placedClient, removedPerson, subscriberResult, termsResult } from './app-schemas.ts';
import { clientResult, issuedClientResult } from './client-schemas.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

/** What belongs to an app: its clients, people, subscribers and terms. */

const APP = '/tenants/{tenant}/apps/{app_id}';
const oneApp = z.strictObject({ app_id: z.string() });
const onePerson = z.strictObject({ app_id: z.string(), sub: z.string() });
const oneClient = z.strictObject({ app_id: z.string(), client_id: z.string() });
const read = { method: 'GET', scope: 'xenia:apps:read', role: null, query: pageQuery, body: null } as const;
const write = { scope: 'xenia:apps:write', role: null, query: null } as const;

export const listAppClients = operation({
  id: 'listAppClients',
  path: `${APP}/clients`,
  summary: 'List the clients of an app',
  ...read,
  params: oneApp,
  result: pageOf(clientResult),
  perform: (context, { params, query }) =>
    onePage(context, {
      id: `listAppClients ${params.app_id}`,
      query,
      load: (page) => clients(context.deps, context.tenant, params.app_id, page),
      key: ({ client_id }) => client_id,
      item: (record) => describeClient(context.tenant, record),
    }),
});

export const createAppClient = operation({
  id: 'createAppClient',
  method: 'POST',
  path: `${APP}/clients`,
  summary: 'Register a client of an app',
  description: 'The secret, where there is one, is in this answer and never again.',
  ...write,
  params: oneApp,
  body: newClient.omit({ app_id: true }),
  result: issuedClientResult,
  creates: true,
  perform: ({ deps, tenant, capabilities }, { params, body }) =>
    createClient(deps, tenant, capabilities, { ...body, app_id: params.app_id }),
});

export const addAppClient = operation({
  id: 'addAppClient',
  method: 'PUT',
  path: `${APP}/clients/{client_id}`,
  summary: 'Move a client into an app, out of whichever it was in',
  ...write,
  role: 'admin',
  params: oneClient,
  body: null,
  result: placedClient,
  perform: ({ deps, tenant }, { params }) => placeClient(deps, tenant, params),
});

export const removeAppClient = operation({
  id: 'removeAppClient',
  method: 'DELETE',
  path: `${APP}/clients/{client_id}`,
  summary: "Make a client of an app the administrators' alone",
  ...write,
  role: 'admin',
  params: oneClient,
  body: null,
  result: placedClient,
  perform: ({ deps, tenant }, { params: { app_id, client_id } }) =>
    placeClient(deps, tenant, { client_id, app_id: null, from: app_id }),
});

export const listAppDevelopers = operation({
  id: 'listAppDevelopers',
  path: `${APP}/developers`,
  summary: 'List who makes an app: its owners and developers',
  ...read,
  params: oneApp,
  result: pageOf(appPersonResult),
  perform: (context, { params: { app_id }, query }) =>
    onePage(context, {
      id: `listAppDevelopers ${app_id}`,
      query,
      load: (page) => listAppPeople(context.deps, context.tenant, { app_id, kind: 'developers' }, page),
      key: ({ sub }) => sub,
      item: describePerson,
    }),
});

export const addAppDeveloper = operation({
  id: 'addAppDeveloper',
  method: 'POST',
  path: `${APP}/developers`,
  summary: 'Make a user a developer or an owner of an app',
  description: 'For its owners and administrators. Changes what they are, if they are one already.',
  ...write,
  params: oneApp,
  body: developerInput,
  result: appPersonResult,
  creates: true,
  perform: ({ deps, tenant }, { params, body }) => addDeveloper(deps, tenant, params.app_id, body),
});

export const removeAppDeveloper = operation({
  id: 'removeAppDeveloper',
  method: 'DELETE',
  path: `${APP}/developers/{sub}`,
  summary: 'Take a developer or an owner off an app',
  description: 'For its owners and administrators; everybody may leave. The last owner stays.',
  ...write,
  params: onePerson,
  body: null,
  result: removedPerson,
  perform: ({ deps, tenant }, { params }) => removeAppPerson(deps, tenant, { ...params, kind: 'developers' }),
});

export const listAppTesters = operation({
  id: 'listAppTesters',
  path: `${APP}/testers`,
  summary: 'List the test users of an app',
  ...read,
  params: oneApp,
  result: pageOf(appPersonResult),
  perform: (context, { params: { app_id }, query }) =>
    onePage(context, {
      id: `listAppTesters ${app_id}`,
      query,
      load: (page) => listAppPeople(context.deps, context.tenant, { app_id, kind: 'testers' }, page),
      key: ({ sub }) => sub,
      item: describePerson,
    }),
});

export const addAppTester = operation({
  id: 'addAppTester',
  method: 'POST',
  path: `${APP}/testers`,
  summary: 'Let a user try an app that is not approved',
  ...write,
  params: oneApp,
  body: testerInput,
  result: appPersonResult,
  creates: true,
  perform: ({ deps, tenant }, { params, body }) => addTester(deps, tenant, params.app_id, body),
});

export const removeAppTester = operation({
  id: 'removeAppTester',
  method: 'DELETE',
  path: `${APP}/testers/{sub}`,
  summary: 'Take a test user off an app',
  description: 'While the app is not approved, what they had allowed it is dead from here on.',
  ...write,
  params: onePerson,
  body: null,
  result: removedPerson,
  perform: ({ deps, tenant }, { params }) => removeAppPerson(deps, tenant, { ...params, kind: 'testers' }),
});

export const listSubscribers = operation({
  id: 'listSubscribers',
  path: `${APP}/subscribers`,
  summary: 'List who has an app installed, and since when',
  description: 'No more of a person than the app itself may know: never an e-mail address, a name only with `profile`.',
  ...read,
  params: oneApp,
  result: pageOf(subscriberResult),
  perform: (context, { params, query }) =>
    onePage(context, {
      id: `listSubscribers ${params.app_id}`,
      query,
      load: (page) => subscribers(context.deps, context.tenant, params.app_id, page),
      key: subscriberKey,
      item: describeSubscriber,
    }),
});

export const listTerms = operation({
  id: 'listTerms',
  path: `${APP}/terms`,
  summary: 'List the versions of the terms of an app, newest first',
  ...read,
  params: oneApp,
  result: pageOf(termsResult),
  perform: (context, { params, query }) =>
    onePage(context, {
      id: `listTerms ${params.app_id}`,
      query,
      load: (page) => terms(context.deps, context.tenant, params.app_id, page),
      key: ({ version }) => String(version),
      item: describeTerms,
    }),
});

export const publishTerms = operation({
  id: 'publishTerms',
  method: 'POST',
  path: `${APP}/terms`,
  summary: 'Publish a new version of the terms of an app',
  description: 'Every user is asked to agree to it before they go on to the app the next time.',
  ...write,
  params: oneApp,
  body: newTerms,
  result: termsResult,
  creates: true,
  perform: ({ deps, tenant }, { params, body }) => publish(deps, tenant, params.app_id, body),
});

export const appPartOperations = [
  listAppClients,
  createAppClient,
  addAppClient,
  removeAppClient,
  listAppDevelopers,
  addAppDeveloper,
  removeAppDeveloper,
  listAppTesters,
  addAppTester,
  removeAppTester,
  listSubscribers,
  listTerms,
  publishTerms,
] as const;
