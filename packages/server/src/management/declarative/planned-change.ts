import type { Tenant } from '../../tenants/tenant.ts';
import type { ManagementDeps } from '../management-deps.ts';

export type ChangeKind = 'create' | 'change' | 'delete';
export type ChangedSubject = 'tenant' | 'resource server' | 'scope' | 'client' | 'upstream provider';

/** One difference between a document and what is there. Safe to show: of a secret it says only that it differs. */
export interface ChangeDescription {
  readonly change: ChangeKind;
  readonly subject: ChangedSubject;
  /** What it is known by in the document. */
  readonly id: string;
  /** What people call it; the id where they call it nothing else. */
  readonly name: string;
  /** What differs; undefined: it is not there. Empty for a deletion. */
  readonly members: readonly { readonly member: string; readonly from: unknown; readonly to: unknown }[];
  /** What goes with it; null: nothing. */
  readonly impact: string | null;
}

/** What a step yields that is shown this once. */
export interface ChangeOutcome {
  readonly client_secret: string | null;
}

export interface PlannedChange extends ChangeDescription {
  /** Through the same function that the management API calls. Throws ManagementError. */
  perform(deps: ManagementDeps, tenant: Tenant): Promise<ChangeOutcome>;
}

export const NO_SECRET: ChangeOutcome = { client_secret: null };
