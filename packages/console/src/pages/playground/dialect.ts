import type { Results } from '../../api/operations.ts';

export type Metadata = Results['getMetadata'];
/** A wire format of the tenant: where it answers, and how clients write their requests. */
export type Dialect = Metadata['dialects'][number];
