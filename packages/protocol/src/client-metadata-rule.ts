import type { Capabilities, ClientMetadata } from './client-metadata.ts';
import { without } from './scope.ts';

/** `problem` is a sentence for the developer, with the remedy; it may quote what they entered. */
export interface ClientMetadataProblem {
  readonly field: string;
  readonly problem: string;
}

/** Everything that speaks against one part of the metadata. */
export type Rule = (metadata: ClientMetadata, capabilities: Capabilities) => Iterable<ClientMetadataProblem>;

const MAX_LIST_LENGTH = 100;
const MAX_QUOTED = 100;

export function quote(value: string): string {
  return JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}...` : value);
}

export function* notSupported(field: string, values: readonly string[], supported: readonly string[]) {
  for (const value of without(values, supported)) {
    yield { field, problem: `${quote(value)} is not supported; choose from: ${supported.join(', ')}.` };
  }
}

export function* duplicates(field: string, values: readonly string[]) {
  if (new Set(values).size !== values.length) yield { field, problem: 'Contains an entry twice; remove one.' };
  if (values.length > MAX_LIST_LENGTH)
    yield { field, problem: `Has more than ${MAX_LIST_LENGTH} entries; remove some.` };
}
