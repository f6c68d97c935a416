import type * as administrators from '../../../server/src/management/operations/administrators.ts';
import type * as appParts from '../../../server/src/management/operations/app-parts.ts';
import type * as apps from '../../../server/src/management/operations/apps.ts';
import type * as audit from '../../../server/src/management/operations/audit.ts';
import type * as caller from '../../../server/src/management/operations/caller.ts';
import type * as clients from '../../../server/src/management/operations/clients.ts';
import type * as deliveries from '../../../server/src/management/operations/deliveries.ts';
import type * as deploymentCheck from '../../../server/src/management/operations/deployment-check.ts';
import type * as grants from '../../../server/src/management/operations/grants.ts';
import type * as health from '../../../server/src/management/operations/health.ts';
import type * as keys from '../../../server/src/management/operations/keys.ts';
import type * as metadata from '../../../server/src/management/operations/metadata.ts';
import type * as organizations from '../../../server/src/management/operations/organizations.ts';
import type * as providers from '../../../server/src/management/operations/providers.ts';
import type * as quickstarts from '../../../server/src/management/operations/quickstart.ts';
import type * as resourceServers from '../../../server/src/management/operations/resource-servers.ts';
import type * as scopes from '../../../server/src/management/operations/scopes.ts';
import type * as serviceAccounts from '../../../server/src/management/operations/service-accounts.ts';
import type * as tenants from '../../../server/src/management/operations/tenants.ts';
import type * as tokens from '../../../server/src/management/operations/tokens.ts';
import type * as traces from '../../../server/src/management/operations/traces.ts';
import type * as usage from '../../../server/src/management/operations/usage.ts';
import type * as userAccess from '../../../server/src/management/operations/user-access.ts';
import type * as users from '../../../server/src/management/operations/users.ts';
import type { OPERATIONS } from './operations.generated.ts';

/**
 * The operations of the management API by their ids, as types alone: nothing of the server gets into the browser. Each file of
 * operations exports its own by their ids; a new file is a line here.
 */
type Registry = typeof administrators &
  typeof appParts &
  typeof apps &
  typeof audit & { verifyAuditLog: typeof audit.verifyAuditLogOperation } & typeof caller &
  typeof clients &
  typeof deliveries &
  typeof deploymentCheck &
  typeof grants &
  typeof health &
  typeof keys &
  typeof metadata &
  typeof organizations &
  typeof providers &
  typeof quickstarts &
  typeof resourceServers &
  typeof scopes &
  typeof serviceAccounts &
  typeof tenants &
  typeof tokens &
  typeof traces &
  typeof usage &
  typeof userAccess &
  typeof users;

/** Those that are registered. */
type Known = keyof typeof OPERATIONS & keyof Registry;

interface Performed {
  readonly path: string;
  perform(context: never, input: never): Promise<unknown>;
}

export type OperationId = {
  [Id in Known]: Registry[Id] extends Performed ? Id : never;
}[Known];

type InputOf<Id extends OperationId> = Parameters<Registry[Id]['perform']>[1];
type ParamsOf<Id extends OperationId> = InputOf<Id>['params'];
type BodyOf<Id extends OperationId> = InputOf<Id>['body'];
type QueryOf<Id extends OperationId> = InputOf<Id>['query'];

/** What each operation takes. `tenant` is the console's own unless params names another. */
export type Inputs = {
  [Id in OperationId]: (string extends keyof ParamsOf<Id>
    ? { readonly params?: { readonly tenant?: string } }
    : { readonly params: ParamsOf<Id> & { readonly tenant?: string } }) &
    (QueryOf<Id> extends undefined ? unknown : { readonly query?: Readonly<Partial<QueryOf<Id>>> }) &
    (BodyOf<Id> extends undefined ? unknown : { readonly body: BodyOf<Id> });
};

/** What each operation gives. */
export type Results = { [Id in OperationId]: Awaited<ReturnType<Registry[Id]['perform']>> };

/** Those that give a page of a list. */
export type ListId = {
  [Id in OperationId]: Results[Id] extends { items: unknown[]; next_cursor: string | null } ? Id : never;
}[OperationId];

export type ItemOf<Id extends ListId> = Results[Id] extends { items: (infer Item)[] } ? Item : never;
