import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Addresses, addressesFrom } from '../src/addresses.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The origins of every part, and the process. */
export interface RunningDemo extends Addresses {
  /** What it has written to the terminal. */
  output(): string;
  /** Sends the signal; returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** A folder for the data of one test file, and how to be rid of it. */
export function dataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'xenia-demo-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** `node demo/src/main.ts`, as `npm start` runs it; resolves when it says that it is running. */
export async function startDemo(dataDir: string, port: number): Promise<RunningDemo> {
  const { child, output, exited } = run(dataDir, port);
  await Promise.race([
    (async () => {
      while (!output().includes('Ctrl-C stops it')) await once(child.stdout as NodeJS.EventEmitter, 'data');
    })(),
    exited.then(({ code, output: text }) => Promise.reject(new Error(`the demo ended (${code}): ${text}`))),
  ]);
  return {
    ...addressesFrom(port),
    output,
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      return (await exited).code;
    },
  };
}

/** Runs the demo to its end, for a start that must fail. */
export function failDemo(dataDir: string, port: number): Promise<Finished> {
  return run(dataDir, port).exited;
}

function run(dataDir: string, port: number): { child: ChildProcess; output(): string; exited: Promise<Finished> } {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: String(port), XENIA_DATA_DIR: dataDir };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, output: text }));
  return { child, output: () => text, exited };
}

const IN_A_ROW = Object.keys(addressesFrom(1)).length;

/** The first of as many ports in a row as the demo needs that nobody uses. */
export async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = 20_000 + IN_A_ROW * Math.floor(Math.random() * 1200);
    const free = await Promise.all(Array.from({ length: IN_A_ROW }, (_, offset) => isFree(first + offset)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('there are not enough free ports in a row');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
