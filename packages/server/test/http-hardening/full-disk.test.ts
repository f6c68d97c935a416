import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

/** `ulimit -f` and prlimit set what the kernel lets a process write; neither is there on Windows or macOS. */
const canLimit = process.platform === 'linux' && hasPrlimit();

// Skipped elsewhere because only Linux can change the limit of a process that runs.
test.skipIf(!canLimit)(
  'fault 6: no space left: 503 with Retry-After, public documents are served, nothing acknowledged is lost, and it recovers',
  async () => {
    const script = join(import.meta.dirname, 'full-disk-process.ts');
    const child = spawn('bash', ['-c', 'ulimit -S -f 2048 && exec "$0" "$1"', process.execPath, script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value ?? '{}') as Record<string, number | string>;

    const full = await next();
    expect(full).toMatchObject({ status: 503, retry_after: '5', discovery: 200, jwks: 200 });
    expect(full.acknowledged).toBeGreaterThan(0);

    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']);
    child.stdin.write('\n');
    expect(await next()).toEqual({ status: 303, lost: 0 });
    await new Promise((resolve) => child.once('exit', resolve));
  },
);

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
