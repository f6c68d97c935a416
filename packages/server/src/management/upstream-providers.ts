import { recordEvent } from '../storage/record-event.ts';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { fetchMetadata, type ProviderMetadata } from '../upstream/metadata.ts';
import { redirectUri, sealClientSecret } from '../upstream/provider.ts';
import { clientAuthentication } from '../upstream/redeem.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { withoutUndefined } from './change.ts';
import {
  type NewUpstreamProvider,
  newUpstreamProvider,
  parseInput,
  type UpstreamProviderChange,
  upstreamProviderChange,
} from './contract.ts';
import { callerOf, type ManagementDeps } from './management-deps.ts';
import { ManagementError, notFound } from './management-error.ts';

/** A provider as it may be shown: never its secret. */
export type UpstreamProviderInformation = Omit<
  UpstreamProviderRecord,
  'tenant_id' | 'sealed_client_secret' | 'trusts_email' | 'may_create_users'
> & {
  has_client_secret: boolean;
  trusts_email: boolean;
  may_create_users: boolean;
  /** What to register at the provider. */
  redirect_uri: string;
};

type ProviderDeps = Pick<ManagementDeps, 'caller' | 'storage' | 'clock' | 'random' | 'sealer' | 'fetch'>;

/** From now on users may sign in through it. Unless told otherwise, the provider is asked first whether that can work. Throws ManagementError. */
export async function addUpstreamProvider(
  deps: ProviderDeps,
  tenant: Tenant,
  input: NewUpstreamProvider,
  { verify }: { readonly verify: boolean },
): Promise<UpstreamProviderInformation> {
  const { client_secret, trusts_email, may_create_users, position, ...given } = parseInput(newUpstreamProvider, input);
  if (verify) await assertUsable(deps, given.issuer, client_secret);
  const others = await deps.storage.upstream.listProviders(tenant.tenant_id);
  const last = Math.max(0, ...others.map((other) => other.position));
  const key = { tenant_id: tenant.tenant_id, provider_id: given.provider_id };
  const now = deps.clock();
  const record: UpstreamProviderRecord = {
    ...key,
    ...given,
    sealed_client_secret: client_secret === null ? null : sealClientSecret(deps, key, client_secret),
    trusts_email: Number(trusts_email),
    may_create_users: Number(may_create_users),
    position: position ?? last + 1,
    disabled_at: null,
    created_at: now,
    updated_at: now,
  };
  if ((await deps.storage.upstream.createProvider(record)) === 'exists') {
    const problem = `There is a provider ${given.provider_id} already; choose another name, or update that one.`;
    throw new ManagementError('conflict', [{ field: 'provider_id', problem }]);
  }
  await note(deps, tenant, record, 'provider.added', { issuer: record.issuer });
  return describeProvider(tenant, record);
}

/** In the order of their buttons. */
export async function listUpstreamProviders(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
): Promise<UpstreamProviderInformation[]> {
  const providers = await deps.storage.upstream.listProviders(tenant.tenant_id);
  return providers.map((record) => describeProvider(tenant, record));
}

/** Throws ManagementError. */
export async function showUpstreamProvider(
  deps: Pick<ManagementDeps, 'caller' | 'storage'>,
  tenant: Tenant,
  provider_id: string,
): Promise<UpstreamProviderInformation> {
  const record = await deps.storage.upstream.findProvider(tenant.tenant_id, provider_id);
  if (record === null) throw unknownProvider(provider_id);
  return describeProvider(tenant, record);
}

/** Throws ManagementError. */
export async function updateUpstreamProvider(
  deps: Omit<ProviderDeps, 'fetch'>,
  tenant: Tenant,
  provider_id: string,
  change: UpstreamProviderChange,
): Promise<UpstreamProviderInformation> {
  const { client_secret, trusts_email, may_create_users, ...rest } = parseInput(upstreamProviderChange, change);
  const key = { tenant_id: tenant.tenant_id, provider_id };
  const columns = withoutUndefined({
    ...rest,
    sealed_client_secret:
      typeof client_secret === 'string' ? sealClientSecret(deps, key, client_secret) : client_secret,
    trusts_email: trusts_email === undefined ? undefined : Number(trusts_email),
    may_create_users: may_create_users === undefined ? undefined : Number(may_create_users),
  });
  const record = await write(deps, tenant, provider_id, columns);
  await note(deps, tenant, record, 'provider.updated', { members: Object.keys(change).sort() });
  return describeProvider(tenant, record);
}

