import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '@xenia/protocol/client-metadata';
import { createPasswords } from '../../src/accounts/passwords.ts';
import { loadConfig, sqlitePath } from '../../src/config/load.ts';
import type { ManagementDeps } from '../../src/management/management-deps.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { migrateSqlite, openSqliteStorage } from '../../src/storage/sql/sqlite.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import type { Tenant } from '../../src/tenants/tenant.ts';
import { createSealer } from '../../src/tokens/sealer.ts';

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

/** A database of its own with the tenant `acme`, and a clock that moves when it is told to. */
export async function startInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'xenia-installation-'));
  const config = loadConfig(
    { cwd: dataDir, env: {}, flags: { dataDir, publicUrl: 'https://auth.example' } },
    randomBytes,
  );
  await migrateSqlite({ path: sqlitePath(config) });
  const clock = { now: 1_800_000_000 };
  const deps: ManagementDeps = {
    config,
    storage: await openSqliteStorage({ path: sqlitePath(config) }),
    clock: () => clock.now,
    random: randomBytes,
    sealer: createSealer(config.masterKey, randomBytes),
    passwords: createPasswords({ random: randomBytes }),
  };
  await createTenant(deps, { name: 'acme', display_name: 'Acme' });
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
