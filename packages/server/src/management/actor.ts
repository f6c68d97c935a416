import type { Actor } from '../storage/record-event.ts';
import type { UserRole } from '../storage/records.ts';

/** Whoever asks for a management operation, and what they may. */
export interface Caller {
  /** As the audit log names them. */
  readonly actor: Actor;
  /**
   * What they may at most. `operator`: the whole installation. `admin`: their tenant. `developer`: the apps that they are a developer
   * of. null: a user of the tenant like any other.
   */
  readonly role: UserRole | null;
  /** The user; null for the command line and for automation. */
  readonly sub: string | null;
  /** Where the request came from; null for the command line. */
  readonly address: string | null;
  /** The request; null for the command line. */
  readonly request_id: string | null;
}

/** Whoever has a shell on the machine. */
export const COMMAND_LINE: Caller = { actor: 'operator', role: 'operator', sub: null, address: null, request_id: null };

const RANKS: Readonly<Record<UserRole, number>> = { developer: 1, admin: 2, operator: 3 };

/** Whether `role` may whatever `least` may. */
export function reaches(role: UserRole | null, least: UserRole): boolean {
  return role !== null && RANKS[role] >= RANKS[least];
}