/** A disabled provider signs nobody in; what users have connected to it stays. Throws ManagementError. */
export async function setUpstreamProviderDisabled(
  deps: Omit<ProviderDeps, 'fetch'>,
  tenant: Tenant,
  provider_id: string,
  disabled: boolean,
): Promise<UpstreamProviderInformation> {
  const record = await write(deps, tenant, provider_id, { disabled_at: disabled ? deps.clock() : null });
  await note(deps, tenant, record, disabled ? 'provider.disabled' : 'provider.enabled');
  return describeProvider(tenant, record);
}

/** Removes it with everything that users have connected to it. Throws ManagementError. */
export async function removeUpstreamProvider(
  deps: Omit<ProviderDeps, 'fetch'>,
  tenant: Tenant,
  provider_id: string,
): Promise<{ provider_id: string; removed: true }> {
  if (!(await deps.storage.upstream.removeProvider(tenant.tenant_id, provider_id))) throw unknownProvider(provider_id);
  await note(deps, tenant, { provider_id }, 'provider.removed');
  return { provider_id, removed: true };
}

async function write(
  { storage, clock }: Pick<ManagementDeps, 'caller' | 'storage' | 'clock'>,
  { tenant_id }: Tenant,
  provider_id: string,
  columns: Parameters<ManagementDeps['storage']['upstream']['updateProvider']>[2],
): Promise<UpstreamProviderRecord> {
  const record = await storage.upstream.updateProvider(tenant_id, provider_id, columns, clock());
  if (record === null) throw unknownProvider(provider_id);
  return record;
}

function note(
  deps: Omit<ProviderDeps, 'fetch'>,
  tenant: Tenant,
  { provider_id }: Pick<UpstreamProviderRecord, 'provider_id'>,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return recordEvent(deps, tenant, { actor: callerOf(deps).actor, action, details: { provider_id, ...details } });
}

function unknownProvider(provider_id: string): ManagementError {
  return notFound('provider_id', `There is no provider ${provider_id}.`);
}

const REMEDIES: Readonly<Record<string, string>> = {
  unreachable:
    'See whether the address is right and whether this machine can reach it; or skip the check with --no-verify.',
  timeout:
    'See whether the address is right and whether this machine can reach it; or skip the check with --no-verify.',
  forbidden_address:
    'Set outbound.allowPrivateNetworks if the provider is on a private network; addresses of this machine are allowed in development only.',
  redirected: 'Give the issuer exactly as the provider names it in its metadata.',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'Give the issuer exactly as the provider names it in its metadata.',
  OAUTH_RESPONSE_IS_NOT_CONFORM:
    'See whether it is an OpenID Provider: {issuer}/.well-known/openid-configuration must answer.',
  OAUTH_RESPONSE_IS_NOT_JSON:
    'See whether it is an OpenID Provider: {issuer}/.well-known/openid-configuration must answer.',
  no_code_flow: 'It cannot be used: only the authorization code flow is.',
};

/** Asks the provider what it can do. Throws ManagementError with the reason and the remedy. */
async function assertUsable(
  deps: Pick<ManagementDeps, 'caller' | 'fetch'>,
  issuer: string,
  client_secret: string | null,
): Promise<void> {
  try {
    const metadata = await fetchMetadata(deps, issuer);
    clientAuthentication(metadata, client_secret);
    assertOpenId(metadata);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const remedy = REMEDIES[error.reason] ?? 'See what the provider says about its OpenID Connect support.';
    throw new ManagementError('invalid', [{ field: 'issuer', problem: `${reasonOf(error)} ${remedy}` }]);
  }
}

/** OpenID Connect Discovery §3: whoever lists scopes must list openid. */
function assertOpenId({ scopes_supported }: ProviderMetadata): void {
  if (scopes_supported === undefined || scopes_supported.includes('openid')) return;
  throw new UpstreamError('failed', 'no_openid', 'It does not offer the scope openid.');
}

function reasonOf({ reason, message, cause }: UpstreamError): string {
  if (reason === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return 'Its metadata names another issuer.';
  const status = cause instanceof Error && cause.cause instanceof Response ? cause.cause.status : null;
  if (status !== null && status !== 200) return `Its discovery document answers with status ${status}.`;
  if (reason === 'OAUTH_RESPONSE_IS_NOT_JSON') return 'Its discovery document is not JSON.';
  return message;
}

function describeProvider(tenant: Tenant, record: UpstreamProviderRecord): UpstreamProviderInformation {
  const { tenant_id: _, sealed_client_secret, trusts_email, may_create_users, ...rest } = record;
  return {
    ...rest,
    has_client_secret: sealed_client_secret !== null,
    trusts_email: trusts_email === 1,
    may_create_users: may_create_users === 1,
    redirect_uri: redirectUri(tenant, record.provider_id),
  };
}
