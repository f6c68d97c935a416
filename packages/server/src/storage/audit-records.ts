/** Who did what, and from where. The log only grows: each event is chained to the one before it. */
export interface AuditEventRecord {
  tenant_id: string;
  /** Sorts by time, then by `seq`. */
  audit_id: string;
  /** 1, 2, 3 … in the tenant, without a hole. */
  seq: number;
  at: number;
  /** `operator`, `user:<sub>`, `client:<client_id>` or `server`. */
  actor: string;
  /** Such as `service_account.created`. */
  action: string;
  /** What `action` begins with, up to its dot (`service_account.`), so that an index finds it. */
  category: string;
  client_id: string | null;
  sub: string | null;
  /** IP address; null where there was no request, or nobody kept it. */
  address: string | null;
  request_id: string | null;
  /** JSON object. */
  details: string;
  /** Of the event with the hash of the event before it (audit-chain.ts). */
  hash: string;
  /** That the server wrote it: by a key that is not in the database. null: it was there before events were chained. */
  seal: string | null;
}

/** The end of a tenant's log. */
export interface AuditHeadRecord {
  tenant_id: string;
  /** Of the newest event; 0: there is none. */
  seq: number;
  /** Of the newest event; empty: there is none. */
  hash: string;
  /** As an event's, of another kind, so that no event's seal can stand for it. */
  seal: string | null;
}
