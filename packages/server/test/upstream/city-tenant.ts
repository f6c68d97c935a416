import { capabilities } from '../../src/capabilities.ts';
import { createClient } from '../../src/management/clients.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { createUser } from '../../src/management/users.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { PASSWORD, type TestServer } from '../support/start-server.ts';

/** A tenant of the same server, as it sees itself. */
export async function cityTenant(server: TestServer): Promise<TestServer> {
  const { deps } = server;
  const { issuer } = await createTenant(deps, { name: 'city', display_name: 'City' });
  const tenant = async () => {
    const record = await deps.storage.tenants.findByName('city');
    if (record === null) throw new Error('the tenant is gone');
    return loadTenant(deps, record);
  };
  return {
    ...server,
    issuer,
    tenant,
    fetch: (path, init) => fetch(path.startsWith('http') ? path : `${issuer}${path}`, init),
    aClient: async (metadata) => {
      const current = await tenant();
      return createClient(deps, current, capabilities([...current.scopes.keys()]), {
        client_name: 'Demo',
        redirect_uris: [`${server.issuer}/sign-in-with/city/callback`],
        scope: 'openid profile email',
        ...metadata,
      });
    },
    aUser: async (user = {}) => {
      const email = user.email ?? 'resident@city.example';
      const claims = user.claims ?? { name: 'Rosa Resident', locale: 'de' };
      const created = await createUser(deps, await tenant(), {
        email,
        password: PASSWORD,
        email_verified: true,
        claims,
      });
      return { sub: created.sub, email, password: PASSWORD };
    },
  };
}
