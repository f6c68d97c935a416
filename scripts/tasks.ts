import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { buildConsole } from '../packages/console/build.ts';

// Types are stripped and code is compiled once, not at every start.
enableCompileCache();

/** The work behind the npm scripts, on the pinned Node (scripts/run.mjs starts it). */
const root = join(import.meta.dirname, '..');
const [task = 'help', ...rest] = process.argv.slice(2);

/** Runs a program of node_modules/.bin; its exit status ends the task when it is not 0. */
function run(bin: string, ...args: string[]): void {
  const { status, error } = spawnSync(join(root, 'node_modules', '.bin', bin), args, { cwd: root, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

async function test(): Promise<void> {
  // With arguments: just those tests, for somebody who works on them.
  if (rest.length > 0) return run('vitest', 'run', ...rest);
  step('types');
  typecheck();
  step('format and lint');
  run('biome', 'check', '--error-on-warnings');
  step('generated documents');
  const { generate } = await import('./generate.ts');
  await generate({ check: true });
  step('tests');
  mkdirSync(join(root, '.artifacts'), { recursive: true });
  const report = join(root, '.artifacts', 'tests.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync(join(root, 'node_modules', '.bin', 'vitest'), ['run', ...reporters], {
    cwd: root,
    stdio: 'inherit',
  });
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
  process.exit(status ?? 1);
}

/** The console is apart: it runs in a browser. */
function typecheck(): void {
  run('tsc', '-p', '.');
  run('tsc', '-p', 'packages/console');
}

function step(name: string): void {
  console.log(`\n--- ${name}`);
}

switch (task) {
  case 'demo':
    await buildConsole((line) => console.error(`  ${line} ...`));
    await import('../demo/src/main.ts');
    break;
  case 'test':
    await test();
    break;
  case 'typecheck':
    typecheck();
    break;
  case 'lint':
    run('biome', 'check', '--write');
    break;
  case 'generate': {
    const { generate } = await import('./generate.ts');
    await generate({ check: false });
    break;
  }
  case 'pictures':
    // Takes the pictures of the documentation anew; npm test only says that they are old.
    process.env.XENIA_PICTURES = 'write';
    run('vitest', 'run', 'packages/server/test/guide');
    break;
  case 'build:console':
    console.log(`The console is ${await buildConsole((line) => console.log(`${line} ...`))}.`);
    break;
  case 'bench':
    await import('./bench.ts');
    break;
  default:
    console.error(
      `Unknown task ${task}. Try: npm start, npm test, npm run typecheck | lint | generate | build:console | pictures | bench.`,
    );
    process.exit(1);
}
