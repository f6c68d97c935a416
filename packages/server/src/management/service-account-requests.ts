import type { ClientMetadata } from '@xenia/protocol/client-metadata';
import type { z } from 'zod';
import { recordEvent } from '../storage/record-event.ts';
import type { ClientRecord } from '../storage/records.ts';
import type { ServiceAccountRequestRecord } from '../storage/service-account-port.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { clientForCaller } from './client-access.ts';
import type { newServiceAccountRequest, serviceAccountApproval, serviceAccountRefusal } from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';
import { isOver, newServiceAccount, preauthorize } from './service-accounts.ts';

type Deciding = Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>;

export type ServiceAccountRequestInformation = Omit<ServiceAccountRequestRecord, 'tenant_id'>;

/** A developer asks that their client may act for one user. Throws ManagementError. */
export async function requestServiceAccount(
  deps: Deciding,
  tenant: Tenant,
  client_id: string,
  { reason }: z.output<typeof newServiceAccountRequest>,
): Promise<ServiceAccountRequestInformation> {
  await bindable(deps, await clientForCaller(deps, tenant, client_id));
  const { actor } = callerOf(deps);
  const created_at = deps.clock();
  const request: ServiceAccountRequestRecord = {
    tenant_id: tenant.tenant_id,
    // Twelve digits: FOREVER has as many, so that ids sort by time.
    request_id: `sar_${String(created_at).padStart(12, '0')}${deps.random(8).toString('hex')}`,
    client_id,
    requested_by: actor,
    reason,
    state: 'waiting',
    note: '',
    decided_by: null,
    created_at,
    decided_at: null,
  };
  if ((await deps.storage.serviceAccounts.request(request)) === 'waiting') {
    throw conflict('A request for this client is waiting already.');
  }
  await recordEvent(deps, tenant, { actor, action: 'service_account.requested', client_id, details: { reason } });
  return describeRequest(request);
}

/** Binds the client to the user, for whom it acts from here on without asking. Throws ManagementError. */
export async function approveServiceAccount(
  deps: Deciding,
  tenant: Tenant,
  request_id: string,
  { user, note }: z.output<typeof serviceAccountApproval>,
): Promise<ServiceAccountRequestInformation> {
  const request = await waitingRequest(deps, tenant, request_id);
  const { client_id } = request;
  const client = await clientForCaller(deps, tenant, client_id);
  const registered = await bindable(deps, client);
  const metadata = { ...registered, service_account: await newServiceAccount(deps, tenant, user) };
  const decided = await decide(deps, tenant, request, { state: 'approved', note });
  const change = { metadata: JSON.stringify(metadata) };
  const now = deps.clock();
  await deps.storage.clients.update(tenant.tenant_id, client_id, change, now);
  // Not in one commit with the client: without its permission a service account gets nothing.
  await preauthorize(deps, tenant, { client_id, metadata });
  return decided;
}

/** Throws ManagementError. */
export async function refuseServiceAccount(
  deps: Deciding,
  tenant: Tenant,
  request_id: string,
  { note }: z.output<typeof serviceAccountRefusal>,
): Promise<ServiceAccountRequestInformation> {
  const request = await waitingRequest(deps, tenant, request_id);
  const decided = await decide(deps, tenant, request, { state: 'refused', note });
  const { actor } = callerOf(deps);
  await recordEvent(deps, tenant, {
    actor,
    action: 'service_account.refused',
    client_id: request.client_id,
    details: { note },
  });
  return decided;
}

export function describeRequest({
  tenant_id: _,
  ...information
}: ServiceAccountRequestRecord): ServiceAccountRequestInformation {
  return information;
}

/**
 * A client can act for a user if it asks for itself, and does not act for somebody already: a permission that was revoked can be given
 * anew. Throws ManagementError.
 */
async function bindable(
  { storage, clock }: Deciding,
  { tenant_id, client_id, metadata }: ClientRecord,
): Promise<ClientMetadata> {
  const registered = JSON.parse(metadata) as ClientMetadata;
  const refuse = (problem: string) => new ManagementError('invalid', [{ field: 'client_id', problem }]);
  const account = registered.service_account;
  if (account !== undefined && !isOver(await storage.grants.familyStatus(tenant_id, account.family_id, clock())))
    throw refuse(`${client_id} is a service account already.`);
  if (!registered.grant_types.includes('client_credentials')) {
    throw refuse('Register it with the grant type client_credentials, which service accounts use.');
  }
  return registered;
}

async function waitingRequest({ storage }: Deciding, { tenant_id }: Tenant, request_id: string) {
  const request = await storage.serviceAccounts.find(tenant_id, request_id);
  if (request === null) throw notFound('request_id', `There is no request ${request_id}.`);
  if (request.state !== 'waiting') throw conflict('It was decided already.');
  return request;
}

async function decide(
  deps: Deciding,
  { tenant_id }: Tenant,
  request: ServiceAccountRequestRecord,
  { state, note }: { state: 'approved' | 'refused'; note: string },
): Promise<ServiceAccountRequestInformation> {
  const decision = { state, note, decided_by: callerOf(deps).actor, decided_at: deps.clock() };
  if (!(await deps.storage.serviceAccounts.decide(tenant_id, request.request_id, decision))) {
    throw conflict('It was decided already.');
  }
  return describeRequest({ ...request, ...decision });
}

function conflict(problem: string): ManagementError {
  return new ManagementError('conflict', [{ field: '', problem }]);
}
