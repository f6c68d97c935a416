import type { Page } from './port.ts';

/** A developer asks that a client may act for one user; an administrator says which, or no. */
export interface ServiceAccountRequestRecord {
  tenant_id: string;
  /** Sorts by time. */
  request_id: string;
  client_id: string;
  /** The actor, as the audit log names it. */
  requested_by: string;
  /** What it is for, in the developer's words. */
  reason: string;
  state: 'waiting' | 'approved' | 'refused';
  /** The administrator's words; may be empty. */
  note: string;
  decided_by: string | null;
  created_at: number;
  decided_at: number | null;
}

export interface ServiceAccountStore {
  /** 'waiting': the client has one that nobody has decided yet. */
  request(request: ServiceAccountRequestRecord): Promise<'requested' | 'waiting'>;
  find(tenant_id: string, request_id: string): Promise<ServiceAccountRequestRecord | null>;
  /** In order of request_id. */
  list(
    tenant_id: string,
    filter: Partial<Pick<ServiceAccountRequestRecord, 'state' | 'client_id'>>,
    page: Page,
  ): Promise<ServiceAccountRequestRecord[]>;
  /** Exactly one of many callers gets true. */
  decide(
    tenant_id: string,
    request_id: string,
    decision: Pick<ServiceAccountRequestRecord, 'note' | 'decided_by' | 'decided_at'> & {
      state: 'approved' | 'refused';
    },
  ): Promise<boolean>;
}
