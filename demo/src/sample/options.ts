import type { Clock } from 'xenia';
import type { Fetch } from './back-channel.ts';
import type { AppCredentials } from './register-sample-app.ts';

/** What a sample app is configured with: as any app, where the issuer is, and who it is there. Origins without a slash at their end. */
export interface SampleAppOptions extends AppCredentials {
  /** The start page's origin. */
  readonly server: string;
  readonly issuer: string;
  readonly api: string;
  /** The app's own origin. */
  readonly app: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
}
