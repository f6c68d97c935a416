import { z } from 'zod';

import type { Endpoint } from '../../endpoints/endpoint.ts';
import { cacheableJson } from '../../http/responses.ts';
import { MANAGEMENT_SCOPES, managementResource } from '../../tenants/management-scopes.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { VERSION } from '../../version.ts';
import { OPERATIONS } from '../operations/index.ts';
import type { Operation } from '../operations/operation.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the whole management API; `server`: where it is. */
export function openApiDocument(server: string): Json {
  return { openapi: '3.1.1', info: INFO, servers: [{ url: server }], ...described() };
}

/** `{issuer}/api/v1/openapi.json`. It says nothing that is not in the source, so that anybody may read it. */
export const openApiEndpoint: Endpoint = {
  methods: ['GET', 'HEAD'],
  reader: 'client',
  cors: 'any',
  async respond({ tenant }) {
    let body = rendered.get(tenant);
    if (body === undefined) {
      body = JSON.stringify(openApiDocument(managementResource(tenant)));
      rendered.set(tenant, body);
    }
    return cacheableJson(body, tenant.settings.metadataMaxAge);
  },
};

const rendered = new WeakMap<Tenant, string>();

const INFO = {
  title: 'Xenia management API',
  version: VERSION,
  description: [
    'What the consoles and the command line call. Times are whole seconds since 1970.',
    'Lists answer `items` and `next_cursor`; send that as `cursor` for the next page.',
    'Creations take an `Idempotency-Key`: the same key gets the same answer for a day.',
    'Resources with a `revision` send it as `ETag`; send that as `If-Match` so that no change of somebody else is lost.',
    'Refusals are problem details (RFC 9457) that name each bad member in `errors`.',
  ].join('\n\n'),
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

let shared: Json | undefined;

function described(): Json {
  shared ??= {
    tags: [...new Set(OPERATIONS.map(tagOf))].map((name) => ({ name })),
    paths: pathsOf(OPERATIONS),
    components: {
      securitySchemes: {
        access_token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `An access token for this API (RFC 8707: \`resource\` is its address). Its scopes:\n\n${Object.entries(
            MANAGEMENT_SCOPES,
          )
            .map(([name, what]) => `- \`${name}\`: ${what}`)
            .join('\n')}`,
        },
      },
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: 'Why it was refused (RFC 9457).',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
  return shared;
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The id of the request, which is in the log and in X-Request-Id.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'problem'],
        properties: { field: { type: 'string' }, problem: { type: 'string' } },
      },
    },
  },
};

function pathsOf(operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: entryOf(operation) };
  }
  return paths;
}

function entryOf(operation: Operation): Json {
  const { id, summary, description, scope, role, body } = operation;
  const least = role === null ? '' : `Takes the role \`${role}\`.`;
  return {
    operationId: id,
    tags: [tagOf(operation)],
    summary,
    description: [description ?? '', least].filter((text) => text !== '').join('\n\n'),
    security: [{ access_token: scope === null ? [] : [scope] }],
    parameters: parametersOf(operation),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: { ...successOf(operation), default: { $ref: '#/components/responses/Problem' } },
  };
}

function successOf({ result, creates, revisioned }: Operation): Json {
  if (result === null) return { 204: { description: 'Done.' } };
  const headers = revisioned === true ? { ETag: { schema: { type: 'string' }, description: 'The revision.' } } : {};
  const content = { 'application/json': { schema: schemaOf(result, 'output') } };
  return {
    [creates === true ? 201 : 200]: { description: creates === true ? 'Made.' : 'What there is.', headers, content },
  };
}

function parametersOf({ path, params, query, creates, revisioned, method }: Operation): Json[] {
  const named = path.includes('{tenant}') ? { tenant: z.string().describe('The name of the tenant.') } : {};
  return [
    ...Object.entries({ ...named, ...params.shape }).map(([name, schema]) =>
      parameter('path', name, schema as z.ZodType),
    ),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) => parameter('query', name, schema as z.ZodType)),
    ...(creates === true ? [header('Idempotency-Key', 'The same key gets the same answer.')] : []),
    ...(revisioned === true && method !== 'GET' ? [header('If-Match', 'The ETag that was read.')] : []),
  ];
}

function parameter(where: 'path' | 'query', name: string, type: z.ZodType): Json {
  const { description, ...schema } = schemaOf(type, 'input');
  const required = where === 'path' || !type.safeParse(undefined).success;
  return { in: where, name, required, schema, ...(description === undefined ? {} : { description }) };
}

function header(name: string, description: string): Json {
  return { in: 'header', name, required: false, description, schema: { type: 'string' } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return json;
}

/** The collection that the path is about. */
function tagOf({ path }: Operation): string {
  const [, , collection = 'tenants'] = path.slice(1).split('/');
  return path.startsWith('/tenants/{tenant}/') ? collection : 'tenants';
}
