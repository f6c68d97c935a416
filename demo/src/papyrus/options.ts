import type { Clock } from 'xenia';
import type { Addresses } from '../addresses.ts';
import type { AppCredentials } from '../register-sample-app.ts';
import type { Fetch } from './back-channel.ts';

/** What the sample app is configured with: as any app, where the issuer is, and who it is there. */
export interface PapyrusOptions extends Pick<Addresses, 'server' | 'issuer' | 'api' | 'app'>, AppCredentials {
  readonly clock: Clock;
  readonly fetch: Fetch;
}
