import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '@xenia/protocol/client-metadata';
import { afterAll } from 'vitest';
import { createPasswords } from '../../src/accounts/passwords.ts';
import { loadConfig, sqlitePath } from '../../src/config/load.ts';
import { createOutboundFetch } from '../../src/http/outbound-fetch.ts';
import type { ManagementDeps } from '../../src/management/management-deps.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { migrateSqlite, openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { createSealer } from '../../src/tokens/sealer.ts';

const startTime = 1_800_000_000;

export const capabilities: Capabilities = {
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  response_modes: ['query', 'fragment', 'form_post'],
  token_endpoint_auth_methods: [
    'none',
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
  ],
  id_token_signing_algs: ['RS256', 'PS256', 'ES256', 'EdDSA'],
  scopes: ['openid', 'profile', 'email', 'offline_access', 'payments:write'],
};

export interface Installation {
  deps: ManagementDeps;
  clock: { now: number };
  /** The tenant as a request that comes now would see it. */
  tenant(name?: string): Promise<Tenant>;
  close(): Promise<void>;
}

let template: Promise<string> | undefined;

// Of the test file that imports this.
afterAll(async () => {
  if (template !== undefined) rmSync(await template, { recursive: true });
});

/** A folder with a master key and a database in which `acme` exists; made once, as its RSA keys take their time. */
async function makeTemplate(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'xenia-template-'));
  const deps = await openInstallation(dataDir, { now: startTime });
  await createTenant(deps, { name: 'acme', display_name: 'Acme' });
  await deps.storage.close();
  return dataDir;
}

async function openInstallation(dataDir: string, clock: { now: number }): Promise<ManagementDeps> {
  const flags = { dataDir, publicUrl: 'https://auth.example' };
  const config = loadConfig({ cwd: dataDir, env: {}, flags }, randomBytes);
  await migrateSqlite({ path: sqlitePath(config) });
  return {
    config,
    storage: await openSqliteStorage({ path: sqlitePath(config) }),
    clock: () => clock.now,
    random: randomBytes,
    sealer: createSealer(config.masterKey, randomBytes),
    passwords: createPasswords({ random: randomBytes }),
    fetch: createOutboundFetch({ allowPrivateNetworks: false, allowLoopback: true }),
  };
}

/** A database of its own with the tenant `acme`, and a clock that moves when it is told to. */
export async function startInstallation(): Promise<Installation> {
  template ??= makeTemplate();
  const dataDir = mkdtempSync(join(tmpdir(), 'xenia-installation-'));
  cpSync(await template, dataDir, { recursive: true });
  const clock = { now: startTime };
  const deps = await openInstallation(dataDir, clock);
  return {
    deps,
    clock,
    async tenant(name = 'acme') {
      const record = await deps.storage.tenants.findByName(name);
      if (record === null) throw new Error(`no tenant ${name}`);
      return loadTenant(deps, record);
    },
    async close() {
      await deps.storage.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
