import { randomBytes } from 'node:crypto';
import { serve as listen, type ServerType } from '@hono/node-server';
import { createPasswords } from './accounts/passwords.ts';
import { type App, type AppOptions, createApp } from './app.ts';
import { sqlitePath } from './config/load.ts';
import type { Config } from './config/schema.ts';
import type { Deps, Random } from './deps.ts';
import { createOutboundFetch } from './http/outbound-fetch.ts';
import { createMailer } from './mail/mailer.ts';
import { startMaintenance } from './maintenance.ts';
import { createNotifier } from './notices/notifier.ts';
import { createLog } from './observability/log.ts';
import type { Storage } from './storage/port.ts';
import { openPostgresStorage } from './storage/sql/postgres.ts';
import { openSqliteStorage } from './storage/sql/sqlite.ts';
import { createTenantDirectory } from './tenants/directory.ts';
import { createSealer } from './tokens/sealer.ts';
import { createTraceRecorder } from './traces/recorder.ts';

/** Seconds since 1970, from the machine's clock. */
export const systemClock = (): number => Math.floor(Date.now() / 1000);

/** Everything the server stands on, for a configuration. `overrides` replaces parts, such as the clock in tests. */
export async function openDeps(config: Config, overrides: Partial<Deps> = {}): Promise<Deps> {
  const random = overrides.random ?? pooledRandom();
  const clock = overrides.clock ?? systemClock;
  const storage = overrides.storage ?? (await openStorage(config));
  const log = overrides.log ?? createLog(config.logLevel);
  const sealer = overrides.sealer ?? createSealer(config.masterKey, random);
  return {
    config,
    random,
    clock,
    storage,
    sealer,
    log,
    fetch:
      overrides.fetch ??
      // In development the apps are on this machine, and so is whoever can register one.
      createOutboundFetch({ ...config.outbound, allowLoopback: config.mode === 'development' }),
    passwords: overrides.passwords ?? createPasswords({ random }),
    tenants: overrides.tenants ?? createTenantDirectory({ storage, clock, sealer }),
    traces: overrides.traces ?? createTraceRecorder({ storage, clock, random, log }),
  };
}

export function openStorage(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Storage> {
  if (config.databaseUrl !== null) return openPostgresStorage({ connectionString: config.databaseUrl });
  return openSqliteStorage({ path: sqlitePath(config) });
}

export interface RunningServer {
  readonly app: App;
  readonly port: number;
  /** Takes no new connections, lets running requests finish (at most ten seconds), then closes storage. */
  close(): Promise<void>;
}

/** Listens, tells apps what happened, sends mail, keeps house, and stays up until closed. */
export async function serve(deps: Deps, options: AppOptions = {}): Promise<RunningServer> {
  const notifier = createNotifier(deps);
  const mailer = createMailer({ ...deps, storage: notifier.storage });
  const stopping = new AbortController();
  const app = createApp({ ...deps, storage: mailer.storage, stopping: stopping.signal }, options);
  const server = await startListening(app, deps.config);
  notifier.start();
  mailer.start();
  const stopMaintenance = startMaintenance(deps);
  const address = server.address();
  return {
    app,
    port: typeof address === 'object' && address !== null ? address.port : deps.config.port,
    close: async () => {
      stopping.abort();
      await stopListening(server);
      await Promise.all([notifier.stop(), mailer.stop(), stopMaintenance()]);
      await deps.traces.flush();
      await deps.storage.close();
    },
  };
}

function startListening(app: App, { host, port }: Config): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = listen(
      {
        fetch: (request, env) => app.fetch(request, { remoteAddress: env.incoming.socket.remoteAddress }),
        hostname: host,
        port,
        // Slow senders are closed (headers in 10 s, the whole request in 15 s); a long URL still gets a page that explains.
        serverOptions: {
          maxHeaderSize: 32 * 1024,
          headersTimeout: 10_000,
          requestTimeout: 15_000,
          connectionsCheckingInterval: 5000,
        },
      },
      () => resolve(server),
    );
    server.once('error', reject);
  });
}

function stopListening(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 10_000);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}

/** Random bytes drawn in pages, because one call to the system for each token costs more than the token. */
function pooledRandom(): Random {
  const page = 8192;
  let pool = Buffer.alloc(0);
  let used = 0;
  return (size) => {
    if (size > page / 4) return randomBytes(size);
    if (used + size > pool.length) {
      pool = randomBytes(page);
      used = 0;
    }
    used += size;
    return pool.subarray(used - size, used);
  };
}
