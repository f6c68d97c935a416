import { isDeepStrictEqual } from 'node:util';
import type { ChangeDescription } from './planned-change.ts';

type Members = ChangeDescription['members'];

/** The members in which two of a kind differ. */
export function difference(from: object, to: object): Members {
  const before = new Map<string, unknown>(Object.entries(from));
  const after = new Map<string, unknown>(Object.entries(to));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((member) => ({ member, from: before.get(member), to: after.get(member) }))
    .filter((one) => !isDeepStrictEqual(one.from, one.to));
}
