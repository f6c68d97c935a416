import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createPasswords } from '../../src/accounts/passwords.ts';
import { createUser } from '../../src/accounts/users.ts';
import { createApp } from '../../src/app.ts';
import { capabilities } from '../../src/capabilities.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Deps } from '../../src/deps.ts';
import { openDeps, type RunningServer, serve } from '../../src/main.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { createClient } from '../../src/management/clients.ts';
import type { ClientMetadataInput, NewClientInput } from '../../src/management/contract.ts';
import { putResourceServer } from '../../src/management/resource-servers.ts';
import { putScope } from '../../src/management/scopes.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { migratePostgres } from '../../src/storage/sql/postgres.ts';
import { migrateSqlite } from '../../src/storage/sql/sqlite.ts';
import { createTenantDirectory, loadTenant } from '../../src/tenants/directory.ts';
import type { TenantSettingsInput } from '../../src/tenants/settings.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';

export interface FakeClock {
  (): number;
  /** Moves on by so many seconds. */
  advance(seconds: number): void;
}

/** A clock that stands still until told. */
export function fakeClock(start = 1_800_000_000): FakeClock {
  let now = start;
  return Object.assign(() => now, {
    advance: (seconds: number) => {
      now += seconds;
    },
  });
}

export interface TestServer {
  readonly deps: Deps;
  readonly clock: FakeClock;
  readonly issuer: string;
  /** Every line that was logged. */
  readonly log: readonly Record<string, unknown>[];
  tenant(): Promise<Tenant>;
  /** `path` relative to the issuer, or an absolute URL. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  aClient(metadata?: NewClientInput): Promise<IssuedClient>;
  aUser(user?: { email?: string; password?: string; claims?: Record<string, unknown> }): Promise<TestUser>;
  close(): Promise<void>;
}

export interface TestUser {
  readonly sub: string;
  readonly email: string;
  readonly password: string;
}

export interface TestServerOptions {
  settings?: TenantSettingsInput;
  /** PostgreSQL instead of a fresh SQLite file. */
  databaseUrl?: string | undefined;
  publicUrl?: string;
  issuer?: string;
  deps?: Partial<Deps>;
  env?: Record<string, string>;
}

export const API = 'https://api.example/v1';
export const REDIRECT_URI = 'https://app.example/cb';
export const PASSWORD = 'correct horse battery staple';

/** A whole server with one tenant `demo` and one resource server with the scopes invoices.read and invoices.write; no socket. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const opened = await openTestDeps(options);
  const { deps, clock, log, dispose } = opened;
  const { issuer } = await createTenant(deps, {
    name: 'demo',
    display_name: 'Demo',
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
  });
  const tenant = async () => {
    // Past the directory, whose copies may be a moment old on PostgreSQL, and a clock that stands still never ends it.
    const record = await deps.storage.tenants.findByName('demo');
    if (record === null) throw new Error('the tenant is gone');
    return loadTenant(deps, record);
  };
  await seedApi(deps, tenant);
  const app = createApp(deps);
  let users = 0;
  return {
    deps,
    clock,
    issuer,
    log,
    tenant,
    fetch: (path, init) => app.fetch(requestWithHost(path.startsWith('http') ? path : `${issuer}${path}`, init)),
    aClient: async (metadata) => {
      const current = await tenant();
      const defaults: ClientMetadataInput = {
        client_name: 'Test app',
        redirect_uris: [REDIRECT_URI],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid profile email offline_access invoices.read invoices.write',
      };
      return createClient(deps, current, capabilities([...current.scopes.keys()]), { ...defaults, ...metadata });
    },
    aUser: async (user = {}) => {
      users += 1;
      const email = user.email ?? `user${users}@example.com`;
      const password = user.password ?? PASSWORD;
      const claims = user.claims ?? { name: 'Ada Lovelace' };
      const created = await createUser(deps, await tenant(), { email, password, email_verified: false, claims });
      if (created.outcome === 'refused') throw new Error(`the user was refused: ${JSON.stringify(created.problems)}`);
      return { sub: created.user.sub, email, password };
    },
    close: async () => {
      await deps.storage.close();
      dispose();
    },
  };
}

/** Another server on the same storage and clock, with some of its parts replaced. */
export function serverWith(server: TestServer, replaced: Partial<Deps>): TestServer {
  const parts = { ...server.deps, ...replaced };
  const deps = { ...parts, tenants: createTenantDirectory(parts) };
  const app = createApp(deps);
  const url = (path: string) => (path.startsWith('http') ? path : `${server.issuer}${path}`);
  return { ...server, deps, fetch: (path, init) => app.fetch(requestWithHost(url(path), init)) };
}

