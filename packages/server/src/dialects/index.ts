import type { Dialect } from './dialect.ts';
import { standard } from './standard.ts';

/** Every wire format that a tenant can speak. */
export const DIALECTS: ReadonlyMap<string, Dialect> = new Map([standard].map((dialect) => [dialect.name, dialect]));
