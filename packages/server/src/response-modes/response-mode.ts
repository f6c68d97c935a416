import type { PageContext } from '../interaction/pages/page-response.ts';

/** Where an authorization response may go: resolved and verified, so that nothing else can be a target. Plain data. */
export interface ResponseTarget {
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly response_mode: string;
  /** As sent; null if none was, or if it was unusable. */
  readonly state: string | null;
  /** `client`: the answer goes straight back to the program that asked, in the dialect's form; redirect_uri is not visited. */
  readonly reader: 'person' | 'client';
}

/** One value of `response_mode`: how the parameters of an authorization response reach the client. */
export interface ResponseMode {
  readonly response_mode: string;
  /** Whether a browser can deliver a response to this URI in this way. */
  reaches(redirect_uri: string): boolean;
  /** Whether what it carries ends up in the logs of servers on the way, so that no token may. */
  readonly logged: boolean;
  render(redirect_uri: string, parameters: Readonly<Record<string, string>>, context: PageContext): Response;
}
