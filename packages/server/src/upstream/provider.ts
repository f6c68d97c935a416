import type { Deps } from '../deps.ts';
import type { UpstreamProviderRecord } from '../storage/upstream-records.ts';
import type { Tenant } from '../tenants/tenant.ts';

type ProviderKey = Pick<UpstreamProviderRecord, 'tenant_id' | 'provider_id'>;

/** Those that may be signed in through, in the order of their buttons. */
export async function enabledProviders(
  { storage }: Pick<Deps, 'storage'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
): Promise<UpstreamProviderRecord[]> {
  return (await storage.upstream.listProviders(tenant_id)).filter(({ disabled_at }) => disabled_at === null);
}

/** null: there is none of that name, or it is disabled. */
export async function findEnabledProvider(
  { storage }: Pick<Deps, 'storage'>,
  { tenant_id }: Pick<Tenant, 'tenant_id'>,
  provider_id: string,
): Promise<UpstreamProviderRecord | null> {
  if (!/^[a-z0-9-]{1,64}$/.test(provider_id)) return null;
  const found = await storage.upstream.findProvider(tenant_id, provider_id);
  return found === null || found.disabled_at !== null ? null : found;
}

/** Where the provider sends people back to: one address for each, so that no other can answer in its place (RFC 9700 §4.4). */
export function redirectUri({ issuer }: Pick<Tenant, 'issuer'>, provider_id: string): string {
  return `${issuer}${SIGN_IN_WITH_PATH}/${provider_id}/callback`;
}

/** Where signing in through a provider begins, relative to the issuer. */
export const SIGN_IN_WITH_PATH = '/sign-in-with';

const SEAL = 'upstream-client-secret';

/** Sealed for its provider: put into another's row it opens nothing. */
export function sealClientSecret(
  { sealer }: Pick<Deps, 'sealer'>,
  { tenant_id, provider_id }: ProviderKey,
  client_secret: string,
): string {
  return sealer.seal(SEAL, JSON.stringify([tenant_id, provider_id, client_secret]));
}

/** null for a public client. Throws if the master key is not the one that sealed it. */
export function openClientSecret(
  { sealer }: Pick<Deps, 'sealer'>,
  { tenant_id, provider_id, sealed_client_secret }: ProviderKey & Pick<UpstreamProviderRecord, 'sealed_client_secret'>,
): string | null {
  if (sealed_client_secret === null) return null;
  const opened = sealer.open(SEAL, sealed_client_secret);
  const [tenant, provider, secret] = opened === null ? [] : (JSON.parse(opened.toString()) as string[]);
  if (secret === undefined || tenant !== tenant_id || provider !== provider_id) {
    throw new Error(
      `The client secret of ${provider_id} cannot be opened: the master key is not the one it was made with.`,
    );
  }
  return secret;
}
