import type { Capabilities } from '@xenia/protocol/client-metadata';
import type { z } from 'zod';
import type { UserRole } from '../../storage/records.ts';
import type { ManagementScope } from '../../tenants/management-scopes.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import type { Caller } from '../actor.ts';
import type { ManagementDeps } from '../management-deps.ts';

/** What an operation stands on besides its input. */
export interface OperationContext {
  readonly deps: ManagementDeps;
  readonly caller: Caller;
}

/** As OperationContext, for the tenant that the path names. */
export interface TenantContext extends OperationContext {
  readonly tenant: Tenant;
  readonly capabilities: Capabilities;
}

/** What a request brings, parsed: the values of the path's `{names}` but `tenant`, the query parameters, the body. */
export interface OperationInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The revision that the caller has seen (If-Match); null: whichever. Only where `revisioned`. */
  readonly revision: number | null;
}

type Shape = z.ZodObject | null;
type Output<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined;

/** One event of a stream; `data` null is a sign of life. */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** One operation of the management API: what its OpenAPI entry, its HTTP route, the console and the command line are made of. */
export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends Shape = Shape,
  Body extends z.ZodType | null = z.ZodType | null,
  Result extends z.ZodType | null = z.ZodType | null,
> {
  /** operationId: a verb and a noun, such as listClients. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, with `{names}`; those of a tenant begin with /tenants/{tenant}. */
  readonly path: `/${string}`;
  /** One line: what it does. */
  readonly summary: string;
  /** What a caller must know besides; CommonMark. */
  readonly description?: string;
  /** The scope that the access token needs; null: any token for this API. */
  readonly scope: ManagementScope | null;
  /** The least role; null: any user of the tenant. Who is a developer only reaches what is theirs: `perform` sees to that. */
  readonly role: UserRole | null;
  /** Those of `path` but `tenant`. */
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** null: 204, no content. */
  readonly result: Result;
  /** A creation: answers 201 and takes an Idempotency-Key. */
  readonly creates?: boolean;
  /** The result has a `revision`: it is sent as an ETag, and If-Match is honoured. */
  readonly revisioned?: boolean;
  /** What comes from now on, for who asks with `accept: text/event-stream`; after `perform`, which refuses what must be refused. */
  stream?(
    context: TenantContext,
    input: OperationInput<z.output<Params>, Output<Query>, undefined>,
    signal: AbortSignal,
  ): AsyncIterable<StreamEvent>;
  perform(
    context: TenantContext,
    input: OperationInput<z.output<Params>, Output<Query>, Body extends z.ZodType ? z.input<Body> : undefined>,
  ): Promise<Result extends z.ZodType ? z.input<Result> : void>;
}

/** Only for the types: what `perform` gets and gives follows from the schemas. */
export function operation<
  Params extends z.ZodObject,
  Query extends Shape,
  Body extends z.ZodType | null,
  Result extends z.ZodType | null,
>(defined: Operation<Params, Query, Body, Result>): Operation<Params, Query, Body, Result> {
  return defined;
}
