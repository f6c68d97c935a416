import { z } from 'zod';
import { settingsSchema } from './schema.ts';

/** One setting with everything that the environment, the reference and the messages need to know of it. */
export interface Variable {
  /** `outbound.allowPrivateNetworks` */
  path: string;
  type: 'string' | 'integer' | 'boolean' | 'array';
  /** Names in the environment; the first one wins. */
  env: readonly [string, ...string[]];
  secret: boolean;
  description: string;
  default: unknown;
  /** The allowed words, if it takes only certain words. */
  words: readonly string[] | null;
}

interface JsonSchema {
  type?: string | string[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  enum?: string[];
  description?: string;
  default?: unknown;
  'x-env'?: string[];
  'x-secret'?: boolean;
}

/** The JSON Schema of the configuration file. */
export function settingsJsonSchema(): JsonSchema {
  return z.toJSONSchema(settingsSchema, { io: 'input' }) as JsonSchema;
}

/** Every setting, in the order of the schema. */
export const variables: readonly Variable[] = collect(settingsJsonSchema(), []);

/** Every leaf of an object schema, with its path. */
export function collect(schema: JsonSchema, parents: readonly string[]): Variable[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const names = [...parents, name];
    return property.properties === undefined ? [variable(names, property)] : collect(property, names);
  });
}

function variable(names: readonly string[], property: JsonSchema): Variable {
  const shape = property.anyOf?.find((choice) => choice.type !== 'null') ?? property;
  const capitals = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  return {
    path: names.join('.'),
    type: ([shape.type ?? 'string'].flat().find((type) => type !== 'null') ?? 'string') as Variable['type'],
    env: [`XENIA_${capitals.join('_')}`, ...(property['x-env'] ?? [])],
    secret: property['x-secret'] ?? false,
    description: property.description ?? '',
    default: property.default,
    words: shape.enum ?? null,
  };
}
