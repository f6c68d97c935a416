import { isSecureUrl } from '@xenia/protocol/loopback';
import type { TenantRecord } from '../storage/records.ts';
import { openSigningKey } from '../tenants/tenant-keys.ts';
import { generateFirstSigningKeys } from '../tokens/signing-keys.ts';
import { withoutNull } from './change.ts';
import { type NewTenant, newTenant, parseInput, type TenantChange, tenantChange } from './contract.ts';
import { identityScopes } from './identity-scopes.ts';
import type { ManagementDeps } from './management-deps.ts';
import { ManagementError, type ManagementProblem, notFound } from './management-error.ts';
import { everyPage } from './pages.ts';
import { presetProblems, presetSettings, settingsProblems } from './tenant-presets.ts';

export interface TenantInformation {
  name: string;
  issuer: string;
  display_name: string;
  /** Only what deviates from the defaults. */
  settings: Record<string, unknown>;
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
  deps: Pick<ManagementDeps, 'config' | 'storage' | 'clock' | 'random' | 'sealer'>,
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
  return describeTenant(tenant);
}

/** Changes what is given and nothing else. Throws ManagementError. */
export async function updateTenant(
  { storage }: Pick<ManagementDeps, 'storage'>,
  name: string,
  input: TenantChange,
): Promise<TenantInformation> {
  const change = parseInput(tenantChange, input);
  const record = await storage.tenants.findByName(name);
  if (record === null) throw notFound('name', `There is no tenant ${name}.`);
  const { display_name = record.display_name } = change;
  const settings = withoutNull({
    ...(JSON.parse(record.settings) as Record<string, unknown>),
    ...given(change.settings ?? {}, input.settings),
  });
  const problems = settingsProblems(settings);
  if (problems.length > 0) throw new ManagementError('invalid', problems);
  const update = { display_name, settings: JSON.stringify(settings) };
  if (!(await storage.tenants.update(record.tenant_id, update))) {
    throw notFound('name', `There is no tenant ${name}.`);
  }
  return describeTenant({ ...record, ...update });
}

export async function listTenants(deps: Pick<ManagementDeps, 'storage'>): Promise<TenantInformation[]> {
  const tenants: TenantInformation[] = [];
  for await (const record of everyPage(
    (page) => deps.storage.tenants.list(page),
    ({ name }) => name,
  ))
    tenants.push(describeTenant(record));
  return tenants;
}

function describeTenant({
  name,
  issuer,
  display_name,
  settings,
  created_at,
  disabled_at,
}: TenantRecord): TenantInformation {
  return {
    name,
    issuer,
    display_name,
    settings: JSON.parse(settings) as Record<string, unknown>,
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
