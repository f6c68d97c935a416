import type { AuditEventRecord, AuditHeadRecord } from './audit-records.ts';
import type { Page } from './port.ts';

/** The part of the storage port for the audit log; the rules of port.ts hold. Nothing here changes or removes an event. */
export interface AuditStore {
  /**
   * Chains the event to the newest one of its tenant and moves the head, in one commit; of many callers at once one goes after the other.
   * `seal_key` is the tenant's (audit-chain.ts). If the head is not the one that was left here, what is found is taken over, and an event
   * of its own says so first.
   */
  append(event: NewAuditEvent, seal_key: string): Promise<ChainPoint>;
  /** In order of audit_id, which is that of time. */
  list(tenant_id: string, filter: AuditFilter, page: Page): Promise<AuditEventRecord[]>;
  /** The head, and then at most `limit` events behind `after`, in order of seq: none of those that the head knows can be missing. */
  chain(
    tenant_id: string,
    after: number,
    limit: number,
  ): Promise<{ head: AuditHeadRecord | null; events: AuditEventRecord[] }>;
}

/** An event before it has its place. */
export type NewAuditEvent = Omit<AuditEventRecord, 'audit_id' | 'seq' | 'category' | 'hash' | 'seal'>;

/** An event's place in the chain and what stands there. */
export type ChainPoint = Pick<AuditEventRecord, 'seq' | 'hash'>;

export interface AuditFilter {
  client_id?: string;
  sub?: string;
  actor?: string;
  /** A whole one, or all that begin with a word and a dot: `user.`. */
  action?: string;
  /** Not before. */
  from?: number;
  /** Before. */
  until?: number;
  newest_first?: boolean;
}
