import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeMachine, versions } from './machine.ts';
import { measure, type Timing } from './measure.ts';
import { killAll } from './process.ts';
import { median, type Report, type Row, type StartRow } from './report.ts';
import { SCENARIOS, type Scenario, SERVERS, type ServerName, TARGETS } from './scenarios.ts';
import { resultTable, startTable, toText } from './table.ts';
import { removeDataDirs, timeColdStart } from './targets.ts';
import { writeDocs } from './write-docs.ts';

const USAGE = `Measures Xenia beside oidc-provider and beside the least that any server must do (the ceiling).

  --seconds N       length of each measured window (default 5)
  --rounds N        windows for each server and scenario (default 3)
  --only A,B        scenarios whose names begin so (${[...new Set(SCENARIOS.map(({ step }) => step))].join(', ')})
  --targets A,B     servers (${TARGETS.join(', ')})
  --json FILE       write everything that was measured
  --from FILE       measure nothing, read such a file
  --write-docs      write docs/performance.md
  --cpu-prof DIR    leave V8 CPU profiles of Xenia there
`;

const COLD_STARTS = 5;
const WARM_UP_SECONDS = 2;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    targets: { type: 'string' },
    json: { type: 'string' },
    from: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  print(USAGE);
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, endEarly);
  const report =
    values.from === undefined
      ? await run().finally(cleanUp)
      : (JSON.parse(readFileSync(values.from, 'utf8')) as Report);
  print(`\n${toText(resultTable(report))}\n\n${toText(startTable(report))}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  if (values['write-docs']) writeDocs(report);
}

async function run(): Promise<Report> {
  const timing: Timing = {
    warm_up: WARM_UP_SECONDS,
    seconds: positive('seconds', values.seconds),
    rounds: positive('rounds', values.rounds),
  };
  const targets = selected(TARGETS, values.targets, (name) => name);
  const scenarios = selected(SCENARIOS, values.only, ({ name }) => name);
  const cpuProfiles = values['cpu-prof'];
  if (cpuProfiles !== undefined) mkdirSync(cpuProfiles, { recursive: true });
  const machine = describeMachine();
  const starts = await coldStarts(SERVERS.filter((server) => targets.includes(server)));
  const rows: Row[] = [];
  for (const scenario of scenarios) {
    progress(scenario);
    rows.push(...(await measure(scenario, timing, { targets, cpuProfiles })));
  }
  return { date: new Date().toISOString(), versions: versions(), machine, timing, rows, starts };
}

async function coldStarts(targets: readonly ServerName[]): Promise<StartRow[]> {
  print('Cold start ...\n');
  const rows: StartRow[] = [];
  for (const target of targets) {
    const runs = await timeColdStart(target, COLD_STARTS);
    rows.push({
      target,
      ready_ms: median(runs.map(({ ready_ms }) => ready_ms)),
      idle_rss_bytes: median(runs.map(({ idle_rss_bytes }) => idle_rss_bytes)),
    });
  }
  return rows;
}

function selected<Item>(all: readonly Item[], wanted: string | undefined, nameOf: (item: Item) => string): Item[] {
  const found = all.filter((item) => wanted?.split(',').some((name) => nameOf(item).startsWith(name)) ?? true);
  if (found.length === 0) throw new Error(`${wanted} is none of ${all.map(nameOf).join(', ')}`);
  return found;
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= 600)) throw new Error(`--${name} must be a number from 1 to 600`);
  return number;
}

function endEarly(): void {
  cleanUp();
  process.exit(130);
}

/** Finds nothing to do unless something went wrong. */
function cleanUp(): void {
  killAll();
  removeDataDirs();
}

function progress({ title, connections }: Scenario): void {
  print(`${title} (${connections} ${connections === 1 ? 'connection' : 'connections'}) ...\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
