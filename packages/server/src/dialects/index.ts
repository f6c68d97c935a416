import type { Dialect } from './dialect.ts';
import { identityserver } from './identityserver.ts';
import { standard } from './standard.ts';
import { xendit } from './xendit.ts';
import { xeno } from './xeno.ts';

/** Every wire format that a tenant can speak. */
export const DIALECTS: ReadonlyMap<string, Dialect> = new Map(
  [standard, identityserver, xendit, xeno].map((dialect) => [dialect.name, dialect]),
);
