import type { MailRecord, TicketRecord } from './account-records.ts';
import type { UserRecord } from './records.ts';
import type { UpstreamIdentityRecord, UpstreamProviderRecord } from './upstream-records.ts';

/** The part of the storage port for signing in through others; the rules of port.ts hold. */
export interface UpstreamStore {
  createProvider(provider: UpstreamProviderRecord): Promise<'created' | 'exists'>;
  /** In the order of their buttons; also those that are disabled. */
  listProviders(tenant_id: string): Promise<UpstreamProviderRecord[]>;
  findProvider(tenant_id: string, provider_id: string): Promise<UpstreamProviderRecord | null>;
  updateProvider(
    tenant_id: string,
    provider_id: string,
    change: Partial<Omit<UpstreamProviderRecord, 'tenant_id' | 'provider_id' | 'issuer' | 'created_at' | 'updated_at'>>,
    now: number,
  ): Promise<UpstreamProviderRecord | null>;
  /** With every identity that was connected to it. */
  removeProvider(tenant_id: string, provider_id: string): Promise<boolean>;
  findIdentity(tenant_id: string, provider_id: string, upstream_sub: string): Promise<UpstreamIdentityRecord | null>;
  /** The user's, in the order in which they were connected. */
  listIdentities(tenant_id: string, sub: string): Promise<UpstreamIdentityRecord[]>;
  /**
   * Connects an identity with its user, and queues the mails. 'taken': another user has it. 'has_another': the user has another one at
   * that provider. Nothing was changed then, nor where it is connected already.
   */
  link(
    identity: UpstreamIdentityRecord,
    mails: MailRecord[],
  ): Promise<'linked' | 'already' | 'taken' | 'has_another' | 'unknown'>;
  /**
   * Disconnects what the user has at the provider, and queues the mails. 'last_way': without it the user would have no password, no
   * passkey and no other enabled provider to sign in with; nothing was changed.
   */
  unlink(
    tenant_id: string,
    provider_id: string,
    sub: string,
    mails: MailRecord[],
  ): Promise<'unlinked' | 'last_way' | 'unknown'>;
  /** Makes an account for an identity that nobody has. An invitation is used up with it; 'not_invited' if that is over. */
  signUp(
    account: { user: UserRecord; identity: UpstreamIdentityRecord; invitation_hash: string | null },
    now: number,
  ): Promise<'created' | 'identity_exists' | 'email_taken' | 'not_invited'>;
  /** Moves last_used_at forward, never back, and keeps the address. */
  noteUse(
    identity: Pick<UpstreamIdentityRecord, 'tenant_id' | 'provider_id' | 'upstream_sub' | 'email'>,
    now: number,
  ): Promise<void>;
  /** The invitation of an address that nobody has accepted yet. */
  findInvitation(tenant_id: string, email_key: string, now: number): Promise<TicketRecord | null>;
}
