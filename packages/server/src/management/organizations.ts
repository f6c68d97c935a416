import {
  mostOwned,
  organizationListKey,
  newOrganization as organizationRecord,
} from '../organizations/new-organization.ts';
import type { Notice } from '../storage/grant-port.ts';
import type { Member, MembershipKey, OrganizationKey } from '../storage/organization-port.ts';
import type { OrganizationRecord, OrganizationRole } from '../storage/organization-records.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { Tenant } from '../tenants/tenant.ts';
import {
  type MemberInput,
  memberInput,
  type NewOrganizationInput,
  newOrganization,
  type OrganizationChange,
  organizationChange,
  parseInput,
} from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';
import { findUser } from './users.ts';

/** An account that apps are installed on. */
export type OrganizationInformation = Omit<OrganizationRecord, 'tenant_id' | 'list_key'>;

export type MemberInformation = Pick<Member, 'sub' | 'email' | 'role' | 'created_at'>;

type Changing = Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer'>;

/** `owner`: the subject or the e-mail address of its first owner. Throws ManagementError. */
export async function createOrganization(
  deps: Changing,
  tenant: Tenant,
  input: NewOrganizationInput,
): Promise<OrganizationInformation> {
  const { name, owner } = parseInput(newOrganization, input);
  if (tenant.settings.organizations === 'off') {
    const problem = 'The tenant has no organizations. Set its setting organizations to by_operator or by_anyone.';
    throw new ManagementError('invalid', [{ field: 'organizations', problem }]);
  }
  const user = await findUser(deps, tenant, owner);
  const record = organizationRecord(deps, tenant, name);
  const most = mostOwned(tenant);
  const outcome = await deps.storage.organizations.create(record, user.sub, most);
  if (outcome === 'too_many') {
    const problem = `${user.email} owns ${most} organizations already. Name another owner, or raise the setting organizationsPerPerson.`;
    throw new ManagementError('conflict', [{ field: 'owner', problem }]);
  }
  if (outcome !== 'created') throw notFound('owner', `There is no user ${owner}.`);
  await audit(deps, tenant, 'created', { org_id: record.org_id, name }, user.sub);
  return describeOrganization(record);
}

/** Throws ManagementError. */
export async function getOrganization(
  deps: Pick<ManagementDeps, 'storage'>,
  { tenant_id }: Tenant,
  org_id: string,
): Promise<OrganizationInformation> {
  const record = await deps.storage.organizations.find(tenant_id, org_id);
  if (record === null) throw unknown(org_id);
  return describeOrganization(record);
}

export function describeMember({ sub, email, role, created_at }: Member): MemberInformation {
  return { sub, email, role, created_at };
}

/** Throws ManagementError. */
export async function renameOrganization(
  deps: Changing,
  tenant: Tenant,
  org_id: string,
  input: OrganizationChange,
): Promise<OrganizationInformation> {
  const { name } = parseInput(organizationChange, input);
  const names = { name, list_key: organizationListKey(org_id, name) };
  const record = await deps.storage.organizations.rename(keyOf(tenant, org_id), names, deps.clock());
  if (record === null) throw unknown(org_id);
  await audit(deps, tenant, 'renamed', { org_id, name });
  return describeOrganization(record);
}

/** Disabling uninstalls every app from it; its members stay. Throws ManagementError. */
export async function setOrganizationDisabled(
  deps: Changing,
  tenant: Tenant,
  org_id: string,
  disabled: boolean,
): Promise<{ org_id: string; disabled_at: number | null }> {
  const now = deps.clock();
  const disabled_at = disabled ? now : null;
  const key = keyOf(tenant, org_id);
  if (!(await deps.storage.organizations.setDisabled(key, disabled_at, byOperator(deps), now))) throw unknown(org_id);
  await audit(deps, tenant, disabled ? 'disabled' : 'enabled', { org_id });
  return { org_id, disabled_at };
}

