import { createUser, type Deps, loadTenant, setUserRole } from 'xenia';
import { DEMO } from './demo.ts';
import { DEMO_ADMINISTRATOR, DEMO_ADMINISTRATOR_CLAIMS } from './demo-user.ts';

/** Makes the operator of the demo, unless it has one: somebody may have made another, or taken this one's role. */
export async function ensureAdministrator(deps: Deps): Promise<void> {
  const stored = await deps.storage.tenants.findByName(DEMO.tenant.name);
  if (stored === null || (await deps.storage.administrators.hasOperator())) return;
  const tenant = await loadTenant(deps, stored);
  const { email } = DEMO_ADMINISTRATOR;
  if ((await deps.storage.users.findByEmailKey(tenant.tenant_id, email)) === null) {
    const claims = DEMO_ADMINISTRATOR_CLAIMS;
    await createUser(deps, tenant, { ...DEMO_ADMINISTRATOR, email_verified: true, claims });
  }
  await setUserRole(deps, tenant, email, { role: 'operator' });
}
