import type { Deps } from '../deps.ts';
import type { AuditEventRecord } from './audit-records.ts';
import type { Storage } from './port.ts';

/** Who did it. */
export type Actor = 'operator' | `user:${string}` | `client:${string}`;

/** Where it came from; absent or null: there was no request, or nobody knows. */
export interface EventOrigin {
  readonly address?: string | null;
  readonly request_id?: string | null;
}

export interface AuditEvent extends EventOrigin {
  readonly actor: Actor;
  /** Such as `service_account.created`: lower-case words, what it was done to and what was done, with one dot between. */
  readonly action: string;
  readonly client_id?: string | null;
  readonly sub?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

interface RecordDeps extends Pick<Deps, 'clock' | 'sealer'> {
  readonly storage: Pick<Storage, 'audit'>;
  /** Whoever asked for it, in the management API. */
  readonly caller?: EventOrigin;
  /** The request of a user that it is done for. */
  readonly origin?: EventOrigin;
}

/** Writes down who did what in the tenant, and from where: as the caller has it, else the request, else the event. */
export async function recordEvent(
  deps: RecordDeps,
  { tenant_id }: Pick<AuditEventRecord, 'tenant_id'>,
  event: AuditEvent,
): Promise<void> {
  const { actor, action, client_id = null, sub = null, details = {} } = event;
  const { address = null, request_id = null } = deps.caller ?? deps.origin ?? event;
  const record = {
    ...{ tenant_id, at: deps.clock(), actor, action, client_id, sub, address, request_id },
    details: JSON.stringify(details),
  };
  await deps.storage.audit.append(record, auditSealKey(deps, tenant_id));
}

/** Never in the database: whoever has only that cannot write an event as the server does. */
export function auditSealKey({ sealer }: Pick<Deps, 'sealer'>, tenant_id: string): string {
  return sealer.mac('audit_log', tenant_id);
}
