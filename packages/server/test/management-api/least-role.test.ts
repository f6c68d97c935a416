import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryOperations } from '../../src/management/operations/deliveries.ts';
import { grantOperations } from '../../src/management/operations/grants.ts';
import { healthOperations } from '../../src/management/operations/health.ts';
import { keyOperations } from '../../src/management/operations/keys.ts';
import { organizationOperations } from '../../src/management/operations/organizations.ts';
import { providerOperations } from '../../src/management/operations/providers.ts';
import { resourceServerOperations } from '../../src/management/operations/resource-servers.ts';
import { scopeOperations } from '../../src/management/operations/scopes.ts';
import { tenantOperations } from '../../src/management/operations/tenants.ts';
import { tokenOperations } from '../../src/management/operations/tokens.ts';
import { userAccessOperations } from '../../src/management/operations/user-access.ts';
import { userOperations } from '../../src/management/operations/users.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const operations = [
  ...deliveryOperations,
  ...grantOperations,
  ...healthOperations,
  ...keyOperations,
  ...organizationOperations,
  ...providerOperations,
  ...resourceServerOperations,
  ...scopeOperations,
  ...tenantOperations,
  ...tokenOperations,
  ...userAccessOperations,
  ...userOperations,
].map(({ id, method, path, role, scope, body }) => ({
  id,
  method,
  path,
  role,
  scope,
  body: body === null ? undefined : {},
}));

/** For whoever registers apps; each has its own tests. */
const OPEN = ['listClientDeliveries', 'listResourceServers', 'listScopes', 'retryDelivery'];

describe('catalogue 80: operations that administer', () => {
  let server: TestServer;
  const callers = new Map<string, ManagementApi>();
  beforeAll(async () => {
    server = await startServer();
    for (const role of ['developer', 'admin'] as const) callers.set(role, await managementApi(server, role));
    callers.set('none', await managementApi(server, null));
    callers.set('no scope', await managementApi(server, 'operator', { scope: 'xenia:audit:read' }));
  });
  afterAll(() => server.close());

  const call = (as: string, { method, path, body }: (typeof operations)[number], tenant = 'demo') => {
    const to = path.replace('{tenant}', tenant).replaceAll(/\{\w+\}/g, 'x');
    return callers.get(as)?.call(method, to, body);
  };

  test('those that are open to all are these', () => {
    expect(
      operations
        .filter(({ role }) => role === null)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(OPEN);
  });

  test.each(operations.filter(({ role }) => role !== null))(
    '$id is refused for roles below $role',
    async (operation) => {
      for (const role of operation.role === 'operator' ? ['none', 'developer', 'admin'] : ['none', 'developer']) {
        const answer = await call(role, operation);
        expect([role, answer?.status]).toEqual([role, 403]);
      }
    },
  );

  test.each(operations.filter(({ scope }) => scope !== null))(
    '$id is refused for a token without $scope',
    async (operation) => {
      const answer = await call('no scope', operation);
      expect([answer?.status, answer?.headers.get('www-authenticate')]).toEqual([
        403,
        expect.stringContaining(`scope="${operation.scope}"`),
      ]);
    },
  );

  test.each(operations.filter(({ path }) => path.startsWith('/tenants/{tenant}')))(
    '$id: another tenant is not there for an admin',
    async (operation) => {
      expect((await call('admin', operation, 'foreign'))?.status).toBe(404);
    },
  );
});
