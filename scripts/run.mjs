#!/usr/bin/env node
// The one door to every npm script. It runs on whatever Node the machine has (>= 20), installs what the lockfile
// names when that is missing or stale, and then does the work on the Node that the project pins.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task = 'help', ...rest] = process.argv.slice(2);

/** npm writes node_modules/.package-lock.json at the end of an install: older than the lockfile means stale. */
function installed() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function install() {
  console.error('Installing dependencies (once; about half a minute) ...');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    : spawnSync('npm', args, {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: process.platform === 'win32',
      });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** The pinned Node where npm could install it, else this one if it is new enough. */
function pinnedNode() {
  try {
    const bin = join(dirname(createRequire(join(root, 'package.json')).resolve('node/package.json')), 'bin');
    for (const name of ['node', 'node.exe']) if (existsSync(join(bin, name))) return join(bin, name);
  } catch {}
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`Xenia needs Node 24 or newer; this is ${process.version} and the pinned one could not be installed.`);
  console.error('Install Node 24 from your package manager, then run the command again.');
  process.exit(1);
}

if (!installed()) install();
const node = pinnedNode();
const child = spawn(node, [join(root, 'scripts', 'tasks.ts'), task, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
});
// A signal may come to this process alone or, from a terminal, to the whole group: pass it on, and wait for the clean exit.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
// A shell between npm and this process may die of a signal that it does not pass on: without a parent there is nobody to serve.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
