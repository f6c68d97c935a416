import * as accessTokens from './access-tokens.ts';
import * as administrators from './administrators.ts';
import * as apps from './apps.ts';
import * as audit from './audit.ts';
import * as authorizationCodes from './authorization-codes.ts';
import * as clients from './clients.ts';
import * as credentials from './credentials.ts';
import * as deliveries from './deliveries.ts';
import type { Executor } from './executor.ts';
import * as grants from './grants.ts';
import * as idempotency from './idempotency.ts';
import * as interactions from './interactions.ts';
import * as mails from './mails.ts';
import * as maintenance from './maintenance.ts';
import * as organizations from './organizations.ts';
import * as refreshTokens from './refresh-tokens.ts';
import * as replay from './replay.ts';
import * as resourceServers from './resource-servers.ts';
import * as scopes from './scopes.ts';
import * as serviceAccounts from './service-accounts.ts';
import * as sessions from './sessions.ts';
import * as signingKeys from './signing-keys.ts';
import * as tenants from './tenants.ts';
import * as throttle from './throttle.ts';
import * as tickets from './tickets.ts';
import * as traces from './traces.ts';
import * as upstream from './upstream.ts';
import * as users from './users.ts';

const modules = {
  tenants,
  signingKeys,
  scopes,
  resourceServers,
  clients,
  users,
  administrators,
  sessions,
  interactions,
  grants,
  authorizationCodes,
  refreshTokens,
  accessTokens,
  tickets,
  mails,
  credentials,
  organizations,
  apps,
  upstream,
  deliveries,
  audit,
  idempotency,
  serviceAccounts,
  traces,
  replay,
  throttle,
  maintenance,
};

/** Reads; writes of one statement, which need no transaction around it to be atomic; writes of several. */
const kinds = ['reads', 'singleWrites', 'writes'] as const;

/** An operation as a backend runs it. What its arguments are was checked where it was written, against the port. */
export interface NamedOperation {
  /** `authorizationCodes.redeem` */
  readonly name: string;
  readonly kind: (typeof kinds)[number];
  readonly run: (tx: Executor, ...args: unknown[]) => Promise<unknown>;
}

type Bound<O> = {
  readonly [N in keyof O]: O[N] extends (tx: Executor, ...args: infer A) => infer R ? (...args: A) => R : never;
};
type Part<M, K extends string> = M extends { readonly [N in K]: infer O } ? Bound<O> : unknown;
type Store<M> = Part<M, 'reads'> & Part<M, 'singleWrites'> & Part<M, 'writes'>;

/** The stores of the port, bound to a backend. */
export type Stores = { readonly [S in keyof typeof modules]: Store<(typeof modules)[S]> };

/** Every operation by its name. */
export const operations: ReadonlyMap<string, NamedOperation> = new Map(
  Object.entries(modules).flatMap(([store, module]) =>
    kinds.flatMap((kind) =>
      Object.entries((module as Partial<Record<string, Record<string, NamedOperation['run']>>>)[kind] ?? {}).map(
        ([method, run]) => [`${store}.${method}`, { name: `${store}.${method}`, kind, run }] as const,
      ),
    ),
  ),
);

/** Makes the port's stores of a function that runs one operation. */
export function bindStores(run: (operation: NamedOperation, args: unknown[]) => Promise<unknown>): Stores {
  const stores: Record<string, Record<string, unknown>> = {};
  for (const operation of operations.values()) {
    const [store = '', method = ''] = operation.name.split('.');
    stores[store] = { ...stores[store], [method]: (...args: unknown[]) => run(operation, args) };
  }
  return stores as unknown as Stores;
}
