import { z } from 'zod';
import { FOREVER } from '../../storage/records.ts';
import { newPassword } from '../contract.ts';
import { factorsResetResult, mailedLinkResult, sessionResult, sessionsEndedResult } from '../contract-results.ts';
import { resetUserFactors as resetFactors, sendPasswordReset as sendReset } from '../user-recovery.ts';
import {
  endUserSession as endSession,
  endUserSessions as endSessions,
  listUserSessions as sessions,
} from '../user-sessions.ts';
import { setUserPassword as setPassword } from '../users.ts';
import { operation } from './operation.ts';
import { pageOf, pageQuery } from './paging.ts';
import { pageOfWhole, sortable } from './whole-list.ts';

const USER = '/tenants/{tenant}/users/{sub}';
const read = { scope: 'xenia:users:read', role: 'admin' } as const;
const write = { scope: 'xenia:users:write', role: 'admin' } as const;
const oneUser = z.strictObject({ sub: z.string() });
const ABOVE = 'Nobody does this to a user whose role is above their own: `403`.';

export const setUserPassword = operation({
  id: 'setUserPassword',
  method: 'PUT',
  path: `${USER}/password`,
  summary: 'Set a password in place of whichever the user had; all their sessions end',
  description: `A mail tells them. A second factor stays what it was. ${ABOVE}`,
  ...write,
  params: oneUser,
  query: null,
  body: newPassword,
  result: sessionsEndedResult,
  perform: ({ deps, tenant }, { params, body }) => setPassword(deps, tenant, params.sub, body),
});

export const sendPasswordReset = operation({
  id: 'sendPasswordReset',
  method: 'POST',
  path: `${USER}/password-reset`,
  summary: 'Mail a user a link with which they choose a new password',
  description: `It takes earlier links back. ${ABOVE}`,
  ...write,
  params: oneUser,
  query: null,
  body: null,
  result: mailedLinkResult,
  perform: ({ deps, tenant }, { params }) => sendReset(deps, tenant, params.sub),
});

export const resetUserFactors = operation({
  id: 'resetUserFactors',
  method: 'DELETE',
  path: `${USER}/factors`,
  summary: 'Take away passkeys, authenticator app and recovery codes of a user who has lost them',
  description: `Their sessions end, and a mail tells them. From then on a password alone signs them in. ${ABOVE}`,
  ...write,
  params: oneUser,
  query: null,
  body: null,
  result: factorsResetResult,
  perform: ({ deps, tenant }, { params }) => resetFactors(deps, tenant, params.sub),
});

export const listUserSessions = operation({
  id: 'listUserSessions',
  method: 'GET',
  path: `${USER}/sessions`,
  summary: 'List the browsers on which a user is signed in, the newest first',
  ...read,
  params: oneUser,
  query: pageQuery,
  body: null,
  result: pageOf(sessionResult),
  perform: async (context, { params, query }) =>
    pageOfWhole(context, {
      id: `listUserSessions ${params.sub}`,
      query,
      rows: await sessions(context.deps, context.tenant, params.sub),
      key: ({ created_at, sid }) => `${sortable(FOREVER - created_at)} ${sid}`,
    }),
});

export const endUserSession = operation({
  id: 'endUserSession',
  method: 'DELETE',
  path: `${USER}/sessions/{sid}`,
  summary: 'Sign a user out on one browser; apps that took part are told',
  description: ABOVE,
  ...write,
  params: oneUser.extend({ sid: z.string() }),
  query: null,
  body: null,
  result: null,
  perform: ({ deps, tenant }, { params }) => endSession(deps, tenant, params.sub, params.sid),
});

export const endUserSessions = operation({
  id: 'endUserSessions',
  method: 'DELETE',
  path: `${USER}/sessions`,
  summary: 'Sign a user out everywhere; apps that took part are told',
  description: ABOVE,
  ...write,
  params: oneUser,
  query: null,
  body: null,
  result: sessionsEndedResult,
  perform: ({ deps, tenant }, { params }) => endSessions(deps, tenant, params.sub),
});

/** How users get into their account, and where they are in it. */
export const userAccessOperations = [
  setUserPassword,
  sendPasswordReset,
  resetUserFactors,
  listUserSessions,
  endUserSession,
  endUserSessions,
] as const;
