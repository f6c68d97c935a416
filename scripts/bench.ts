import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench`: installs what only the benchmark needs (bench/ has a lockfile of its own), then runs it on this Node. */
const bench = join(import.meta.dirname, '..', 'bench');
const lockfile = join(bench, 'package-lock.json');
const installed = join(bench, 'node_modules', '.package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) {
  console.error('Installing the peer that Xenia is compared with (once) ...');
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], bench);
}
// From where the person is, so that the files that they name are found there.
run(process.execPath, [join(bench, 'src', 'main.ts'), ...process.argv.slice(3)], process.cwd());

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
