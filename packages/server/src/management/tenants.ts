import { isSecureUrl } from '@xenia/protocol/loopback';
import type { Page } from '../storage/port.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { TenantRecord } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { openSigningKey } from '../tenants/tenant-keys.ts';
import { generateFirstSigningKeys } from '../tokens/signing-keys.ts';
import { reaches } from './actor.ts';
import { withoutNull } from './change.ts';
import { type NewTenant, newTenant, parseInput, type TenantChange, tenantChange } from './contract.ts';
import { identityScopes } from './identity-scopes.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, type ManagementProblem, notFound } from './management-error.ts';
import { presetProblems, presetSettings, settingsProblems } from './tenant-presets.ts';

export interface TenantInformation {
  name: string;
  issuer: string;
  display_name: string;
  /** Only what deviates from the defaults. */
  settings: Record<string, unknown>;
  /** Grows with every change of the tenant, its scopes, resource servers or keys. */
  revision: number;
  created_at: number;
  disabled_at: number | null;
}

/** First path segments that are the installation's own. */
const reservedNames: ReadonlySet<string> = new Set([
  'assets',
  'api',
  'console',
  'health',
  'healthz',
  'livez',
  'ready',
  'readyz',
  'metrics',
  'demo-app',
]);

/** Makes an issuer with its signing keys and the scopes of OpenID Connect. Throws ManagementError. */
export async function createTenant(
  deps: Pick<ManagementDeps, 'caller' | 'config' | 'storage' | 'clock' | 'random' | 'sealer'>,
  input: NewTenant,
): Promise<TenantInformation> {
  const {
    name,
    issuer = `${deps.config.publicUrl}/${input.name}`,
    display_name = name,
    preset,
    settings: parsed = {},
  } = parseInput(newTenant, input);
  const settings = { ...presetSettings(preset), ...given(parsed, input.settings) };
  const problems = [
    ...(reservedNames.has(name)
      ? [{ field: 'name', problem: `${name} is a path of the installation itself; choose another.` }]
      : []),
    ...issuerProblems(deps, name, issuer),
    ...presetProblems(preset),
    ...settingsProblems(settings),
  ];
  if (problems.length > 0) throw new ManagementError('invalid', problems);
  await assertSameMasterKey(deps);
  const tenant_id = `ten_${deps.random(16).toString('hex')}`;
  const tenant: TenantRecord = {
    tenant_id,
    name,
    issuer,
    display_name,
    settings: JSON.stringify(settings),
    revision: 1,
    created_at: deps.clock(),
    disabled_at: null,
  };
  const keys = await generateFirstSigningKeys(deps, tenant_id);
  if ((await deps.storage.tenants.create(tenant, keys, identityScopes(tenant_id))) === 'exists') {
    throw new ManagementError('conflict', [
      { field: 'name', problem: `A tenant with the name ${name} or the issuer ${issuer} exists already.` },
    ]);
  }
  const details = { name, ...(preset === undefined ? {} : { preset }) };
  await recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: 'tenant.created', details });
  return describeTenant(tenant);
}

/** Changes what is given and nothing else. Throws ManagementError. */
export async function updateTenant(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  name: string,
  input: TenantChange,
  revision: number | null = null,
): Promise<TenantInformation> {
  const change = parseInput(tenantChange, input);
  const { storage } = deps;
  const record = await findTenant(deps, name);
  const { display_name = record.display_name } = change;
  const asked = given(change.settings ?? {}, input.settings);
  const settings = withoutNull({ ...(JSON.parse(record.settings) as Record<string, unknown>), ...asked });
  const problems = settingsProblems(settings);
  if (problems.length > 0) throw new ManagementError('invalid', problems);
  const update = { display_name, settings: JSON.stringify(settings) };
  const updated = await storage.tenants.update(record.tenant_id, update, revision ?? record.revision);
  if (updated === null) throw unknownTenant(name);
  if (updated === 'changed') {
    throw new ManagementError('precondition_failed', [
      { field: '', problem: 'The tenant was changed meanwhile; read it again and repeat the change.' },
    ]);
  }
  // Names only: what a setting says is in the tenant.
  const names = [
    ...Object.keys(input).filter((name) => name !== 'settings'),
    ...Object.keys(asked).map((name) => `settings.${name}`),
  ];
  const details = { members: names.sort() };
  await recordEvent(deps, updated, { actor: callerOf(deps).actor, action: 'tenant.changed', details });
  return describeTenant(updated);
}

