import { z } from 'zod';
import { type SettingGroup, tenantSettingsSchema } from '../tenants/settings.ts';

/** A tenant setting, for whoever sets it. */
export interface SettingDescription {
  name: string;
  group: SettingGroup;
  description: string;
  /** `RFC 6749 §4.1.2`; null: it follows none. */
  spec: string | null;
  default: unknown;
  /** JSON Schema of its value. */
  schema: Record<string, unknown>;
}

/** In the order in which they are declared. */
export function describeSettings(): SettingDescription[] {
  const { properties = {} } = z.toJSONSchema(tenantSettingsSchema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', default: value, group, ...schema } = property as z.core.JSONSchema.Schema;
    const [, spec = null] = /\(((?:RFC|OIDC|OpenID)[^)]*§[^)]*)\)/.exec(description) ?? [];
    return {
      name,
      group: group as SettingGroup,
      description,
      spec,
      default: value,
      schema: schema as Record<string, unknown>,
    };
  });
}
