import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type ConfigSources, loadConfig, sqlitePath } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import type { Config } from '../config/schema.ts';
import type { Deps } from '../deps.ts';
import type { ManagementDeps } from '../management/management-deps.ts';
import { wholeList } from '../storage/every-page.ts';
import { type Storage, StorageUnavailableError } from '../storage/port.ts';
import type { TenantRecord } from '../storage/records.ts';
import { loadTenant } from '../tenants/directory.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { CliError } from './cli-error.ts';
import type { CommonOptions, TenantOptions } from './options.ts';

/** Where the command line takes the configuration from; `flags` by path. */
export function commandSources(options: CommonOptions, flags: Readonly<Record<string, unknown>> = {}): ConfigSources {
  return { cwd: process.cwd(), env: process.env, file: options.config, flags: { dataDir: options.dataDir, ...flags } };
}

/** The configuration that the server reads as well; `flags` by path. */
export function commandConfig(options: CommonOptions, flags: Readonly<Record<string, unknown>> = {}): Config {
  return loadConfig(commandSources(options, flags), randomBytes);
}

/** Opens the installation's database for one command. Throws CliError if it is not there or not up to date. */
export async function withInstallation<Result>(
  options: CommonOptions,
  command: (deps: ManagementDeps) => Promise<Result>,
): Promise<Result> {
  // A line of log between the JSON would spoil it.
  const deps = await openUpToDate(commandConfig(options, { logLevel: 'silent' }));
  try {
    return await command(deps);
  } finally {
    await deps.storage.close();
  }
}

/** Everything the server stands on, above a database that is there and at the newest migration. Throws CliError. */
export async function openUpToDate(config: Config): Promise<Deps> {
  if (!databaseExists(config)) {
    throw notMigrated(`There is no database in ${config.dataDir}.`);
  }
  const { openDeps } = await import('../main.ts');
  const deps = await openDeps(config);
  try {
    await deps.storage.ready();
    return deps;
  } catch (error) {
    await deps.storage.close();
    if (error instanceof StorageUnavailableError) throw error;
    throw notMigrated(`The database cannot be used: ${(error as Error).message}`);
  }
}

/** False only for an SQLite database that was never made; opening it would make the file. */
export function databaseExists(config: Pick<Config, 'databaseUrl' | 'dataDir'>): boolean {
  return config.databaseUrl !== null || existsSync(sqlitePath(config));
}

/** As withInstallation, for one tenant: the one that is named, or the only one. */
export function withTenant<Result>(
  options: TenantOptions,
  command: (deps: ManagementDeps, tenant: Tenant) => Promise<Result>,
): Promise<Result> {
  return withInstallation(options, async (deps) => command(deps, await findTenant(deps, options.tenant)));
}

/** Every tenant, in order of name. */
export function allTenants({ tenants }: Pick<Storage, 'tenants'>): Promise<TenantRecord[]> {
  return wholeList(
    (page) => tenants.list(page),
    ({ name }) => name,
  );
}

/** The tenant of this name, or without one the only one. Throws CliError. */
export async function findTenant(deps: ManagementDeps, name: string | undefined): Promise<Tenant> {
  const names = (await allTenants(deps.storage)).map((tenant) => tenant.name);
  const [only] = names;
  if (only === undefined) throw new CliError(1, 'There is no tenant yet.', 'Create one: xenia tenant create <name>');
  if (name === undefined && names.length > 1) {
    throw new CliError(2, 'There are several tenants.', `Say which with --tenant: ${names.join(', ')}`);
  }
  const chosen = name ?? only;
  const record = await deps.storage.tenants.findByName(chosen);
  if (record === null) {
    const meant = nearest(chosen, names);
    throw new CliError(
      1,
      `There is no tenant ${chosen}.`,
      `${meant === null ? '' : `Did you mean ${meant}? `}Known: ${names.join(', ')}`,
    );
  }
  return loadTenant(deps, record);
}

function notMigrated(problem: string): CliError {
  return new CliError(
    1,
    problem,
    'Run `xenia migrate`, or `xenia dev`, which does it by itself; or name another folder with --data-dir.',
  );
}
