import type { Exchange } from '../exchange.ts';
import type { TraceEndpoint } from '../storage/trace-records.ts';

export type Reader = 'person' | 'client';

export interface Endpoint {
  /** HEAD only where GET changes nothing. */
  readonly methods: readonly string[];
  /** Who reads a refusal: a person gets a page, a client gets the dialect's error. A function where the request says so. */
  readonly reader: Reader | ((exchange: Exchange) => Reader);
  /** Which pages on other origins may call it: any, those of registered clients, none. Never with credentials. */
  readonly cors: 'any' | 'registered' | 'none';
  /** As what its requests are recorded for the developers of the app that asks; left out: they are not. */
  readonly trace?: TraceEndpoint;
  respond(exchange: Exchange): Promise<Response>;
}
