import type { Storage } from './port.ts';
import type { AuditEventRecord } from './records.ts';

/** Who did it. */
export type Actor = 'operator' | `user:${string}` | `client:${string}`;

export interface AuditEvent {
  readonly actor: Actor;
  /** Such as `service_account.created`. */
  readonly action: string;
  readonly client_id?: string | null;
  readonly sub?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes down who did what in the tenant. */
export async function recordEvent(
  deps: { storage: Pick<Storage, 'audit'>; clock: () => number; random: (size: number) => Buffer },
  { tenant_id }: Pick<AuditEventRecord, 'tenant_id'>,
  { actor, action, client_id = null, sub = null, details = {} }: AuditEvent,
): Promise<void> {
  const at = deps.clock();
  // Twelve digits: FOREVER has as many, so that ids sort by time.
  const audit_id = `${String(at).padStart(12, '0')}_${deps.random(12).toString('hex')}`;
  await deps.storage.audit.append({
    tenant_id,
    audit_id,
    at,
    actor,
    action,
    client_id,
    sub,
    details: JSON.stringify(details),
  });
}