/** Every request on a wire has a Host header (RFC 9112 §3.2); one that `init` brings is kept. */
function requestWithHost(url: string, init?: RequestInit): Request {
  const request = new Request(url, init);
  if (!request.headers.has('host')) request.headers.set('host', new URL(url).host);
  return request;
}

/** The same server on a real port of this machine, for clients that need a socket. The clock is the machine's. */
export async function listeningServer(
  options: TestServerOptions = {},
): Promise<TestServer & { running: RunningServer; origin: string }> {
  const port = await freePort();
  const server = await startServer({
    publicUrl: `http://localhost:${port}`,
    ...options,
    env: { XENIA_PORT: String(port), ...options.env },
    deps: { clock: () => Math.floor(Date.now() / 1000), ...options.deps },
  });
  const running = await serve(server.deps);
  return {
    ...server,
    running,
    origin: `http://localhost:${port}`,
    fetch: (path, init) => fetch(path.startsWith('http') ? path : `${server.issuer}${path}`, init),
    close: async () => {
      await running.close();
    },
  };
}

async function openTestDeps(options: TestServerOptions) {
  const dataDir = mkdtempSync(join(tmpdir(), 'xenia-test-'));
  const env = {
    XENIA_DATA_DIR: dataDir,
    XENIA_MASTER_KEY: randomBytes(32).toString('base64url'),
    ...(options.publicUrl === undefined ? {} : { XENIA_PUBLIC_URL: options.publicUrl }),
    ...(options.databaseUrl === undefined ? {} : { XENIA_DATABASE_URL: options.databaseUrl }),
    ...options.env,
  };
  const config = loadConfig({ cwd: dataDir, env }, randomBytes);
  if (config.databaseUrl === null) await migrateSqlite({ path: join(dataDir, 'xenia.db') });
  else await migratePostgres({ connectionString: config.databaseUrl });
  const clock = fakeClock();
  const log: Record<string, unknown>[] = [];
  const deps = await openDeps(config, {
    clock,
    log: pino({ level: 'debug' }, { write: (line: string) => log.push(JSON.parse(line)) }),
    passwords: createPasswords({ random: randomBytes }),
    ...options.deps,
  });
  return { deps, clock, log, dispose: () => rmSync(dataDir, { recursive: true, force: true }) };
}

async function seedApi(deps: Deps, tenant: () => Promise<Tenant>): Promise<void> {
  await putResourceServer(deps, await tenant(), { resource: API, name: 'Invoices', access_token_signing_alg: 'ES256' });
  for (const [name, display_name] of [
    ['invoices.read', 'Read your invoices'],
    ['invoices.write', 'Change your invoices'],
  ] as const) {
    await putScope(deps, await tenant(), { name, resource: API, display_name, emphasised: name.endsWith('write') });
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A PKCE pair (RFC 7636 §4.1, §4.2). */
export function pkce(): { code_verifier: string; code_challenge: string; code_challenge_method: 'S256' } {
  const code_verifier = randomBytes(32).toString('base64url');
  const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
  return { code_verifier, code_challenge, code_challenge_method: 'S256' };
}
