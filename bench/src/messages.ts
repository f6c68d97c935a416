import type { StepName } from './scenarios.ts';
import type { Wiring } from './wiring.ts';

/** To the generator: open the connections and get ready. */
export interface WorkOrder {
  readonly order: 'prepare';
  readonly wiring: Wiring;
  readonly step: StepName;
  readonly connections: number;
}

/** To the generator: work for so long. */
export interface WindowOrder {
  readonly order: 'measure';
  readonly seconds: number;
}

/** From the generator: what one window saw. */
export interface Window {
  readonly count: number;
  readonly per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Share of one processor that the generator used; close to 1 it, and not the server, may have been the limit. */
  readonly generator_busy: number;
}
