import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { pinning } from './process.ts';
import { type Machine, median } from './report.ts';
import { newDataDir } from './targets.ts';

/** What the numbers depend on; nothing that names this very machine. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_bytes: totalmem(),
    os: `${type()} ${release().split('-')[0]}`,
    node: process.versions.node,
    fsync_ms: timeFsync(),
    pinned: pinning,
  };
}

function timeFsync(): number {
  const folder = newDataDir();
  const file = openSync(join(folder, 'probe'), 'w');
  const page = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 200 }, () => {
    const begin = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - begin;
  });
  closeSync(file);
  rmSync(folder, { recursive: true, force: true });
  return median(times);
}

/** The versions that were measured. */
export function versions(): { xenia: string; 'oidc-provider': string } {
  const read = (...path: string[]) =>
    (JSON.parse(readFileSync(join(import.meta.dirname, ...path, 'package.json'), 'utf8')) as { version: string })
      .version;
  return {
    xenia: read('..', '..', 'packages', 'server'),
    'oidc-provider': read('..', 'node_modules', 'oidc-provider'),
  };
}
