import { emailKey } from '../accounts/email.ts';
import { newUserRecord } from '../accounts/users.ts';
import type { Deps } from '../deps.ts';
import type { TicketRecord } from '../storage/account-records.ts';
import type { UserRecord } from '../storage/records.ts';
import type { UpstreamIdentityRecord, UpstreamProviderRecord } from '../storage/upstream-records.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { UpstreamPerson } from './redeem.ts';

type RecogniseDeps = Pick<Deps, 'storage' | 'clock' | 'random'>;

/** Who somebody is here whom a provider vouches for. */
export type Recognised =
  | { readonly outcome: 'known'; readonly user: UserRecord }
  /** The address that both the provider and we know to be theirs is that of this user: to be connected. */
  | { readonly outcome: 'same_address'; readonly user: UserRecord }
  | { readonly outcome: 'created'; readonly user: UserRecord }
  /** Disabled. */
  | { readonly outcome: 'refused'; readonly sub: string }
  /**
   * Whoever has the account must show it first. `sub`: the account with that address; null where there is none, which an address that
   * nobody has verified must not find out.
   */
  | { readonly outcome: 'sign_in_first'; readonly sub: string | null }
  | { readonly outcome: 'no_account'; readonly why: 'no_email' | 'closed' };

/** `claims`: what a new account would start with. */
export async function recognise(
  deps: RecogniseDeps,
  tenant: Tenant,
  provider: UpstreamProviderRecord,
  { person, claims }: { readonly person: UpstreamPerson; readonly claims: Readonly<Record<string, unknown>> },
): Promise<Recognised> {
  const { storage } = deps;
  const { tenant_id } = tenant;
  const identity = await storage.upstream.findIdentity(tenant_id, provider.provider_id, person.upstream_sub);
  if (identity !== null) return enabled(await storage.users.find(tenant_id, identity.sub), identity);
  const email_key = person.email === null ? null : emailKey(person.email);
  if (person.email === null || email_key === null) return { outcome: 'no_account', why: 'no_email' };
  const isTrusted = provider.trusts_email === 1 && person.email_verified;
  const holder = await storage.users.findByEmailKey(tenant_id, email_key);
  if (holder !== null) return ofHolder(deps, holder, { provider, person, isTrusted });
  const invitation =
    isTrusted && tenant.settings.signUp === 'invitation'
      ? await storage.upstream.findInvitation(tenant_id, email_key, deps.clock())
      : null;
  const isWelcome = provider.may_create_users === 1 && (tenant.settings.signUp === 'open' || invitation !== null);
  if (!isWelcome) return isTrusted ? { outcome: 'no_account', why: 'closed' } : { outcome: 'sign_in_first', sub: null };
  const email_verified = isTrusted ? 1 : 0;
  const address = { email: person.email, email_key, email_verified, password_hash: null };
  const user = newUserRecord(deps, tenant, {
    ...address,
    claims: JSON.stringify({ ...claims, ...invited(invitation) }),
  });
  return signUp(deps, user, newIdentity(deps, provider, { person, sub: user.sub }), invitation);
}

function enabled(user: UserRecord | null, { sub }: Pick<UpstreamIdentityRecord, 'sub'>): Recognised {
  return user === null || user.disabled_at !== null ? { outcome: 'refused', sub } : { outcome: 'known', user };
}

/**
 * An address that only one side has verified connects nothing. Whoever made an account with somebody else's
 * address would wait for its owner, and whoever gave a provider somebody else's address would be them.
 */
async function ofHolder(
  { storage }: Pick<Deps, 'storage'>,
  user: UserRecord,
  { provider, person, isTrusted }: Vouched,
): Promise<Recognised> {
  const { tenant_id, sub } = user;
  const identities = await storage.upstream.listIdentities(tenant_id, sub);
  const theirs = identities.find(({ provider_id }) => provider_id === provider.provider_id);
  // The same person came in another tab meanwhile.
  if (theirs?.upstream_sub === person.upstream_sub) return enabled(user, theirs);
  // Who administers says themselves which provider stands for them: one that an admin adds must not become an operator.
  const mayConnect = isTrusted && user.email_verified === 1 && user.role === null;
  if (!mayConnect || theirs !== undefined) return { outcome: 'sign_in_first', sub };
  return user.disabled_at === null ? { outcome: 'same_address', user } : { outcome: 'refused', sub };
}

interface Vouched {
  readonly provider: UpstreamProviderRecord;
  readonly person: UpstreamPerson;
  /** Whether the provider's word for the address counts. */
  readonly isTrusted: boolean;
}

export function newIdentity(
  { clock }: Pick<Deps, 'clock'>,
  { tenant_id, provider_id }: Pick<UpstreamProviderRecord, 'tenant_id' | 'provider_id'>,
  { person, sub }: { readonly person: Pick<UpstreamPerson, 'upstream_sub' | 'email'>; readonly sub: string },
): UpstreamIdentityRecord {
  const { upstream_sub, email } = person;
  return { tenant_id, provider_id, upstream_sub, sub, email, created_at: clock(), last_used_at: null };
}

/** What the operator said of somebody whom they invited counts more than what a provider says. */
function invited(invitation: TicketRecord | null): Readonly<Record<string, unknown>> {
  if (invitation === null) return {};
  const { claims = {} } = JSON.parse(invitation.data) as { claims?: Readonly<Record<string, unknown>> };
  return claims;
}

async function signUp(
  { storage, clock }: Pick<Deps, 'storage' | 'clock'>,
  user: UserRecord,
  identity: UpstreamIdentityRecord,
  invitation: TicketRecord | null,
): Promise<Recognised> {
  const account = { user, identity, invitation_hash: invitation?.ticket_hash ?? null };
  const result = await storage.upstream.signUp(account, clock());
  switch (result) {
    case 'created':
      return { outcome: 'created', user };
    case 'identity_exists': {
      // The same person in two tabs.
      const { tenant_id, provider_id, upstream_sub } = identity;
      const first = await storage.upstream.findIdentity(tenant_id, provider_id, upstream_sub);
      return enabled(first && (await storage.users.find(tenant_id, first.sub)), first ?? identity);
    }
    case 'email_taken':
      return { outcome: 'sign_in_first', sub: null };
    case 'not_invited':
      return { outcome: 'no_account', why: 'closed' };
  }
}
