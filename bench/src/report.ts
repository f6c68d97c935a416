import type { Timing } from './measure.ts';
import type { TargetName } from './scenarios.ts';

/** Medians over the rounds of one scenario on one target. */
export interface Row {
  readonly scenario: string;
  readonly target: TargetName;
  /** Requests, or whole flows, answered in a second. */
  readonly per_second: number;
  readonly per_second_min: number;
  readonly per_second_max: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Processor time of the server process, all threads, for one request or flow; microseconds. */
  readonly cpu_us: number;
  /** After the last round. */
  readonly rss_bytes: number;
  readonly generator_busy: number;
}

export interface StartRow {
  readonly target: TargetName;
  readonly ready_ms: number;
  readonly idle_rss_bytes: number;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_bytes: number;
  readonly os: string;
  readonly node: string;
  /** Median time of one write of 4 KiB with fdatasync where the databases were; milliseconds. */
  readonly fsync_ms: number;
  /** Server on one core, generator on another. */
  readonly pinned: boolean;
}

/** Everything one run found, as `--json` writes it. */
export interface Report {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly versions: { readonly xenia: string; readonly 'oidc-provider': string };
  readonly machine: Machine;
  readonly timing: Timing;
  readonly rows: readonly Row[];
  readonly starts: readonly StartRow[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
