import type { Deps } from '../deps.ts';
import { type Caller, COMMAND_LINE } from './actor.ts';

/** What the management operations stand on; each takes the part that it needs. */
export type ManagementDeps = Pick<
  Deps,
  'config' | 'storage' | 'clock' | 'random' | 'sealer' | 'passwords' | 'fetch'
> & {
  /** Absent: the command line. */
  readonly caller?: Caller;
};

/** Who asks. */
export function callerOf({ caller = COMMAND_LINE }: { readonly caller?: Caller }): Caller {
  return caller;
}
