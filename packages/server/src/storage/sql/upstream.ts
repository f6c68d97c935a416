import type { UserRecord } from '../records.ts';
import type { UpstreamStore } from '../upstream-port.ts';
import type { UpstreamIdentityRecord, UpstreamProviderRecord } from '../upstream-records.ts';
import { changedColumns } from './changed-columns.ts';
import type { Executor, Operations } from './executor.ts';
import { enqueueMails } from './mails.ts';
import { dynamicStatement, insertUnlessExists, statement } from './statement.ts';

type ProviderKey = Pick<UpstreamProviderRecord, 'tenant_id' | 'provider_id'>;
type IdentityKey = Pick<UpstreamIdentityRecord, 'tenant_id' | 'provider_id' | 'upstream_sub'>;
type UserKey = Pick<UserRecord, 'tenant_id' | 'sub'>;
type Invited = { tenant_id: string; email_key: string; now: number };

const insertProvider = insertUnlessExists('upstream_providers');
const insertIdentity = insertUnlessExists('upstream_identities');
const insertUser = insertUnlessExists('users');

const providersOf = statement((db, { tenant_id }: { tenant_id: string }) =>
  db.selectFrom('upstream_providers').selectAll().where('tenant_id', '=', tenant_id),
);
const provider = statement((db, { tenant_id, provider_id }: ProviderKey) =>
  db
    .selectFrom('upstream_providers')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('provider_id', '=', provider_id),
);
const deleteProvider = statement((db, { tenant_id, provider_id }: ProviderKey) =>
  db.deleteFrom('upstream_providers').where('tenant_id', '=', tenant_id).where('provider_id', '=', provider_id),
);
const identity = statement((db, { tenant_id, provider_id, upstream_sub }: IdentityKey) =>
  db
    .selectFrom('upstream_identities')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('provider_id', '=', provider_id)
    .where('upstream_sub', '=', upstream_sub),
);
const identitiesOf = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('upstream_identities').selectAll().where('tenant_id', '=', tenant_id).where('sub', '=', sub),
);
const deleteIdentity = statement((db, { tenant_id, provider_id, sub }: ProviderKey & { sub: string }) =>
  db
    .deleteFrom('upstream_identities')
    .where('tenant_id', '=', tenant_id)
    .where('provider_id', '=', provider_id)
    .where('sub', '=', sub),
);
const use = statement((db, given: IdentityKey & { email: string | null; now: number }) =>
  db
    .updateTable('upstream_identities')
    .set((eb) => ({
      email: given.email,
      last_used_at: eb.case().when('last_used_at', '>', given.now).then(eb.ref('last_used_at')).else(given.now).end(),
    }))
    .where('tenant_id', '=', given.tenant_id)
    .where('provider_id', '=', given.provider_id)
    .where('upstream_sub', '=', given.upstream_sub),
);
/** Holds the user until the commit, without changing them: others that take a way to sign in from them at the same time wait. */
const holdUser = statement((db, { tenant_id, sub }: UserKey) =>
  db
    .updateTable('users')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('tenant_id', '=', tenant_id)
    .where('sub', '=', sub)
    .returningAll(),
);
const onePasskey = statement((db, { tenant_id, sub }: UserKey) =>
  db.selectFrom('passkeys').select('credential_id').where('tenant_id', '=', tenant_id).where('sub', '=', sub).limit(1),
);
const holderOf = statement((db, { tenant_id, email_key }: { tenant_id: string; email_key: string }) =>
  db.selectFrom('users').select('sub').where('tenant_id', '=', tenant_id).where('email_key', '=', email_key),
);
const invitation = statement((db, { tenant_id, email_key, now }: Invited) =>
  db
    .selectFrom('tickets')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('purpose', '=', 'invitation')
    .where('email_key', '=', email_key)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now),
);
const useInvitation = statement((db, given: { tenant_id: string; ticket_hash: string; now: number }) =>
  db
    .updateTable('tickets')
    .set({ used_at: given.now })
    .where('tenant_id', '=', given.tenant_id)
    .where('ticket_hash', '=', given.ticket_hash)
    .where('purpose', '=', 'invitation')
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now),
);

export const reads: Operations<
  UpstreamStore,
  'listProviders' | 'findProvider' | 'findIdentity' | 'listIdentities' | 'findInvitation'
> = {
  async listProviders(tx, tenant_id) {
    const providers = await tx.all(providersOf, { tenant_id });
    return providers.sort((a, b) => a.position - b.position || (a.provider_id < b.provider_id ? -1 : 1));
  },
  findProvider: async (tx, tenant_id, provider_id) => (await tx.first(provider, { tenant_id, provider_id })) ?? null,
  findIdentity: async (tx, tenant_id, provider_id, upstream_sub) =>
    (await tx.first(identity, { tenant_id, provider_id, upstream_sub })) ?? null,
  async listIdentities(tx, tenant_id, sub) {
    const identities = await tx.all(identitiesOf, { tenant_id, sub });
    return identities.sort((a, b) => a.created_at - b.created_at || (a.provider_id < b.provider_id ? -1 : 1));
  },
  findInvitation: async (tx, tenant_id, email_key, now) =>
    (await tx.first(invitation, { tenant_id, email_key, now })) ?? null,
};

