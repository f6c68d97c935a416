import { randomBytes } from 'node:crypto';
import { relative, resolve } from 'node:path';
import {
  type Config,
  loadConfig,
  migrateStorage,
  openDeps,
  pageResponse,
  readSettings,
  serve,
  startPage,
  systemClock,
} from 'xenia';
import { type Addresses, addressesFrom } from './addresses.ts';
import { openNotes } from './api/notes.ts';
import { createNotesApi } from './api/notes-api.ts';
import { assertPortsFree } from './free-ports.ts';
import { listen } from './listen.ts';
import { createPapyrus } from './papyrus/app.ts';
import type { Progress } from './progress.ts';
import { seed } from './seed.ts';
import { startView } from './start-view.ts';

export interface DemoOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
}

export interface RunningDemo {
  readonly addresses: Addresses;
  /** How to register an app, for a shell. */
  readonly cliExample: string;
  /** As a person would type it. */
  readonly dataDir: string;
  close(): Promise<void>;
}

/**
 * Brings the database up to date, seeds it, and starts the server, the sample API and the sample app.
 * Throws DemoError and ConfigError, both with the remedy.
 */
export async function startDemo({ cwd, env, progress }: DemoOptions): Promise<RunningDemo> {
  const { port, dataDir } = readSettings({ cwd, env });
  const addresses = addressesFrom(port);
  await assertPortsFree(addresses);
  progress.step('Preparing the database');
  const config = demoConfig({ cwd, env, publicUrl: addresses.server });
  await migrateStorage(config, (name) => progress.step(`Preparing the database (${name})`));
  const deps = await openDeps(config);
  progress.step('Setting up signing keys, the demo user and the sample app');
  const { app, sub } = await seed(deps, addresses);
  progress.step('Starting');
  const notes = openNotes(resolve(config.dataDir, 'demo-notes.db'));
  notes.welcome(sub);
  const cliExample = cliCommand(shownPath(cwd, dataDir));
  const server = await serve(deps, { startPage: () => pageResponse(startPage(startView(addresses, cliExample))) });
  const others = await Promise.all([
    listen(createNotesApi({ ...addresses, notes }).fetch, port + 1),
    listen(createPapyrus({ ...addresses, ...app, clock: systemClock, fetch: globalThis.fetch }).fetch, port + 2),
  ]);
  return {
    addresses,
    cliExample,
    dataDir: shownPath(cwd, dataDir),
    async close() {
      await Promise.all(others.map((other) => other.close()));
      await server.close();
      notes.close();
    },
  };
}

/** Says only what goes wrong, unless somebody asked for more. */
function demoConfig({ cwd, env, publicUrl }: { cwd: string; env: DemoOptions['env']; publicUrl: string }): Config {
  const logLevel = env.XENIA_LOG_LEVEL === undefined ? 'warn' : undefined;
  return loadConfig({ cwd, env, flags: { mode: 'development', host: '127.0.0.1', publicUrl, logLevel } }, randomBytes);
}

/** As a person would type it. */
function shownPath(cwd: string, path: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') || below === '' ? path : below;
}

function cliCommand(dataDir: string): string {
  const where =
    dataDir === 'data' ? '' : ` \\\n  --data-dir ${/^[\w./-]+$/.test(dataDir) ? dataDir : JSON.stringify(dataDir)}`;
  return `npx xenia client create --name "My app" \\\n  --redirect-uri http://localhost:8080/callback${where}`;
}
