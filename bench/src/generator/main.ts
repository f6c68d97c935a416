import type { Window, WindowOrder, WorkOrder } from '../messages.ts';
import { HttpConnection } from './http-connection.ts';
import { STEPS, type Step } from './steps.ts';

/** The load generator: a process of its own that keeps every connection busy for as long as it is told (a closed loop). */
let lines: readonly { readonly connection: HttpConnection; readonly step: Step }[] = [];

process.on('message', (message: WorkOrder | WindowOrder) => {
  const work = message.order === 'prepare' ? prepare(message) : measure(message.seconds);
  work.then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ failure: error.message }),
  );
});
process.on('disconnect', () => process.exit());

/** Opens the connections and gives each what its scenario needs, such as a chain of refresh tokens of its own. */
async function prepare({ wiring, step, connections }: WorkOrder): Promise<number> {
  lines = await Promise.all(
    Array.from({ length: connections }, async (_, number) => {
      const connection = new HttpConnection(wiring.port);
      await connection.open();
      return { connection, step: await STEPS[step]({ wiring, connection, number }) };
    }),
  );
  return lines.length;
}

async function measure(seconds: number): Promise<Window> {
  for (const { connection } of lines) await connection.open();
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const work = async ({ step }: (typeof lines)[number]) => {
    for (let now = performance.now(); now < end; ) {
      await step();
      const done = performance.now();
      latencies.push(done - now);
      now = done;
    }
  };
  await Promise.all(lines.map(work));
  const elapsed = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpuBefore);
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return {
    count: sorted.length,
    per_second: (sorted.length * 1000) / elapsed,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    generator_busy: (user + system) / 1000 / elapsed,
  };
}
