import {
  capabilities,
  createTenant,
  createUser,
  type Deps,
  findUser,
  iconPath,
  loadTenant,
  ManagementError,
  putResourceServer,
  putScope,
  serveAsset,
  type Tenant,
} from 'xenia';
import { type Addresses, TENANT } from './addresses.ts';
import { DemoError } from './demo-error.ts';
import { type AppCredentials, registerSampleApp } from './register-sample-app.ts';

/** Printed and shown: it opens nothing but the demo, which production refuses. */
export const DEMO_USER = { email: 'demo@example.com', password: 'be-our-guest' } as const;

/** What the sample API can be asked for. The sample app asks for the first two; nobody gave it the third. */
const SCOPES = [
  { name: 'notes.read', display_name: 'Read your notes', description: 'Every note that you keep here.' },
  {
    name: 'notes.write',
    display_name: 'Add notes',
    description: 'In your name, to the notes that you keep here.',
    emphasised: true,
  },
  {
    name: 'notes.delete',
    display_name: 'Delete your notes',
    description: 'All of them, for good.',
    emphasised: true,
  },
] as const;

export interface Seeded {
  readonly app: AppCredentials;
  /** The demo user's subject. */
  readonly sub: string;
}

/** Makes what is missing and moves what depends on the ports; whatever else is there stays as somebody left it. */
export async function seed(deps: Deps, addresses: Addresses): Promise<Seeded> {
  await ensureTenant(deps, addresses.issuer);
  await ensureApi(deps, addresses.api);
  const tenant = await demoTenant(deps);
  const sub = await ensureUser(deps, tenant);
  const app = await registerSampleApp(deps, tenant, {
    ...addresses,
    capabilities: capabilities([...tenant.scopes.keys()]),
  });
  return { app, sub };
}

async function ensureTenant(deps: Deps, issuer: string): Promise<void> {
  const stored = await deps.storage.tenants.findByName(TENANT);
  if (stored === null) {
    const icon = await serveAsset(iconPath, undefined)?.text();
    await createTenant(deps, {
      name: TENANT,
      issuer,
      display_name: 'Xenia Demo',
      // The look of the start page: both are the same house.
      settings: { accentColor: '#14595a', logoUri: `data:image/svg+xml,${encodeURIComponent(icon ?? '')}` },
    });
  } else if (stored.issuer !== issuer) {
    await deps.storage.tenants.update(stored.tenant_id, { issuer });
  }
}

async function ensureApi(deps: Deps, resource: string): Promise<void> {
  const before = await demoTenant(deps);
  if (!before.resourceServers.has(resource)) {
    await putResourceServer(deps, before, { resource, name: 'Notes API', access_token_signing_alg: 'ES256' });
  }
  const tenant = await demoTenant(deps);
  for (const scope of SCOPES) {
    const stored = tenant.scopes.get(scope.name);
    if (stored === undefined) await putScope(deps, tenant, { ...scope, resource });
    else if (stored.resource !== resource) {
      const { tenant_id: _, required, emphasised, ...rest } = stored;
      await putScope(deps, tenant, { ...rest, resource, required: required === 1, emphasised: emphasised === 1 });
    }
  }
}

async function ensureUser(deps: Deps, tenant: Tenant): Promise<string> {
  try {
    return (await findUser(deps, tenant, DEMO_USER.email)).sub;
  } catch (error) {
    if (!(error instanceof ManagementError) || error.kind !== 'not_found') throw error;
  }
  const claims = {
    name: 'Nausicaa Phaeacia',
    given_name: 'Nausicaa',
    family_name: 'Phaeacia',
    preferred_username: 'nausicaa',
    locale: 'en',
    zoneinfo: 'Europe/Athens',
  };
  return (await createUser(deps, tenant, { ...DEMO_USER, email_verified: true, claims })).sub;
}

/** Read anew after each change, past every cache. */
async function demoTenant(deps: Deps): Promise<Tenant> {
  const record = await deps.storage.tenants.findByName(TENANT);
  if (record === null || record.disabled_at !== null) {
    throw new DemoError(`The tenant ${TENANT} is disabled. Choose another folder for the data: XENIA_DATA_DIR.`);
  }
  return loadTenant(deps, record);
}
