import { createHash, createHmac } from 'node:crypto';
import type { ChainPoint } from './audit-port.ts';
import type { AuditEventRecord } from './audit-records.ts';

/** What the hash of an event covers, with the details as the object that they stand for. */
export type ChainedEvent = Pick<
  AuditEventRecord,
  'seq' | 'audit_id' | 'at' | 'actor' | 'action' | 'client_id' | 'sub' | 'address' | 'request_id'
> & { details: unknown };

/** Before the first event. */
export const CHAIN_START: ChainPoint = { seq: 0, hash: '' };

/** The action of the event by which the server says that it found a head which it had not left there. */
export const TAKEN_OVER = 'audit.taken_over';

/** SHA-256, in hex, of the event with `previous_hash`, written as RFC 8785 says: whoever has the events can compute it. */
export function eventHash(event: ChainedEvent, previous_hash: string): string {
  const { seq, audit_id, at, actor, action, client_id, sub, address, request_id, details } = event;
  const covered = {
    ...{ seq, audit_id, at, actor, action, client_id, sub, address, request_id, details },
    previous_hash,
  };
  return createHash('sha256').update(canonicalJson(covered)).digest('hex');
}

/** Proof that whoever has the key wrote this point of the chain. Only for a head does it say that nothing came after. */
export function chainSeal(seal_key: string, kind: 'event' | 'head', { seq, hash }: ChainPoint): string {
  return createHmac('sha256', seal_key).update(`${kind} ${seq} ${hash}`).digest('base64url');
}

/** Sorts by time, then by place. Twelve digits: FOREVER has as many. */
export function auditId(at: number, seq: number): string {
  return `${auditTime(at)}_${String(seq).padStart(12, '0')}`;
}

/** What the audit_id of every event at that time or later is behind of. */
export function auditTime(at: number): string {
  return String(at).padStart(12, '0');
}

export function categoryOf(action: string): string {
  return action.slice(0, action.indexOf('.') + 1);
}

/** JSON Canonicalization Scheme (RFC 8785 §3.2) of what JSON.parse gives. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