/** One statement each: atomic without a transaction around it. */
export const singleWrites: Operations<
  UpstreamStore,
  'createProvider' | 'updateProvider' | 'removeProvider' | 'noteUse'
> = {
  createProvider: async (tx, record) => ((await tx.run(insertProvider, record)) > 0 ? 'created' : 'exists'),
  async updateProvider(tx, tenant_id, provider_id, change, now) {
    const update = dynamicStatement((db) =>
      db
        .updateTable('upstream_providers')
        .set({ ...changedColumns(change, CHANGEABLE), updated_at: now })
        .where('tenant_id', '=', tenant_id)
        .where('provider_id', '=', provider_id)
        .returningAll(),
    );
    return (await tx.first(update, {})) ?? null;
  },
  removeProvider: async (tx, tenant_id, provider_id) => (await tx.run(deleteProvider, { tenant_id, provider_id })) > 0,
  async noteUse(tx, { tenant_id, provider_id, upstream_sub, email }, now) {
    await tx.run(use, { tenant_id, provider_id, upstream_sub, email, now });
  },
};

const CHANGEABLE: readonly (keyof UpstreamProviderRecord)[] = [
  'display_name',
  'client_id',
  'sealed_client_secret',
  'scope',
  'trusts_email',
  'may_create_users',
  'position',
  'disabled_at',
];

export const writes: Operations<UpstreamStore, 'link' | 'unlink' | 'signUp'> = {
  async link(tx, record, mails) {
    const { tenant_id, provider_id, sub } = record;
    if ((await tx.first(holdUser, { tenant_id, sub })) === undefined) return 'unknown';
    if ((await tx.first(provider, { tenant_id, provider_id })) === undefined) return 'unknown';
    const holder = await tx.first(identity, record);
    if (holder) return holder.sub === sub ? 'already' : 'taken';
    const others = await tx.all(identitiesOf, { tenant_id, sub });
    if (others.some((other) => other.provider_id === provider_id)) return 'has_another';
    // Somebody else's, in a commit that came between.
    if ((await tx.run(insertIdentity, record)) === 0) return 'taken';
    await enqueueMails(tx, mails);
    return 'linked';
  },
  async unlink(tx, tenant_id, provider_id, sub, mails) {
    const user = await tx.first(holdUser, { tenant_id, sub });
    const identities = await tx.all(identitiesOf, { tenant_id, sub });
    if (user === undefined || !identities.some((one) => one.provider_id === provider_id)) return 'unknown';
    const others = identities.filter((one) => one.provider_id !== provider_id);
    if (!(await hasOtherWay(tx, user, others))) return 'last_way';
    await tx.run(deleteIdentity, { tenant_id, provider_id, sub });
    await enqueueMails(tx, mails);
    return 'unlinked';
  },
  async signUp(tx, { user, identity: record, invitation_hash }, now) {
    const { tenant_id, email_key } = user;
    // A refusal comes before anything is changed, so that it leaves nothing behind.
    const taken = (await tx.first(holderOf, { tenant_id, email_key })) !== undefined;
    // Looked at after the address: whoever has just made both in another process is seen to have both.
    if (await tx.first(identity, record)) return 'identity_exists';
    if (taken) return 'email_taken';
    const invited =
      invitation_hash === null || (await tx.run(useInvitation, { tenant_id, ticket_hash: invitation_hash, now })) > 0;
    const made = invited && (await tx.run(insertUser, user)) > 0;
    if (!made && (await tx.first(identity, record))) return 'identity_exists';
    if (!invited) return 'not_invited';
    if (!made && invitation_hash === null) return 'email_taken';
    if (!made) throw new Error('the address was taken while its invitation was accepted');
    // Rolls everything back: only another process that came between can have it.
    if ((await tx.run(insertIdentity, record)) === 0) throw new Error('the identity was taken while it signed up');
    return 'created';
  },
};

async function hasOtherWay(
  tx: Executor,
  { tenant_id, sub, password_hash }: UserRecord,
  others: readonly UpstreamIdentityRecord[],
): Promise<boolean> {
  if (password_hash !== null || (await tx.first(onePasskey, { tenant_id, sub })) !== undefined) return true;
  if (others.length === 0) return false;
  const providers = await tx.all(providersOf, { tenant_id });
  const enabled = new Set(providers.filter((one) => one.disabled_at === null).map((one) => one.provider_id));
  return others.some((one) => enabled.has(one.provider_id));
}
