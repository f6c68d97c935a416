import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, start } from './process.ts';
import type { DialectTarget, ServerName } from './scenarios.ts';
import type { Usage } from './servers/report-usage.ts';
import type { Wiring } from './wiring.ts';

export interface Target {
  readonly wiring: Wiring;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** A target whose start was timed. */
export interface ColdStart {
  /** Milliseconds from spawning the process to its first 200. */
  readonly ready_ms: number;
  /** One second later. */
  readonly idle_rss_bytes: number;
}

const root = join(import.meta.dirname, '..', '..');
const servers = join(import.meta.dirname, 'servers');
const preload = ['--import', join(servers, 'report-usage.ts')];

/** Below the checkout and not in the system's folder for temporary files, which often is no disk at all. */
const artifacts = join(root, '.artifacts');

/** Starts a server on a fresh database. `cpuProfiles`: a folder for V8 profiles of Xenia. */
export async function startTarget(name: ServerName, cpuProfiles?: string): Promise<Target> {
  const port = await freePort();
  if (name === 'oidc-provider' || name === 'ceiling') {
    const child = start({ args: [...preload, join(servers, `${name}.ts`), String(port)], core: 0 });
    const wiring = await child.ask<Wiring>(undefined, 30);
    return { wiring, usage: () => child.ask('usage', 5), stop: () => child.stop() };
  }
  const installation = await seedXenia(port);
  const flags = cpuProfiles === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', cpuProfiles];
  const child = startXenia(installation, flags);
  await answers(port, '/readyz');
  return {
    wiring: installation.wiring,
    usage: () => child.ask('usage', 5),
    stop: async () => {
      await child.stop();
      installation.remove();
    },
  };
}

/** The same running Xenia, spoken to in another of its dialects. */
export function inDialect(xenia: Target, name: DialectTarget): Target {
  const { wiring } = xenia;
  const token = wiring.tokenPaths?.[name];
  if (token === undefined) throw new Error(`Xenia answers no token requests in the dialect ${name}`);
  return {
    ...xenia,
    wiring: { ...wiring, paths: { ...wiring.paths, token }, wire: name === 'xendit' ? 'json' : 'form' },
  };
}

/** Times a fresh process: for Xenia on an existing database, for the others including their setup, which is in memory. */
export async function timeColdStart(name: ServerName, times: number): Promise<ColdStart[]> {
  const results: ColdStart[] = [];
  const installation = name === 'xenia' ? await seedXenia(await freePort()) : null;
  for (let run = 0; run < times; run += 1) {
    const port = installation?.wiring.port ?? (await freePort());
    const begin = performance.now();
    const child =
      installation === null
        ? start({ args: [...preload, join(servers, `${name}.ts`), String(port)], core: 0 })
        : startXenia(installation, []);
    // The others say that they are ready; the reply to what is asked later must not be confused with it.
    const said = installation === null ? child.ask<Wiring>(undefined, 30) : null;
    await answers(port, name === 'xenia' ? '/readyz' : discoveryPath(name));
    const ready_ms = performance.now() - begin;
    await said;
    await sleep(1000);
    const { rss_bytes } = await child.ask<Usage>('usage', 5);
    results.push({ ready_ms, idle_rss_bytes: rss_bytes });
    await child.stop();
  }
  installation?.remove();
  return results;
}

interface Installation {
  readonly wiring: Wiring;
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  remove(): void;
}

const dataDirs = new Set<string>();

/** Removes what an early end left behind. */
export function removeDataDirs(): void {
  for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
}

export function newDataDir(): string {
  mkdirSync(artifacts, { recursive: true });
  const dataDir = mkdtempSync(join(artifacts, 'bench-'));
  dataDirs.add(dataDir);
  return dataDir;
}

async function seedXenia(port: number): Promise<Installation> {
  const dataDir = newDataDir();
  const env = {
    XENIA_DATA_DIR: dataDir,
    XENIA_PORT: String(port),
    XENIA_HOST: '127.0.0.1',
    XENIA_PUBLIC_URL: `http://127.0.0.1:${port}`,
    XENIA_MASTER_KEY: randomBytes(32).toString('base64url'),
  };
  const child = start({ args: [join(servers, 'seed-xenia.ts')], core: 0, env, cwd: dataDir });
  const wiring = await child.ask<Wiring>(undefined, 60);
  await child.stop();
  const remove = () => {
    rmSync(dataDir, { recursive: true, force: true });
    dataDirs.delete(dataDir);
  };
  return { wiring, env, dataDir, remove };
}

/** The program that operators run, in production mode with its default settings. */
function startXenia({ env, dataDir }: Installation, flags: readonly string[]): Child {
  const program = join(root, 'packages', 'server', 'bin', 'xenia.mjs');
  return start({ args: [...flags, ...preload, program, 'start'], core: 0, env, cwd: dataDir });
}

function discoveryPath(name: Exclude<ServerName, 'xenia'>): string {
  return name === 'ceiling' ? '/discovery' : '/.well-known/openid-configuration';
}

async function answers(port: number, path: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    await response?.arrayBuffer();
    if (response?.status === 200) return;
    await sleep(2);
  }
  throw new Error(`the server did not answer ${path} with 200 within 30 s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
