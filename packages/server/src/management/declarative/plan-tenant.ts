import type { TenantSettings } from '../../tenants/settings.ts';
import { tenantSettingsSchema } from '../../tenants/settings.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import type { TenantChange } from '../contract.ts';
import type { ManagementDeps } from '../management-deps.ts';
import { presetProblems, presetSettings, settingsProblems } from '../tenant-presets.ts';
import { createTenant, updateTenant } from '../tenants.ts';
import { difference } from './difference.ts';
import type { TenantDocument } from './document.ts';
import type { ChangeDescription } from './planned-change.ts';
import type { PlacedProblem } from './read-document.ts';

export type TenantStep = ChangeDescription & { perform(deps: ManagementDeps): Promise<void> };

export interface PlannedTenant {
  readonly step: TenantStep | null;
  /** All of them, as they will be. */
  readonly settings: TenantSettings;
}

/** What is wrong with the tenant itself, so that nothing below it can be looked at. */
export function tenantDocumentProblems(document: TenantDocument, existing: Tenant | null): PlacedProblem[] {
  const { issuer, preset, settings } = document;
  const wrong = [...presetProblems(preset), ...settingsProblems(settings ?? {})].map(({ field, problem }) => ({
    path: field.split('.'),
    problem,
    remedy: '',
  }));
  if (existing === null || issuer === undefined || issuer === existing.issuer) return wrong;
  const problem = `The tenant is there, and its issuer is ${existing.issuer}: every app knows it by that.`;
  return [...wrong, { path: ['issuer'], problem, remedy: 'Leave it out, or give the document another name.' }];
}

/** What makes the tenant itself as the document says; `existing` null: it is not there yet. */
export function planTenant(document: TenantDocument, existing: Tenant | null): PlannedTenant {
  const { name, issuer, preset } = document;
  const written = { ...presetSettings(preset), ...document.settings };
  const settings = tenantSettingsSchema.parse(written);
  const { display_name = name } = document;
  const described = { subject: 'tenant', id: name, name: display_name, impact: null } as const;
  if (existing === null) {
    const members = difference(
      {},
      { ...(issuer === undefined ? {} : { issuer }), ...settingMembers(tenantSettingsSchema.parse({}), settings).to },
    );
    const input = {
      name,
      display_name,
      settings: written,
      ...(issuer === undefined ? {} : { issuer }),
      ...(preset === undefined ? {} : { preset }),
    };
    const perform = async (deps: ManagementDeps) => void (await createTenant(deps, input));
    return { settings, step: { ...described, change: 'create', members, perform } };
  }
  const { from, to } = settingMembers(existing.settings, settings);
  const members = difference({ display_name: existing.displayName, ...from }, { display_name, ...to });
  if (members.length === 0) return { settings, step: null };
  const given = new Map(Object.entries(written));
  const changed = Object.keys(to).map((member) => member.replace('settings.', ''));
  const change = {
    display_name,
    settings: Object.fromEntries(changed.map((setting) => [setting, given.get(setting) ?? null])),
  } as TenantChange;
  const perform = async (deps: ManagementDeps) => void (await updateTenant(deps, name, change, existing.revision));
  return { settings, step: { ...described, change: 'change', members, perform } };
}

/** The settings that differ, as members of the document. */
function settingMembers(before: TenantSettings, after: TenantSettings) {
  const differing = difference(before, after);
  const named = (side: 'from' | 'to') =>
    Object.fromEntries(differing.map((one) => [`settings.${one.member}`, one[side]]));
  return { from: named('from'), to: named('to') };
}
