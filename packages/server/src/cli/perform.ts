import type { z } from 'zod';
import { capabilities } from '../capabilities.ts';
import { COMMAND_LINE } from '../management/actor.ts';
import { parseInput } from '../management/contract.ts';
import type { ManagementDeps } from '../management/management-deps.ts';
import type { Operation, TenantContext } from '../management/operations/operation.ts';
import { loadTenant } from '../tenants/directory.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { findTenant, withInstallation } from './installation.ts';
import type { TenantOptions } from './options.ts';

/** In place of the tenant that --tenant names, or of the only one. */
interface Named {
  readonly tenant?: string;
}

/** What an operation takes, as a request would bring it; nothing where it takes nothing. */
export type Given<Params extends z.ZodObject, Query extends z.ZodObject | null, Body extends z.ZodType | null> =
  // The type of strictObject({}) has every name as a key.
  (string extends keyof z.input<Params> ? { readonly params?: Named } : { readonly params: z.input<Params> & Named }) &
    (Query extends z.ZodObject ? { readonly query?: Partial<z.input<Query>> } : unknown) &
    (Body extends z.ZodType ? { readonly body: z.input<Body> } : unknown);

interface Parts {
  readonly params?: Named & Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

type Page = z.ZodType<{ items: unknown[]; next_cursor: string | null }>;

/** The operations of the management API as the command line performs them: on the database itself, as an operator. */
export interface Operations {
  /** Gives what the operation's own schema says. Throws CliError and ManagementError. */
  perform<
    Params extends z.ZodObject,
    Query extends z.ZodObject | null,
    Body extends z.ZodType | null,
    Result extends z.ZodType | null,
  >(
    operation: Operation<Params, Query, Body, Result>,
    given: Given<Params, Query, Body>,
  ): Promise<Result extends z.ZodType ? z.output<Result> : void>;
  /** Every item of a list, or the first `atMost` of them. */
  performAll<Params extends z.ZodObject, Query extends z.ZodObject, Result extends Page>(
    list: Operation<Params, Query, null, Result>,
    given: Given<Params, Query, null>,
    atMost?: number,
  ): Promise<z.output<Result>['items']>;
}

/** For a command that performs several. */
export function withOperations<Result>(
  options: TenantOptions,
  command: (operations: Operations) => Promise<Result>,
): Promise<Result> {
  return withInstallation(options, (deps) =>
    command(operationsOn(deps, (name) => findTenant(deps, name ?? options.tenant))),
  );
}

/** As Operations.perform, for a command that performs one. */
export function perform<
  Params extends z.ZodObject,
  Query extends z.ZodObject | null,
  Body extends z.ZodType | null,
  Result extends z.ZodType | null,
>(
  options: TenantOptions,
  operation: Operation<Params, Query, Body, Result>,
  given: Given<Params, Query, Body>,
): Promise<Result extends z.ZodType ? z.output<Result> : void> {
  return withOperations(options, (operations) => operations.perform(operation, given));
}

/** As Operations.performAll, for a command that shows one list. */
export function performAll<Params extends z.ZodObject, Query extends z.ZodObject, Result extends Page>(
  options: TenantOptions,
  list: Operation<Params, Query, null, Result>,
  given: Given<Params, Query, null>,
): Promise<z.output<Result>['items']> {
  return withOperations(options, (operations) => operations.performAll(list, given));
}

/** `tenantNamed`: undefined where the operation is given no name. */
export function operationsOn(
  deps: ManagementDeps,
  tenantNamed: (name: string | undefined) => Promise<Tenant>,
): Operations {
  const contextFor = async ({ path }: Pick<Operation, 'path'>, { params = {} }: Parts): Promise<TenantContext> => {
    const tenant = path.includes('{tenant}') ? await tenantNamed(params.tenant) : await noTenant(deps);
    const caller = COMMAND_LINE;
    return { deps: { ...deps, caller }, caller, tenant, capabilities: capabilities([...tenant.scopes.keys()]) };
  };
  return {
    async perform(operation, given) {
      const parts = given as Parts;
      return (await performIn(await contextFor(operation, parts), operation, parts)) as never;
    },
    async performAll(list, given, atMost = Number.POSITIVE_INFINITY) {
      const parts = given as Parts;
      const context = await contextFor(list, parts);
      const items: unknown[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...parts.query, limit: Math.min(MAX_PAGE, atMost - items.length), cursor };
        const page = (await performIn(context, list, { ...parts, query })) as z.output<Page>;
        items.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined && items.length < atMost);
      return items as never;
    },
  };
}

/** What `pageQuery` allows. */
const MAX_PAGE = 200;

/** As over HTTP: the input is refused, and the result bounded, by the schemas of the operation. */
async function performIn(
  context: TenantContext,
  operation: Pick<Operation, 'params' | 'query' | 'body' | 'result'> & { perform(...args: never[]): Promise<unknown> },
  { params: { tenant: _, ...params } = {}, query = {}, body }: Parts,
): Promise<unknown> {
  const input = {
    params: parseInput(operation.params, params),
    query: operation.query === null ? undefined : parseInput(operation.query, query),
    body,
    revision: null,
  };
  if (operation.body !== null) parseInput(operation.body, body);
  const result = await operation.perform(context as never, input as never);
  return operation.result?.parse(result);
}

/** Stands where an operation on the whole installation has its tenant: it owns nothing. */
function noTenant(deps: ManagementDeps): Promise<Tenant> {
  const nothing = { tenant_id: '', name: '', display_name: '', settings: '{}', revision: 0 };
  return loadTenant(deps, { ...nothing, issuer: deps.config.publicUrl, created_at: 0, disabled_at: null });
}
