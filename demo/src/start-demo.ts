import { randomBytes } from 'node:crypto';
import { relative } from 'node:path';
import {
  type Config,
  type Deps,
  loadConfig,
  migrateStorage,
  openDeps,
  pageResponse,
  readSettings,
  serve,
  startPage,
  systemClock,
} from 'xenia';
import { type Addresses, addressesFrom, portOf } from './addresses.ts';
import { assertPortsFree } from './free-ports.ts';
import { listen } from './listen.ts';
import { ensureAdministrator } from './products/ensure-administrator.ts';
import { ensureProduct } from './products/ensure-product.ts';
import { PRODUCTS } from './products/index.ts';
import type { ServedPart } from './products/product.ts';
import type { Progress } from './progress.ts';
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
 * Brings the database up to date, seeds it, and starts the server, the sample APIs and the sample apps.
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
  progress.step('Setting up signing keys, the demo users and the sample apps');
  const parts = await setUp(deps, addresses);
  progress.step('Starting');
  const cliExample = cliCommand(shownPath(cwd, dataDir));
  const server = await serve(deps, { startPage: () => pageResponse(startPage(startView(addresses, cliExample))) });
  const others = await Promise.all(
    parts.map((part) => listen((request) => part.fetch(request), portOf(addresses[part.part]))),
  );
  return {
    addresses,
    cliExample,
    dataDir: shownPath(cwd, dataDir),
    async close() {
      await Promise.all(others.map((other) => other.close()));
      await server.close();
      for (const part of parts) part.close?.();
    },
  };
}

/** Seeds every product; returns what listens beside the server. */
async function setUp(deps: Deps, addresses: Addresses): Promise<readonly ServedPart[]> {
  const { dataDir } = deps.config;
  const around = { addresses, dataDir, clock: systemClock, fetch: globalThis.fetch };
  const parts = await Promise.all(
    PRODUCTS.map(async (product) => product.serve({ ...around, ...(await ensureProduct(deps, product, addresses)) })),
  );
  await ensureAdministrator(deps);
  return parts.flat();
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