/** Removes it for good and uninstalls every app from it; its org_id is never given out again. Throws ManagementError. */
export async function deleteOrganization(
  deps: Changing,
  tenant: Tenant,
  org_id: string,
): Promise<{ org_id: string; deleted: true }> {
  const found = await deps.storage.organizations.delete(keyOf(tenant, org_id), byOperator(deps), deps.clock());
  if (!found) throw unknown(org_id);
  await audit(deps, tenant, 'deleted', { org_id });
  return { org_id, deleted: true };
}

/** Throws ManagementError, 'conflict' if they belong to it already. */
export async function addMember(
  deps: Changing,
  tenant: Tenant,
  org_id: string,
  input: MemberInput,
): Promise<{ org_id: string; sub: string; role: OrganizationRole }> {
  const { user, role } = parseInput(memberInput, input);
  const { sub } = await findUser(deps, tenant, user);
  const now = deps.clock();
  const membership = { ...keyOf(tenant, org_id), sub, role, created_at: now, updated_at: now };
  const outcome = await deps.storage.organizations.addMember(membership);
  if (outcome === 'unknown') throw unknown(org_id);
  if (outcome === 'already_member') {
    const problem = `${user} belongs to it already. Change what they may do with set-role.`;
    throw new ManagementError('conflict', [{ field: 'user', problem }]);
  }
  await audit(deps, tenant, 'member_added', { org_id, role }, sub);
  return { org_id, sub, role };
}

/** Throws ManagementError, 'conflict' for the last owner, who has to stay one. */
export async function setMemberRole(
  deps: Changing,
  tenant: Tenant,
  org_id: string,
  input: MemberInput,
): Promise<{ org_id: string; sub: string; role: OrganizationRole }> {
  const { user, role } = parseInput(memberInput, input);
  const membership = await membershipOf(deps, tenant, org_id, user);
  refuseUnlessDone(await deps.storage.organizations.setRole(membership, role, deps.clock()), org_id, user);
  const { sub } = membership;
  await audit(deps, tenant, 'role_changed', { org_id, role }, sub);
  return { org_id, sub, role };
}

/** Uninstalls what they have installed on it, too. Throws ManagementError, 'conflict' for the last owner, who has to stay. */
export async function removeMember(
  deps: Changing,
  tenant: Tenant,
  org_id: string,
  user: string,
): Promise<{ org_id: string; sub: string; removed: true }> {
  const membership = await membershipOf(deps, tenant, org_id, user);
  const outcome = await deps.storage.organizations.removeMember(membership, byOperator(deps), deps.clock());
  refuseUnlessDone(outcome, org_id, user);
  const { sub } = membership;
  await audit(deps, tenant, 'member_removed', { org_id }, sub);
  return { org_id, sub, removed: true };
}

async function membershipOf(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  org_id: string,
  user: string,
): Promise<MembershipKey> {
  return { ...keyOf(tenant, org_id), sub: (await findUser(deps, tenant, user)).sub };
}

function refuseUnlessDone(outcome: 'changed' | 'removed' | 'last_owner' | 'unknown', org_id: string, user: string) {
  if (outcome === 'unknown') throw notFound('user', `${user} does not belong to an organization ${org_id}.`);
  if (outcome !== 'last_owner') return;
  const problem = `${user} is its last owner. Make somebody else an owner first.`;
  throw new ManagementError('conflict', [{ field: 'user', problem }]);
}

function audit(
  deps: Changing,
  tenant: Tenant,
  what: string,
  details: { readonly org_id: string; readonly name?: string; readonly role?: OrganizationRole },
  sub: string | null = null,
): Promise<void> {
  return recordEvent(deps, tenant, { actor: callerOf(deps).actor, action: `organization.${what}`, sub, details });
}

function byOperator({ random }: Pick<ManagementDeps, 'caller' | 'random' | 'sealer'>): Notice {
  return { event_id: random(16).toString('base64url'), initiating_entity: 'admin' };
}

function keyOf({ tenant_id }: Tenant, org_id: string): OrganizationKey {
  return { tenant_id, org_id };
}

function unknown(org_id: string): ManagementError {
  return notFound('org_id', `There is no organization ${org_id}.`);
}

export function describeOrganization({
  tenant_id: _,
  list_key: __,
  ...information
}: OrganizationRecord): OrganizationInformation {
  return information;
}
