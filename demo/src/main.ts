import { createProgress } from './progress.ts';
import type { RunningDemo } from './start-demo.ts';

/** `npm start`: the server, the sample APIs and the sample apps in one process, until Ctrl-C. */
const progress = createProgress((line) => void process.stderr.write(`  ${line}\n`));
progress.step('Loading');

const stopped = new Promise<'stopped'>((resolve) => {
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // A terminal and npm may both deliver one Ctrl-C; a second one on purpose ends at once.
      if (first !== 0 && process.uptime() - first > 1) process.exit(1);
      first ||= process.uptime();
      resolve('stopped');
    });
  }
});

try {
  const demo = await Promise.race([start(), stopped]);
  progress.end();
  if (demo !== 'stopped') {
    const { banner } = await import('./banner.ts');
    const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
    process.stdout.write(`${banner(demo, colours)}\n`);
    await stopped;
    await demo.close();
  }
  process.exit(0);
} catch (error) {
  progress.end();
  process.stderr.write(`\n  ${explain(error).replaceAll('\n', '\n  ')}\n\n`);
  process.exit(1);
}

async function start(): Promise<RunningDemo> {
  const { startDemo } = await import('./start-demo.ts');
  return startDemo({ cwd: process.cwd(), env: process.env, progress });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = error.name === 'DemoError' || error.name === 'ConfigError';
  return expected ? error.message : `The demo could not start.\n${error.stack ?? error.message}`;
}
