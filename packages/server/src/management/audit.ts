import { setImmediate } from 'node:timers/promises';
import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import { isJsonObject } from '@xenia/protocol/json-object';
import type { AuditFilter } from '../storage/audit-port.ts';
import type { AuditEventRecord } from '../storage/audit-records.ts';
import type { Page } from '../storage/port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ManagementDeps } from './management-deps.ts';
import { ManagementError } from './management-error.ts';
import { findUser } from './users.ts';

type AuditDeps = Pick<ManagementDeps, 'caller' | 'storage'>;

/** Who did what, when and from where. With `previous_hash` of the event before it, everything that `hash` covers (RFC 8785). */
export type AuditInformation = Pick<
  AuditEventRecord,
  'seq' | 'audit_id' | 'at' | 'actor' | 'action' | 'client_id' | 'sub' | 'address' | 'request_id' | 'hash'
> & { details: Record<string, unknown> };

/** `user`: the subject or the e-mail address of an account. Absent or undefined: all. */
export type AuditSearch = { [Name in keyof Omit<AuditFilter, 'sub'>]: AuditFilter[Name] | undefined } & {
  user?: string | undefined;
};

/** One page; the key is audit_id. Throws ManagementError. */
export async function searchAuditEvents(
  deps: AuditDeps,
  tenant: Tenant,
  search: AuditSearch,
  page: Page,
): Promise<AuditEventRecord[]> {
  return deps.storage.audit.list(tenant.tenant_id, await filterOf(deps, tenant, search), page);
}

export function describeAuditEvent(record: AuditEventRecord): AuditInformation {
  const { seq, audit_id, at, actor, action, client_id, sub, address, request_id, hash } = record;
  const details = parseDetails(record.details);
  return { seq, audit_id, at, actor, action, client_id, sub, address, request_id, details, hash };
}

const CHAIN_PAGE = 200;

/** The events behind `after` in the order of the chain, for an export that can be verified by itself. */
export async function* exportAuditLog(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  after: number,
): AsyncGenerator<AuditInformation> {
  for (let last: number | undefined = after; last !== undefined; ) {
    const { events } = await storage.audit.chain(tenant_id, last, CHAIN_PAGE);
    for (const event of events) yield describeAuditEvent(event);
    last = events.at(-1)?.seq;
    // An embedded database answers at once: without a pause nothing else would be served until the end.
    await setImmediate();
  }
}

/** What users and clients are called now, for whoever reads the log; those that are gone are left out. */
export interface AuditNames {
  /** E-mail addresses by subject. */
  users: Record<string, string>;
  clients: Record<string, string>;
}

export async function auditNames(
  { storage }: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  { subs, client_ids }: { readonly subs: readonly string[]; readonly client_ids: readonly string[] },
): Promise<AuditNames> {
  const [users, clients] = await Promise.all([
    named(subs, async (sub) => (await storage.users.find(tenant_id, sub))?.email),
    named(client_ids, async (client_id) => {
      const found = await storage.clients.find(tenant_id, client_id);
      return found === null ? undefined : (JSON.parse(found.client.metadata) as ClientMetadata).client_name;
    }),
  ]);
  return { users, clients };
}

async function named(
  ids: readonly string[],
  nameOf: (id: string) => Promise<string | undefined>,
): Promise<Record<string, string>> {
  const names = await Promise.all([...new Set(ids)].map(async (id) => [id, await nameOf(id)] as const));
  return Object.fromEntries(names.flatMap(([id, name]) => (name ? [[id, name]] : [])));
}

async function filterOf(deps: AuditDeps, tenant: Tenant, { user, ...search }: AuditSearch): Promise<AuditFilter> {
  const sub = user === undefined ? undefined : await subOf(deps, tenant, user);
  return Object.fromEntries(Object.entries({ ...search, sub }).filter(([, value]) => value !== undefined));
}

/** Also of whoever was deleted, as far as the subject is known. */
async function subOf(deps: AuditDeps, tenant: Tenant, user: string): Promise<string> {
  try {
    return (await findUser(deps, tenant, user)).sub;
  } catch (error) {
    if (error instanceof ManagementError && error.kind === 'not_found' && !user.includes('@')) return user;
    throw error;
  }
}

/** What somebody put there in place of an object must not hide the rest of the log. */
function parseDetails(text: string): Record<string, unknown> {
  try {
    const details: unknown = JSON.parse(text);
    if (isJsonObject(details)) return details;
  } catch {
    // As below.
  }
  return { unreadable: text };
}
