import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Window, WindowOrder, WorkOrder } from './messages.ts';
import { type Child, start } from './process.ts';
import { median, type Row } from './report.ts';
import { isDialect, type Scenario, type ServerName, serverOf, type TargetName } from './scenarios.ts';
import { inDialect, startTarget, type Target } from './targets.ts';

const WARM_UP_COUNT = 3000;

export interface Timing {
  /** Seconds before anything counts. */
  readonly warm_up: number;
  /** Seconds of each window that counts. */
  readonly seconds: number;
  readonly rounds: number;
}

/** A server under load, with the process that loads it. */
interface Lane {
  readonly name: TargetName;
  readonly target: Target;
  readonly generator: Child;
  readonly windows: (Window & { readonly cpu_us: number })[];
}

/**
 * Measures one scenario on every target that can do it: fresh processes, warmed up one after the other, then rounds in which each
 * target has a window in turn, so that whatever else the machine does hits all of them alike. Dialects share one process: what the
 * compiler makes of two of them differs by more than what a dialect costs.
 */
export async function measure(
  scenario: Scenario,
  timing: Timing,
  { targets, cpuProfiles }: { targets: readonly TargetName[]; cpuProfiles?: string | undefined },
): Promise<Row[]> {
  const lanes: Lane[] = [];
  const servers = new Map<ServerName, Target>();
  try {
    for (const name of scenario.targets) {
      if (!targets.includes(name) || scenario.without[name] !== undefined) continue;
      const server = serverOf(name);
      const target = servers.get(server) ?? (await startTarget(server, cpuProfiles));
      servers.set(server, target);
      const lane = await openLane(name, isDialect(name) ? inDialect(target, name) : target, scenario);
      lanes.push(lane);
      await warmUp(lane, timing.warm_up);
    }
    for (let round = 0; round < timing.rounds; round += 1) {
      for (const lane of lanes) {
        // What the target before left to do, such as collecting its garbage, must not count here.
        await sleep(100);
        const before = await lane.target.usage();
        const window = await load(lane, timing.seconds);
        const after = await lane.target.usage();
        lane.windows.push({ ...window, cpu_us: (after.cpu_us - before.cpu_us) / window.count });
      }
    }
    return await Promise.all(lanes.map((lane) => rowOf(lane, scenario)));
  } finally {
    for (const lane of lanes) await lane.generator.stop();
    for (const server of servers.values()) await server.stop();
  }
}

async function openLane(name: TargetName, target: Target, scenario: Scenario): Promise<Lane> {
  const generator = start({ args: [join(import.meta.dirname, 'generator', 'main.ts')], core: 1 });
  const { step, connections } = scenario;
  const order: WorkOrder = { order: 'prepare', wiring: target.wiring, step, connections };
  await result<number>(generator, order, 30);
  return { name, target, generator, windows: [] };
}

/** At least so long, and on a busy machine until enough was done for the compiler to have seen it all. */
async function warmUp(lane: Lane, seconds: number): Promise<void> {
  let count = 0;
  for (let turn = 0; turn < 5 && count < WARM_UP_COUNT; turn += 1) count += (await load(lane, seconds)).count;
}

function load({ generator }: Lane, seconds: number): Promise<Window> {
  const order: WindowOrder = { order: 'measure', seconds };
  return result<Window>(generator, order, seconds + 30);
}

async function result<Result>(generator: Child, order: WorkOrder | WindowOrder, seconds: number): Promise<Result> {
  const reply = await generator.ask<{ result: Result } | { failure: string }>(order, seconds);
  if ('failure' in reply) throw new Error(reply.failure);
  return reply.result;
}

async function rowOf({ name, target, windows }: Lane, scenario: Scenario): Promise<Row> {
  const { rss_bytes } = await target.usage();
  const of = (member: keyof (typeof windows)[number]) => median(windows.map((window) => window[member]));
  const rates = windows.map(({ per_second }) => per_second);
  return {
    scenario: scenario.name,
    target: name,
    per_second: of('per_second'),
    per_second_min: Math.min(...rates),
    per_second_max: Math.max(...rates),
    p50_ms: of('p50_ms'),
    p99_ms: of('p99_ms'),
    cpu_us: of('cpu_us'),
    rss_bytes,
    generator_busy: of('generator_busy'),
  };
}
