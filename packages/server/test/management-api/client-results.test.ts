import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as clientSchemas from '../../src/management/operations/client-schemas.ts';
import { serviceAccountRequestResult, serviceAccountResult } from '../../src/management/operations/service-accounts.ts';
import { managementApi } from '../support/management-api.ts';
import { startServer } from '../support/start-server.ts';

const schemas = { ...clientSchemas, serviceAccountRequestResult, serviceAccountResult };

/** The paths of objects that let members through, or drop them in silence, that they do not name. */
function looseParts(schema: unknown, path = '$'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, additionalProperties } = schema as Record<string, unknown>;
  const here = properties !== undefined && additionalProperties !== false ? [path] : [];
  return [...here, ...Object.entries(schema).flatMap(([name, part]) => looseParts(part, `${path}.${name}`))];
}

describe('catalogue 80: what is answered about clients', () => {
  test.each(Object.entries(schemas))('%s names each of its members, and fails with any other', (_, schema) => {
    // A JWK Set has whatever members its keys have (RFC 7517 §4); it is what the client has published.
    const loose = looseParts(z.toJSONSchema(schema, { io: 'input' })).filter((path) => !path.endsWith('.jwks'));
    expect(loose).toEqual([]);
  });

  test('the family of a service account, which stands for its permission, is nobody else’s business', async () => {
    const server = await startServer();
    const admin = await managementApi(server, 'admin');
    const { sub, email } = await server.aUser();
    const service = { client_name: 'Night', grant_types: ['client_credentials'], service_account: email };
    const created = await admin.call('POST', '/tenants/{tenant}/clients', service);
    expect([created.status, created.body.service_account]).toEqual([201, { sub }]);
    const { body } = await admin.call('GET', `/tenants/{tenant}/clients/${created.body.client_id}`);
    expect(body.service_account).toEqual({ sub });
    await server.close();
  });
});
