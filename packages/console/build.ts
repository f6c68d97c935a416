import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const home = import.meta.dirname;
const root = join(home, '..', '..');
/** Where drafts are made; git ignores it. */
const artifacts = join(root, '.artifacts');
const dist = join(home, 'dist');
const STAMP = '.sources';

/** What the browser gets of other packages, besides types: the look, and rules that are pure (test/house.test.ts holds this list). */
export const SHARED: readonly string[] = [
  'packages/protocol/src/loopback.ts',
  'packages/protocol/src/redirect-uri.ts',
  'packages/server/src/interaction/account/device.ts',
  'packages/server/src/interaction/assets/contrast.ts',
  'packages/server/src/interaction/assets/elements.css',
  'packages/server/src/interaction/assets/theme.ts',
  'packages/server/src/interaction/assets/tokens.css',
];

/** What a build is made of: the console's own sources, what it shares, the versions of what it uses. */
const SOURCES = [
  'packages/console/src/**/*',
  'packages/console/{build.ts,package.json,tsconfig.json,vite.config.ts}',
  'package-lock.json',
  ...SHARED,
];

/**
 * Builds the console into packages/console/dist, unless what is there was made of the same sources. The new build takes the place of
 * the old one whole, so that whoever reads dist meanwhile sees the one or the other. Throws when it cannot be built.
 */
export async function buildConsole(say: (line: string) => void): Promise<'built' | 'fresh'> {
  const stamp = stampOfSources();
  if (isFresh(stamp)) return 'fresh';
  say('Building the console (once; a few seconds)');
  mkdirSync(artifacts, { recursive: true });
  const draft = mkdtempSync(join(artifacts, 'console-'));
  try {
    await vite('build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn');
    // Made private as every temporary folder is; the server may run as somebody else.
    chmodSync(draft, 0o755);
    compress(draft);
    writeFileSync(join(draft, STAMP), stamp);
    replaceWith(draft, stamp);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return 'built';
}

/** In a process of its own, which leaves no memory behind, and builds for production whatever this one runs for. */
function vite(...args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const program = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const env = { ...process.env, NODE_ENV: 'production' };
    const child = spawn(process.execPath, [program, ...args], {
      cwd: home,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The console could not be built'))));
  });
}

function isFresh(stamp: string): boolean {
  const file = join(dist, STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

/** The content of every source, not its time: a checkout gives old files new times. */
function stampOfSources(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...new Set(files)].sort())
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

/** Beside each file what is sent of it: compressed once here and not at each request. */
function compress(folder: string): void {
  const assets = join(folder, 'assets');
  for (const name of readdirSync(assets)) {
    writeFileSync(join(assets, `${name}.gz`), gzipSync(readFileSync(join(assets, name)), { level: 9 }));
  }
}

/** Somebody else may have built the same at the same time: then theirs is as good. */
function replaceWith(draft: string, stamp: string): void {
  for (let attempt = 0; ; attempt += 1) {
    rmSync(dist, { recursive: true, force: true });
    try {
      renameSync(draft, dist);
      return;
    } catch (error) {
      if (isFresh(stamp)) return;
      if (attempt === 3) throw error;
    }
  }
}
