import {
  capabilities,
  createTenant,
  createUser,
  type Deps,
  findUser,
  loadTenant,
  ManagementError,
  putResourceServer,
  putScope,
  type Tenant,
} from 'xenia';
import { type Addresses, issuerOf, type Part } from '../addresses.ts';
import { DemoError } from '../demo-error.ts';
import { type AppCredentials, registerSampleApp } from '../sample/register-sample-app.ts';
import { DEMO_CLAIMS, DEMO_USER } from './demo-user.ts';
import type { Product, ProductContext } from './product.ts';

/** Makes what is missing and moves what depends on the ports; whatever else is there stays as somebody left it. */
export async function ensureProduct(
  deps: Deps,
  product: Product,
  addresses: Addresses,
): Promise<Pick<ProductContext, 'issuer' | 'sub' | 'credentials'>> {
  const { name } = product.tenant;
  const issuer = issuerOf(addresses, name);
  await ensureTenant(deps, product, issuer);
  await ensureApi(deps, product, addresses);
  const tenant = await tenantNow(deps, name);
  const able = capabilities([...tenant.scopes.keys()]);
  const credentials = new Map<Part, AppCredentials>();
  for (const { part, credentialsFile, metadata } of product.apps) {
    const registration = { credentialsFile, metadata: metadata(addresses[part]), capabilities: able };
    credentials.set(part, await registerSampleApp(deps, tenant, registration));
  }
  return { issuer, sub: await ensureUser(deps, tenant), credentials };
}

async function ensureTenant(deps: Deps, { tenant }: Product, issuer: string): Promise<void> {
  const stored = await deps.storage.tenants.findByName(tenant.name);
  if (stored === null) await createTenant(deps, { ...tenant, issuer });
  else if (stored.issuer !== issuer) await deps.storage.tenants.update(stored.tenant_id, { issuer });
}

async function ensureApi(deps: Deps, { tenant: { name }, api }: Product, addresses: Addresses): Promise<void> {
  const { part, scopes, ...input } = api;
  const resource = addresses[part];
  const before = await tenantNow(deps, name);
  if (!before.resourceServers.has(resource)) await putResourceServer(deps, before, { resource, ...input });
  const tenant = await tenantNow(deps, name);
  for (const scope of scopes) {
    const stored = tenant.scopes.get(scope.name);
    if (stored === undefined) await putScope(deps, tenant, { ...scope, resource });
    else if (stored.resource !== resource) {
      const { tenant_id: _, required, emphasised, needs_review, ...rest } = stored;
      const marks = { required: required === 1, emphasised: emphasised === 1, needs_review: needs_review === 1 };
      await putScope(deps, tenant, { ...rest, resource, ...marks });
    }
  }
}

async function ensureUser(deps: Deps, tenant: Tenant): Promise<string> {
  try {
    return (await findUser(deps, tenant, DEMO_USER.email)).sub;
  } catch (error) {
    if (!(error instanceof ManagementError) || error.kind !== 'not_found') throw error;
  }
  return (await createUser(deps, tenant, { ...DEMO_USER, email_verified: true, claims: DEMO_CLAIMS })).sub;
}

/** Read anew after each change, past every cache. */
async function tenantNow(deps: Deps, name: string): Promise<Tenant> {
  const record = await deps.storage.tenants.findByName(name);
  if (record === null || record.disabled_at !== null) {
    throw new DemoError(`The tenant ${name} is disabled. Choose another folder for the data: XENIA_DATA_DIR.`);
  }
  return loadTenant(deps, record);
}
