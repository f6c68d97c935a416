/** A creation that its caller may send again: what came of it (IETF draft-ietf-httpapi-idempotency-key-header). */
export interface IdempotencyRecord {
  tenant_id: string;
  /** Hash of caller, operation and the key that the caller chose. */
  key_hash: string;
  /** Hash of what was asked for. */
  request_hash: string;
  /** The answer, sealed: it may hold a secret that is shown once. null while the creation goes on. */
  sealed_answer: string | null;
  expires_at: number;
}

export interface IdempotencyStore {
  /** null for the first one, whose `record` is kept; else what is there already. One that has expired does not count. */
  claim(record: IdempotencyRecord, now: number): Promise<IdempotencyRecord | null>;
  /** Keeps the answer. */
  settle(tenant_id: string, key_hash: string, sealed_answer: string): Promise<void>;
  /** Nothing came of it: the key may be used again. */
  release(tenant_id: string, key_hash: string): Promise<void>;
}
