import type { MailTenant } from '../accounts/mail-requests.ts';
import type { Deps } from '../deps.ts';
import { composeMail } from '../mail/compose.ts';
import type { MailOccasion } from '../mail/content.ts';
import { recordEvent } from '../storage/record-event.ts';
import type { UserRecord } from '../storage/records.ts';
import type { UpstreamIdentityRecord, UpstreamProviderRecord } from '../storage/upstream-records.ts';

type ConnectDeps = Pick<Deps, 'storage' | 'clock' | 'random' | 'sealer'>;

/** What the user is told about it by mail. */
export interface Told {
  readonly locale: string;
  readonly occasion: MailOccasion;
}

export interface Connection {
  readonly provider: UpstreamProviderRecord;
  readonly user: UserRecord;
}

/** From now on the user signs in through the provider, too; they are told by mail. */
export async function connect(
  deps: ConnectDeps,
  tenant: MailTenant,
  { identity, ...connection }: Connection & { readonly identity: UpstreamIdentityRecord },
  told: Told,
): Promise<'linked' | 'already' | 'taken' | 'has_another' | 'unknown'> {
  const mail = notice(deps, tenant, connection, { ...told, template: 'factor_added' });
  const result = await deps.storage.upstream.link(identity, [mail]);
  if (result === 'linked') await record(deps, tenant, connection, 'user.provider_connected');
  return result;
}

/** The user no longer signs in through the provider, and is told by mail. */
export async function disconnect(
  deps: ConnectDeps,
  tenant: MailTenant,
  connection: Connection,
  told: Told,
): Promise<'unlinked' | 'last_way' | 'unknown'> {
  const { provider, user } = connection;
  const mail = notice(deps, tenant, connection, { ...told, template: 'factor_removed' });
  const result = await deps.storage.upstream.unlink(tenant.tenant_id, provider.provider_id, user.sub, [mail]);
  if (result === 'unlinked') await record(deps, tenant, connection, 'user.provider_disconnected');
  return result;
}

function notice(
  deps: ConnectDeps,
  tenant: MailTenant,
  { provider, user }: Connection,
  { template, locale, occasion }: Told & { readonly template: 'factor_added' | 'factor_removed' },
) {
  const facts = { ...occasion, factor: 'upstream', name: provider.display_name } as const;
  return composeMail(deps, tenant, { to: user.email, locale, template, facts });
}

function record(deps: ConnectDeps, tenant: MailTenant, { provider, user: { sub } }: Connection, action: string) {
  const { provider_id } = provider;
  return recordEvent(deps, tenant, { actor: `user:${sub}`, action, sub, details: { provider_id } });
}
