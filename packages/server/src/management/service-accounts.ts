import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import { formatScope, parseScope } from '@xenia/protocol/scope';
import type { FamilyStatus } from '../storage/grant-port.ts';
import { recordEvent } from '../storage/record-event.ts';
import { type ClientRecord, FOREVER } from '../storage/records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';
import { assertMayManageUser } from './user-authority.ts';
import { findUser } from './users.ts';

/** The one user for whom a client acts, and the family that stands for the permission. */
export type ServiceAccount = NonNullable<ClientMetadata['service_account']>;

/** For the user with this e-mail address or subject; nothing is permitted yet. Throws ManagementError. */
export async function newServiceAccount(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'random' | 'sealer'>,
  tenant: Tenant,
  user: string,
): Promise<ServiceAccount> {
  const record = await findUser(deps, tenant, user);
  assertMayManageUser(deps, record);
  if (record.disabled_at !== null) {
    throw new ManagementError('invalid', [
      { field: 'service_account', problem: `The user ${user} is disabled; enable them first.` },
    ]);
  }
  return { sub: record.sub, family_id: deps.random(16).toString('base64url') };
}

/**
 * The operator's permission in place of the user's consent: the app is installed on the account, for the scopes of resource servers
 * that it is registered for now, until the grant is revoked.
 */
export async function preauthorize(
  deps: Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>,
  tenant: Tenant,
  { client_id, metadata }: { client_id: string; metadata: ClientMetadata },
): Promise<void> {
  const account = metadata.service_account;
  if (account === undefined) return;
  const now = deps.clock();
  const scope = formatScope(parseScope(metadata.scope).filter((name) => tenant.scopes.get(name)?.resource != null));
  const family = {
    ...account,
    tenant_id: tenant.tenant_id,
    client_id,
    scope,
    resource: '[]',
    claims: null,
    nonce: null,
    dialect: null,
    sid: null,
    // Nobody signed in for it, and no token of it says so.
    auth_time: now,
    amr: '',
    acr: '',
    created_at: now,
    expires_at: FOREVER,
  };
  const grant_id = deps.random(16).toString('base64url');
  const nothing = { interaction_id: null, organization: null, code: null, access_token: null };
  const approval = { ...nothing, grant_id, allow_scope: scope, family };
  // First: what cannot be written down is not permitted.
  const event = { actor: callerOf(deps).actor, action: 'service_account.created', client_id, sub: account.sub };
  await recordEvent(deps, tenant, { ...event, details: { scope } });
  await deps.storage.grants.approve(approval, now);
}

/** Why a client gets no token for its user; each undoes itself but the first two, after which it takes a new permission. */
export const SERVICE_ACCOUNT_ENDS = [
  'revoked',
  'gone',
  'user_disabled',
  'client_disabled',
  'app_suspended',
  'app_not_approved',
  'app_internal',
] as const;

/** For whom a client acts without asking, and whether it may now. Times are NumericDates. */
export interface ServiceAccountInformation {
  client_id: string;
  sub: string;
  /** null: it may. 'gone': nothing is left of the permission; the user was deleted, or it was revoked long ago. */
  ended: (typeof SERVICE_ACCOUNT_ENDS)[number] | null;
  /** Since when it is permitted; null: nobody knows any more. */
  since: number | null;
  /** null unless `ended` is 'revoked'. */
  revoked_at: number | null;
}

/** Throws ManagementError not_found where the client acts for nobody. */
export async function showServiceAccount(
  deps: Pick<ManagementDeps, 'storage' | 'clock'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  { client_id, metadata }: Pick<ClientRecord, 'client_id' | 'metadata'>,
): Promise<ServiceAccountInformation> {
  const { service_account } = JSON.parse(metadata) as ClientMetadata;
  if (service_account === undefined) throw notFound('client_id', `${client_id} acts for no user.`);
  const { sub, family_id } = service_account;
  const status = await deps.storage.grants.familyStatus(tenant_id, family_id, deps.clock());
  const ended = endOf(status);
  const revoked_at = ended === 'revoked' ? (status?.family.revoked_at ?? null) : null;
  return { client_id, sub, ended, since: status?.family.created_at ?? null, revoked_at };
}

/** The permission itself has ended, rather than waits for somebody or something: it can be given anew. */
export function isOver(status: FamilyStatus | null): boolean {
  const ended = endOf(status);
  return ended === 'revoked' || ended === 'gone';
}

function endOf(status: FamilyStatus | null): ServiceAccountInformation['ended'] {
  if (status === null) return 'gone';
  const { ended } = status;
  return ended === 'grant_revoked' || ended === 'family_revoked' || ended === 'family_expired' ? 'revoked' : ended;
}
