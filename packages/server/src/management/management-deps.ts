import type { Deps } from '../deps.ts';

/** What the management operations stand on; each takes the part that it needs. */
export type ManagementDeps = Pick<Deps, 'config' | 'storage' | 'clock' | 'random' | 'sealer' | 'passwords' | 'fetch'>;
