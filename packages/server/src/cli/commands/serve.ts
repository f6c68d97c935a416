import type { Command } from 'commander';
import { inspectSettings } from '../../config/load.ts';
import { ConfigError, type ConfigProblem } from '../../config/problems.ts';
import { tenantProblems } from '../../config/rules.ts';
import type { Config, Settings } from '../../config/schema.ts';
import type { Deps } from '../../deps.ts';
import { CliError } from '../cli-error.ts';
import { bootstrapOperator, offerSetupLink } from '../first-operator.ts';
import { allTenants, commandConfig, commandSources, databaseExists, openUpToDate } from '../installation.ts';
import { migrateStorage } from '../migrate-storage.ts';
import { type CommonOptions, wholeNumber, withCommonOptions } from '../options.ts';
import { createOutput } from '../output.ts';

interface ServeOptions extends CommonOptions {
  port?: number;
  host?: string;
  publicUrl?: string;
  logLevel?: string;
  migrate?: boolean;
}

export function defineDev(command: Command): void {
  withServeOptions(command).action(async (options: ServeOptions) => {
    const config = commandConfig(options, serveFlags(options, 'development'));
    await migrateWithProgress(config, options);
    await run(config, options);
  });
}

export function defineStart(command: Command): void {
  withServeOptions(command.option('--migrate', 'bring the database up to date first')).action(
    async (options: ServeOptions) => {
      const flags = serveFlags(options, 'production');
      const { settings, problems } = inspectSettings(commandSources(options, flags));
      // Together with what is wrong in the database, so that one start tells everything.
      if (settings !== null) problems.push(...(await storedProblems(settings)));
      if (problems.length > 0) throw new ConfigError(problems);
      const config = commandConfig(options, flags);
      if (options.migrate === true) await migrateWithProgress(config, options);
      await run(config, options);
    },
  );
}

function withServeOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--port <number>', 'listen on this port', wholeNumber)
    .option('--host <address>', 'listen on this address')
    .option('--public-url <url>', 'where browsers and apps reach the server')
    .option('--log-level <level>', 'the least important kind of log line that is written');
}

function serveFlags({ port, host, publicUrl, logLevel }: ServeOptions, mode: Config['mode']): Record<string, unknown> {
  return { mode, port, host, publicUrl, logLevel };
}

/** What production refuses of the stored tenants; nothing if the database cannot be read yet, which is told later. */
async function storedProblems(settings: Settings): Promise<ConfigProblem[]> {
  if (!databaseExists(settings)) return [];
  const { openStorage } = await import('../../main.ts');
  const storage = await openStorage(settings);
  try {
    await storage.ready();
    return tenantProblems(await allTenants(storage));
  } catch {
    return [];
  } finally {
    await storage.close();
  }
}

async function migrateWithProgress(config: Config, { json }: ServeOptions): Promise<void> {
  const output = createOutput(json === true);
  await migrateStorage(config, (name) => output.progress(`Applying ${name} ...`));
}

/** Serves until the first signal. */
async function run(config: Config, options: ServeOptions): Promise<void> {
  const { serve } = await import('../../main.ts');
  const deps = await withTerminalLog(await openUpToDate(config), options);
  const start = async () => {
    await bootstrapOperator(deps);
    return serve(deps);
  };
  const server = await start().catch(async (error: NodeJS.ErrnoException) => {
    await deps.storage.close();
    throw error.code === 'EADDRINUSE' ? portInUse(config) : error;
  });
  const stopped = nextSignal();
  const issuers = (await allTenants(deps.storage)).map(({ issuer }) => issuer);
  deps.log.info({ mode: config.mode, port: server.port, public_url: config.publicUrl, issuers }, 'Xenia is ready');
  if (issuers.length === 0) deps.log.warn('There is no tenant yet. Create one: xenia tenant create <name>');
  else await offerSetupLink(deps, options);
  deps.log.info({ signal: await stopped }, 'Xenia is stopping');
  await server.close();
  deps.log.info('Xenia has stopped');
}

/** A developer at a terminal reads lines; everybody else gets JSON. */
async function withTerminalLog(deps: Deps, { json }: ServeOptions): Promise<Deps> {
  if (process.stdout.isTTY !== true || json === true || deps.config.mode !== 'development') return deps;
  const { createLog, prettyDestination } = await import('../../observability/log.ts');
  const destination = prettyDestination(process.stdout, process.env.NO_COLOR === undefined);
  return { ...deps, log: createLog(deps.config.logLevel, destination) };
}

/**
 * Further signals are ignored: what starts processes often signals the group and the process, and the second of the two must
 * not cut off requests that are being answered. Closing takes ten seconds at most.
 */
function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(signal));
  });
}

function portInUse({ host, port }: Config): CliError {
  return new CliError(
    1,
    `Port ${port} of ${host} is in use.`,
    'Choose another with --port, or end the program that uses it.',
  );
}
