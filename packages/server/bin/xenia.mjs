#!/usr/bin/env node
// Runs on whatever Node npx finds (>= 20) and hands over to one that can run Xenia.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = 24;

if (Number(process.versions.node.split('.')[0]) >= needed) {
  // Types are stripped and code is compiled once, not at every start.
  module.enableCompileCache();
  // An installed package brings built files; a checkout runs its sources.
  const [built, source] = ['../dist/cli/index.js', '../src/cli/index.ts'].map((path) => new URL(path, import.meta.url));
  const { run } = await import(existsSync(built) ? built.href : source.href);
  // Not process.exit: that would cut off what is still being written to a pipe.
  process.exitCode = await run(process.argv.slice(2));
} else {
  handOver();
}

function handOver() {
  const node = pinnedNode();
  if (node === null) {
    console.error(`Xenia needs Node ${needed} or newer; this is ${process.version}.`);
    console.error(`Install Node ${needed}, or add it to your project: npm install node@${needed}`);
    process.exitCode = 2;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; what only this process gets is passed on. Either way the child ends first.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} cannot be started: ${error.message}`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}

/** The `node` package of npm, as seen from here or from the project that Xenia is used in. */
function pinnedNode() {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      const bin = join(dirname(createRequire(from).resolve('node/package.json')), 'bin');
      for (const name of ['node', 'node.exe']) if (existsSync(join(bin, name))) return join(bin, name);
    } catch {
      // Not there; look in the next place.
    }
  }
  return null;
}
