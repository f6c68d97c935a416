import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities.ts';
import { openApiDocument } from '../../src/management/api/openapi.ts';
import { createClient } from '../../src/management/clients.ts';
import { createOrganization } from '../../src/management/organizations.ts';
import { createSecret } from '../../src/management/secrets.ts';
import { createTenant } from '../../src/management/tenants.ts';
import { createUser } from '../../src/management/users.ts';
import { loadTenant } from '../../src/tenants/directory.ts';
import { type ManagementApi, managementApi } from '../support/management-api.ts';
import { PASSWORD, startServer, type TestServer } from '../support/start-server.ts';

/** Every operation that the OpenAPI document describes, with inputs made from its schemas, as each role. */

type Schema = Readonly<Record<string, unknown>>;
interface Described {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { in: string; name: string; schema: Schema }[];
  readonly body: Schema | null;
}

const RUNS = 200;
const FOREIGN = 'NotYoursToSee';

const document = openApiDocument('https://id.example/api/v1');
const operations: Described[] = Object.entries(document.paths as Record<string, Record<string, Schema>>).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, entry]) => ({
      id: String(entry.operationId),
      method: method.toUpperCase(),
      path,
      parameters: entry.parameters as Described['parameters'],
      body:
        (entry.requestBody as { content: Record<string, { schema: Schema }> } | undefined)?.content['application/json']
          ?.schema ?? null,
    })),
);

const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '../..',
  '%00',
  "' or 1=1 --",
  '<script>',
  '𝒳'.repeat(40),
  'null',
  '-1',
);

/** Values that are mostly of the schema, and sometimes of anything. */
function generated(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  const plausible = plausibleOf(schema, known);
  return fc.oneof(
    { weight: 9, arbitrary: plausible },
    { weight: 1, arbitrary: fc.oneof(nasty, fc.jsonValue({ maxDepth: 2 })) },
  );
}

function plausibleOf(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  const { enum: values, const: only, anyOf, type, items, properties, required } = schema;
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(values)) return fc.constantFrom(...values);
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((one: Schema) => plausibleOf(one, known)));
  if (type === 'null') return fc.constant(null);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return fc.integer({ min: -2, max: 5_000 });
  if (type === 'array') return fc.array(generated((items ?? {}) as Schema, known), { maxLength: 3 });
  if (type === 'object' && properties !== undefined) {
    const members = Object.entries(properties as Record<string, Schema>);
    return fc.record(Object.fromEntries(members.map(([name, member]) => [name, generated(member, known)])), {
      requiredKeys: (required as string[] | undefined) ?? [],
    });
  }
  if (type === 'object') return fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 });
  return fc.oneof(fc.constantFrom(...known), fc.string({ maxLength: 20 }), nasty);
}

let server: TestServer;
let callers: readonly { role: string; api: ManagementApi }[];
/** Ids of this tenant and of another one, and what else inputs refer to. */
let known: string[];
let secrets: string[];

beforeAll(async () => {
  server = await startServer({ settings: { organizations: 'by_operator' } });
  const tenant = await server.tenant();
  await createTenant(server.deps, { name: 'other', display_name: FOREIGN });
  const record = await server.deps.storage.tenants.findByName('other');
  const other = await loadTenant(server.deps, record ?? expect.unreachable());
  const made = await Promise.all(
    [tenant, other].map(async (at, index) => {
      const name = index === 0 ? 'Ours' : FOREIGN;
      const client = await createClient(server.deps, at, capabilities([...at.scopes.keys()]), {
        client_name: name,
        redirect_uris: ['https://app.example/cb'],
      });
      const secret = await createSecret(server.deps, at, client.client_id, { description: name });
      const user = await createUser(server.deps, at, {
        email: `${name}@example.com`.toLowerCase(),
        password: PASSWORD,
        claims: { name },
      });
      const organization =
        index === 0 ? await createOrganization(server.deps, at, { name, owner: user.sub }) : { org_id: 'org_none' };
      return {
        ids: [client.client_id, secret.secret_id, user.sub, user.email, organization.org_id, at.name],
        secrets: [client.client_secret ?? '', secret.client_secret],
      };
    }),
  );
  known = [
    ...made.flatMap(({ ids }) => ids),
    'demo',
    'demo',
    'demo',
    'https://api.example/v1',
    'openid',
    'a@example.com',
  ];
  secrets = made.flatMap((one) => one.secrets);
  const roles = ['operator', 'admin', 'developer', null] as const;
  callers = await Promise.all(
    roles.map(async (role) => ({ role: role ?? 'user', api: await managementApi(server, role) })),
  );
});
afterAll(() => server.close());

describe('every operation of the OpenAPI document', () => {
  test('is there once, with an id of its own', () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    expect(operations.length).toBeGreaterThan(0);
  });

  test.each(operations.map((operation) => [operation.id, operation] as const))(
    'catalogue 82: %s answers any input of any role without a fault, a secret or data of another tenant',
    async (_, operation) => {
      await fc.assert(
        fc.asyncProperty(inputOf(operation), async ({ caller, path, body }) => {
          const { role, api } = callers[caller] ?? expect.unreachable();
          const answer = await api.call(operation.method, path, body);
          const text = JSON.stringify(answer.body);
          expect(answer.status, `${operation.method} ${path} ${JSON.stringify(body)}: ${text}`).toBeLessThan(500);
          expect(text).not.toMatch(/\$argon2|sealed_|secret_hash|password_hash|key_hash|link_hash/);
          for (const secret of secrets) expect(text).not.toContain(secret);
          // What was sent may be quoted; what is stored elsewhere may not be said.
          if (role !== 'operator' && answer.status < 300) expect(text).not.toContain(FOREIGN);
          if (answer.status >= 400)
            expect(answer.body).toMatchObject({ status: answer.status, instance: expect.any(String) });
        }),
        { numRuns: RUNS, seed: 20_261_121 },
      );
    },
    120_000,
  );
});

function inputOf({ path, parameters, body }: Described) {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return fc
    .record({
      caller: fc.integer({ min: 0, max: 3 }),
      names: fc.record(Object.fromEntries(inPath.map(({ name }) => [name, segment(name)]))),
      query: fc.record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, generated(schema, known)])), {
        requiredKeys: [],
      }),
      body: body === null ? fc.constant(undefined) : generated(body, known),
    })
    .map(({ caller, names, query, body: sent }) => ({
      caller,
      body: sent,
      path: `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names[name])))}${search(query)}`,
    }));
}

function segment(name: string): fc.Arbitrary<string> {
  const ids = fc.constantFrom(...known);
  const usual = name === 'tenant' ? fc.constantFrom('demo', 'demo', 'demo', 'other') : ids;
  return fc.oneof(
    { weight: 8, arbitrary: usual },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }) },
  );
}

function search(query: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
