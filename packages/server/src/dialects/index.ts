import type { TenantSettings } from '../tenants/settings.ts';
import type { Dialect } from './dialect.ts';
import { identityserver } from './identityserver.ts';
import { standard } from './standard.ts';
import { xendit } from './xendit.ts';
import { xeno } from './xeno.ts';

/** Every wire format that a tenant can speak. */
export const DIALECTS: ReadonlyMap<string, Dialect> = new Map(
  [standard, identityserver, xendit, xeno].map((dialect) => [dialect.name, dialect]),
);

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
