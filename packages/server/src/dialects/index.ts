import type { TenantSettings } from '../tenants/settings.ts';
import { consoleDialect } from './console.ts';
import type { Dialect } from './dialect.ts';
import { identityserver } from './identityserver.ts';
import { standard } from './standard.ts';
import { xendit } from './xendit.ts';
import { xeno } from './xeno.ts';

/** Every wire format that a tenant can be set to speak. */
export const DIALECTS: ReadonlyMap<string, Dialect> = new Map(
  [standard, identityserver, xendit, xeno].map((dialect) => [dialect.name, dialect]),
);

/** Every one that a tenant answers in: its own, and that of the console, unless one of its own has the path. */
export function spokenBy(settings: Pick<TenantSettings, 'dialects'>): Dialect[] {
  return [...dialectsOf(settings), consoleDialect];
}

/** Also that of the console; undefined for a name that nobody has. */
export function findDialect(name: string): Dialect | undefined {
  return name === consoleDialect.name ? consoleDialect : DIALECTS.get(name);
}

/** Every dialect of a tenant, in the order of its settings; the first one is advertised. Throws for a name that nobody has. */
export function dialectsOf({ dialects }: Pick<TenantSettings, 'dialects'>): [Dialect, ...Dialect[]] {
  const [first = 'standard', ...others] = dialects;
  return [dialectNamed(first), ...others.map(dialectNamed)];
}

function dialectNamed(name: string): Dialect {
  const dialect = DIALECTS.get(name);
  if (dialect === undefined)
    throw new Error(`There is no dialect named ${name}; known are ${[...DIALECTS.keys()].join(', ')}.`);
  return dialect;
}
