import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';

/** Every command has these. */
export interface CommonOptions {
  config?: string;
  dataDir?: string;
  json?: boolean;
}

export interface TenantOptions extends CommonOptions {
  tenant?: string;
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'read this configuration file instead of xenia.config.json')
    .option('--data-dir <folder>', 'the folder of the SQLite database')
    .option('--json', 'print one JSON document, for programs');
}

export function withTenantOptions(command: Command): Command {
  return withCommonOptions(command.option('--tenant <name>', 'the tenant; needed only if there are several'));
}

/** For an option that may be repeated. */
export function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('Must be a whole number.');
  return Number(value);
}

/** JSON, or `@` and the name of a file that holds it. */
export function jsonOrFile(value: string): unknown {
  try {
    return JSON.parse(value.startsWith('@') ? readFileSync(value.slice(1), 'utf8') : value);
  } catch (error) {
    const reason =
      error instanceof SyntaxError ? 'it is not JSON' : ((error as NodeJS.ErrnoException).code ?? 'it cannot be read');
    throw new InvalidArgumentError(`Must be JSON, or @ and the name of a JSON file: ${reason}.`);
  }
}

/** `name=value` pairs; a value that is JSON counts as such, everything else as text. */
export function collectPairs(pair: string, previous: Record<string, unknown> | undefined): Record<string, unknown> {
  const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Must be name=value.');
  let parsed: unknown = value;
  try {
    parsed = JSON.parse(value);
  } catch {
    // Text.
  }
  return { ...previous, [name]: parsed };
}
