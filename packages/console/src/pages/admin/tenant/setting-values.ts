import type { Results } from '../../../api/operations.ts';

export type Setting = Results['getSettingsSchema']['settings'][number];
export type ShownTenant = Results['getTenant'];

/** What is in force: what is written down, else the default. */
export function valueInForce(
  { settings }: Pick<ShownTenant, 'settings'>,
  { name, default: byDefault }: Setting,
): unknown {
  return settings[name] ?? byDefault;
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The change that makes `values` of what is in force; a default is not written down but reset to. */
export function changeOf(
  tenant: Pick<ShownTenant, 'settings'>,
  settings: readonly Setting[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changed = settings.filter(
    (setting) => setting.name in values && !isSame(values[setting.name], valueInForce(tenant, setting)),
  );
  return Object.fromEntries(
    changed.map(({ name, default: byDefault }) => [name, isSame(values[name], byDefault) ? null : values[name]]),
  );
}

/** How a JSON Schema is asked for. Whole numbers among settings are seconds, unless their `unit` is `count`. */
export type SettingKind = 'flag' | 'duration' | 'count' | 'choice' | 'choices' | 'dialects' | 'text';

export function kindOf({ name, schema }: Setting): SettingKind {
  if (name === 'dialects') return 'dialects';
  if (schema.type === 'boolean') return 'flag';
  if (schema.type === 'integer') return schema.unit === 'count' ? 'count' : 'duration';
  if (schema.type === 'array') return 'choices';
  return optionsOf(schema).length > 0 ? 'choice' : 'text';
}

/** The words of a JSON Schema, or of its items. */
export function optionsOf(schema: Setting['schema']): readonly string[] {
  const items = schema.items as { enum?: readonly string[] } | undefined;
  return (schema.enum as readonly string[] | undefined) ?? items?.enum ?? [];
}
