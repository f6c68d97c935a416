import { nearest } from '../config/nearest.ts';
import { DIALECTS } from '../dialects/index.ts';
import type { TenantSettingsInput } from '../tenants/settings.ts';
import type { ManagementProblem } from './management-error.ts';

type Settings = Partial<TenantSettingsInput>;

/**
 * What a preset, which is a dialect's name, writes down for a new tenant. All of it, so that a later version of the preset moves no
 * tenant that is there. Nothing for a name that nobody has.
 */
export function presetSettings(preset: string | undefined): Settings {
  const dialect = DIALECTS.get(preset ?? '');
  return dialect === undefined ? {} : { dialects: [dialect.name], ...dialect.tenantDefaults };
}

/** Every preset, with the settings that it writes down. */
export function listPresets(): { name: string; settings: Settings }[] {
  return [...DIALECTS.keys()].map((name) => ({ name, settings: presetSettings(name) }));
}

/** Unless there is such a preset. */
export function presetProblems(preset: string | undefined): ManagementProblem[] {
  return preset === undefined ? [] : unknownNames('preset', 'preset', [preset]);
}

/** Everything that speaks against these settings and that their schema, which knows no registry, cannot tell. */
export function settingsProblems({ dialects = [] }: Settings): ManagementProblem[] {
  return unknownNames('settings.dialects', 'dialect', dialects);
}

function unknownNames(field: string, what: string, names: readonly string[]): ManagementProblem[] {
  const known = [...DIALECTS.keys()];
  return names
    .filter((name) => !DIALECTS.has(name))
    .map((name) => {
      const meant = nearest(name, known);
      const hint = meant === null ? '' : `did you mean ${meant}? `;
      return { field, problem: `${JSON.stringify(name)} is no ${what}; ${hint}Known: ${known.join(', ')}.` };
    });
}
