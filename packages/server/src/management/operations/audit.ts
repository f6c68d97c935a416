import { z } from 'zod';
import { auditNames, describeAuditEvent, searchAuditEvents } from '../audit.ts';
import { AUDIT_FAULTS } from '../audit-chain-check.ts';
import { verifyAuditLog } from '../audit-verification.ts';
import { operation } from './operation.ts';
import { onePage, pageOf, pageQuery } from './paging.ts';

export const auditEventResult = z.strictObject({
  seq: z.int().describe('1, 2, 3 … in the tenant, without a hole.'),
  audit_id: z.string().describe('Sorts by time.'),
  at: z.int(),
  actor: z.string().describe('`operator`, `user:<sub>`, `client:<client_id>` or `server`.'),
  action: z.string().describe('Such as `client.created`.'),
  client_id: z.string().nullable(),
  sub: z.string().nullable(),
  address: z.string().nullable().describe('The IP address that it came from; null: not from a request.'),
  request_id: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string().describe('SHA-256 of the event (RFC 8785) with `previous_hash`, the hash of the event before it.'),
});

const time = z.coerce.number().int().min(0).max(253_402_300_799);

export const listAuditEvents = operation({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/tenants/{tenant}/audit-events',
  summary: 'Search the audit log',
  description:
    'In order of time. An export for `xenia audit verify --file` is this list without filters, oldest first, one event a line in order of `seq`.',
  scope: 'xenia:audit:read',
  role: 'admin',
  params: z.strictObject({}),
  query: pageQuery.extend({
    client_id: z.string().optional(),
    user: z.string().optional().describe('Whom it was about: the subject or the e-mail address.'),
    actor: z.string().optional().describe('Who did it: `operator`, `user:<sub>`, `client:<client_id>` or `server`.'),
    action: z.string().optional().describe('A whole one, or all that begin with a word and a dot: `user.`.'),
    from: time.optional().describe('Not before (NumericDate).'),
    until: time.optional().describe('Before (NumericDate).'),
    order: z.enum(['newest_first', 'oldest_first']).default('newest_first'),
  }),
  body: null,
  result: pageOf(auditEventResult),
  perform: (context, { query }) => {
    const { limit: _, cursor: __, order, ...search } = query;
    return onePage(context, {
      id: 'listAuditEvents',
      query,
      load: (page) =>
        searchAuditEvents(context.deps, context.tenant, { ...search, newest_first: order === 'newest_first' }, page),
      key: ({ audit_id }) => audit_id,
      item: describeAuditEvent,
    });
  },
});

/** As many as stand on one page of the log, thrice over. */
const MOST_NAMES = 100;
const ids = z
  .string()
  .default('')
  .refine((text) => idsIn(text).length <= MOST_NAMES, `Ask for at most ${MOST_NAMES} at once.`);

function idsIn(text: string): string[] {
  return text.split(',').filter((id) => id !== '');
}

export const getAuditNames = operation({
  id: 'getAuditNames',
  method: 'GET',
  path: '/tenants/{tenant}/audit-log/names',
  summary: 'Find out what users and clients in the audit log are called now',
  description: 'The log itself names them by their ids, which stay. Those that are gone are left out.',
  scope: 'xenia:audit:read',
  role: 'admin',
  params: z.strictObject({}),
  query: z.strictObject({
    subs: ids.describe('Subjects of users, separated by commas.'),
    client_ids: ids.describe('Separated by commas.'),
  }),
  body: null,
  result: z.strictObject({
    users: z.record(z.string(), z.string()).describe('E-mail addresses by subject.'),
    clients: z.record(z.string(), z.string()).describe('Names by client_id.'),
  }),
  perform: ({ deps, tenant }, { query: { subs, client_ids } }) =>
    auditNames(deps, tenant, { subs: idsIn(subs), client_ids: idsIn(client_ids) }),
});

export const verifyAuditLogOperation = operation({
  id: 'verifyAuditLog',
  method: 'GET',
  path: '/tenants/{tenant}/audit-log/verification',
  summary: 'Find out whether the audit log is whole',
  description:
    'Reads the whole log. Keep `head` outside of the database and give it as `expect` the next time: only so is it found out when the log was put back to an earlier state.',
  scope: 'xenia:audit:read',
  role: 'admin',
  params: z.strictObject({}),
  query: z.strictObject({
    expect: z.string().optional().describe('A head that was kept elsewhere, as `<seq>:<hash>`.'),
  }),
  body: null,
  result: z.strictObject({
    whole: z.boolean(),
    events: z.int(),
    head: z.strictObject({ seq: z.int(), hash: z.string() }).nullable(),
    taken_over: z
      .int()
      .describe('Events up to this one were there before they were chained, and were taken over as they were found.'),
    findings: z.array(
      z.strictObject({
        fault: z.enum(AUDIT_FAULTS),
        from: z.int(),
        to: z.int().nullable().describe('null: nobody knows how many.'),
      }),
    ),
    more: z.boolean().describe('There is more that is wrong.'),
  }),
  perform: ({ deps, tenant }, { query }) => verifyAuditLog(deps, tenant, query),
});

export const auditOperations = [listAuditEvents, getAuditNames, verifyAuditLogOperation] as const;
