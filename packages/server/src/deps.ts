import type { Logger } from 'pino';
import type { Passwords } from './accounts/passwords.ts';
import type { Config } from './config/schema.ts';
import type { OutboundFetch } from './http/outbound-fetch.ts';
import type { Storage } from './storage/port.ts';
import type { EventOrigin } from './storage/record-event.ts';
import type { TenantDirectory } from './tenants/directory.ts';
import type { Sealer } from './tokens/sealer.ts';
import type { TraceRecorder } from './traces/recorder.ts';

/** Everything the server stands on, made once by the composition root (main.ts, cli/). Functions take the part they need. */
export interface Deps {
  readonly config: Config;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  /** For every request that leaves the server: guarded against internal addresses, bounded in size and time. */
  readonly fetch: OutboundFetch;
  readonly log: Logger;
  readonly sealer: Sealer;
  readonly passwords: Passwords;
  readonly tenants: TenantDirectory;
  readonly traces: TraceRecorder;
  /** Aborts when the server stops taking requests: what would answer for minutes ends then. */
  readonly stopping?: AbortSignal;
  /** The request that something is done for; absent outside of one. */
  readonly origin?: EventOrigin;
}

/** Whole seconds since 1970 (NumericDate, RFC 7519 §2). */
export type Clock = () => number;

/** `size` cryptographically strong random bytes. */
export type Random = (size: number) => Buffer;