/** Throws ManagementError. */
export async function showTenant(deps: Pick<ManagementDeps, 'storage'>, name: string): Promise<TenantInformation> {
  return describeTenant(await findTenant(deps, name));
}

/**
 * A disabled tenant answers nothing: nobody signs in there and no token of it counts. An operator cannot disable the tenant that their
 * own account is in. Throws ManagementError.
 */
export async function setTenantDisabled(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'sealer'>,
  name: string,
  disabled: boolean,
): Promise<TenantInformation> {
  const { tenant_id } = await findTenant(deps, name);
  const { actor, sub } = callerOf(deps);
  if (disabled && sub !== null && (await deps.storage.users.find(tenant_id, sub)) !== null) {
    const problem = 'Your own account is in this tenant: nobody could enable it again from here.';
    throw new ManagementError('conflict', [{ field: 'name', problem }]);
  }
  const disabled_at = disabled ? deps.clock() : null;
  const updated = await deps.storage.tenants.update(tenant_id, { disabled_at });
  if (updated === null || updated === 'changed') throw unknownTenant(name);
  await recordEvent(deps, updated, { actor, action: disabled ? 'tenant.disabled' : 'tenant.enabled' });
  return describeTenant(updated);
}

/** One page of those that the caller may see, in order of name: every one for operators, their own (`home`) for all others. */
export async function tenantPage(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  home: Tenant,
  page: Page,
): Promise<TenantInformation[]> {
  if (reaches(callerOf(deps).role, 'operator')) return (await deps.storage.tenants.list(page)).map(describeTenant);
  return page.after === null ? [await showTenant(deps, home.name)] : [];
}

async function findTenant({ storage }: Pick<ManagementDeps, 'storage'>, name: string): Promise<TenantRecord> {
  const record = await storage.tenants.findByName(name);
  if (record === null) throw unknownTenant(name);
  return record;
}

function unknownTenant(name: string): ManagementError {
  return notFound('name', `There is no tenant ${name}.`);
}

function describeTenant({
  name,
  issuer,
  display_name,
  settings,
  revision,
  created_at,
  disabled_at,
}: TenantRecord): TenantInformation {
  return {
    name,
    issuer,
    display_name,
    settings: JSON.parse(settings) as Record<string, unknown>,
    revision,
    created_at,
    disabled_at,
  };
}

/** A default that somebody did not write down may change later. */
function given(settings: Record<string, unknown>, input: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => input !== undefined && Object.hasOwn(input, key)),
  );
}

function issuerProblems({ config }: Pick<ManagementDeps, 'config'>, name: string, issuer: string): ManagementProblem[] {
  const path = `${config.publicUrl}/${name}`;
  const problem = (text: string) => [{ field: 'issuer', problem: text }];
  if (!URL.canParse(issuer)) return problem('Must be an absolute URL, for example https://auth.example.com');
  // Compared character by character by every client (RFC 8414 §3.3), so only the one canonical spelling is taken.
  if (issuer !== path && issuer !== new URL(issuer).origin) {
    return problem(`Must be ${path} or a bare origin such as https://id.example.com, without a slash at its end.`);
  }
  if (!isSecureUrl(issuer) && config.mode === 'production') return problem('Must use https (RFC 8414 §2).');
  return [];
}

/** Keys that are sealed with another master key than the rest would break the tenant at the first request. */
async function assertSameMasterKey(deps: Pick<ManagementDeps, 'storage' | 'clock' | 'sealer'>): Promise<void> {
  const [other] = await deps.storage.tenants.list({ after: null, limit: 1 });
  if (other === undefined) return;
  const [key] = await deps.storage.signingKeys.listPublished(other.tenant_id, deps.clock());
  if (key !== undefined) openSigningKey(deps, key);
}
