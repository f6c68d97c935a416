import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { Random } from '../deps.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { nearest } from './nearest.ts';
import { ConfigError, type ConfigProblem } from './problems.ts';
import { rules } from './rules.ts';
import { type Config, type Settings, settingsSchema } from './schema.ts';
import { variables } from './variables.ts';

export const configFileName = 'xenia.config.json';

/** Where settings come from, weakest first: defaults, file, environment, flags. */
export interface ConfigSources {
  cwd: string;
  env: Environment;
  /** A file that must exist (`--config`); without it `xenia.config.json` of `cwd` is read if there is one. */
  file?: string | undefined;
  /** By path (`{ port: 4000 }`); undefined counts as absent. */
  flags?: Readonly<Record<string, unknown>>;
}

/**
 * Reads and checks all sources without changing anything: what they say, and every problem with it. `settings` is null
 * if they cannot even be read.
 */
export function inspectSettings(sources: ConfigSources): { settings: Settings | null; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const values = readFile(sources, problems);
  const environment = readEnvironment(sources.env);
  problems.push(...environment.problems);
  const flags = Object.entries(sources.flags ?? {}).filter(([, value]) => value !== undefined);
  for (const [path, value] of [...environment.values, ...flags]) place(values, path.split('.'), value);

  const parsed = settingsSchema.safeParse(values);
  if (!parsed.success) return { settings: null, problems: [...problems, ...parsed.error.issues.flatMap(explain)] };
  const settings = { ...parsed.data, dataDir: resolve(sources.cwd, parsed.data.dataDir) };
  problems.push(...rules.flatMap((rule) => rule.problem(settings) ?? []));
  return { settings, problems };
}

/** As inspectSettings. Throws ConfigError with every problem. */
export function readSettings(sources: ConfigSources): Settings {
  const { settings, problems } = inspectSettings(sources);
  if (settings === null || problems.length > 0) throw new ConfigError(problems);
  return settings;
}

/**
 * The frozen configuration. In development without a master key, makes `dataDir` and in it the key, once.
 * Throws ConfigError with every problem.
 */
export function loadConfig(sources: ConfigSources, random: Random): Config {
  const settings = readSettings(sources);
  const development = settings.mode === 'development';
  const publicUrl = new URL(settings.publicUrl ?? `http://localhost:${settings.port}`);
  return Object.freeze({
    ...settings,
    publicUrl: `${publicUrl.origin}${publicUrl.pathname.replace(/\/+$/, '')}`,
    host: settings.host ?? (development ? '127.0.0.1' : '::'),
    masterKey: settings.masterKey ?? developmentMasterKey(settings.dataDir, random),
    outbound: Object.freeze(settings.outbound),
    mail: Object.freeze(settings.mail),
    bootstrap: Object.freeze(settings.bootstrap),
    trustedProxies: Object.freeze(settings.trustedProxies),
  });
}

/** The SQLite database of an installation that names no PostgreSQL. */
export function sqlitePath(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'xenia.db');
}

function readFile({ cwd, file }: ConfigSources, problems: ConfigProblem[]): Record<string, unknown> {
  const path = resolve(cwd, file ?? configFileName);
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new SyntaxError('not an object');
    // `$schema` is what editors read; it is no setting.
    const { $schema: _, ...values } = content as Record<string, unknown>;
    return values;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && file === undefined) return {};
    const problem =
      error instanceof SyntaxError ? `is not a JSON object: ${error.message}` : `cannot be read (${code})`;
    problems.push({ path, problem, remedy: 'Mend the file, or name another one with --config.' });
    return {};
  }
}

function place(values: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    values[name] = value;
    return;
  }
  const inner = values[name];
  // Copied: what the file holds is not ours to change.
  const copy: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  values[name] = copy;
  place(copy, rest, value);
}

function explain(issue: z.core.$ZodIssue): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key].join('.');
      const paths = variables.map((variable) => variable.path);
      const meant = nearest(path, paths);
      return {
        path,
        problem: 'is not a setting',
        remedy:
          meant === null ? `Remove it. There are: ${paths.join(', ')}.` : `Did you mean ${meant}? Otherwise remove it.`,
      };
    });
  }
  const variable = variables.find(
    ({ path }) => path === issue.path.filter((part) => typeof part === 'string').join('.'),
  );
  const remedy =
    variable === undefined
      ? 'See the configuration reference.'
      : `Set ${variable.path} in the file or ${variable.env.join(' or ')}. ${variable.description}`;
  return [{ path: issue.path.join('.') || 'configuration', problem: issue.message, remedy }];
}

function developmentMasterKey(dataDir: string, random: Random): string {
  const path = join(dataDir, 'master-key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    // wx: of two processes that start at once, one writes and both read the same key.
    writeFileSync(path, `${random(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
