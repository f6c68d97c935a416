import { expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import type { UserRecord } from '../../src/storage/records.ts';
import type { UpstreamIdentityRecord, UpstreamProviderRecord } from '../../src/storage/upstream-records.ts';
import { describeStorage } from '../storage/backends.ts';
import { aMail, aNotice, aPasskey, aPlace, aTicket, aUser, NOW, unique } from '../storage/records.ts';

function aProvider(tenant_id: string, change: Partial<UpstreamProviderRecord> = {}): UpstreamProviderRecord {
  return {
    tenant_id,
    provider_id: unique('provider'),
    display_name: 'City',
    issuer: 'https://city.example',
    client_id: 'xenia',
    sealed_client_secret: null,
    scope: 'openid',
    trusts_email: 0,
    may_create_users: 0,
    position: 1,
    disabled_at: null,
    created_at: NOW,
    updated_at: NOW,
    ...change,
  };
}

function anIdentity(
  { tenant_id, provider_id }: Pick<UpstreamProviderRecord, 'tenant_id' | 'provider_id'>,
  { sub }: Pick<UserRecord, 'sub'>,
  change: Partial<UpstreamIdentityRecord> = {},
): UpstreamIdentityRecord {
  const upstream_sub = unique('there');
  return { tenant_id, provider_id, upstream_sub, sub, email: null, created_at: NOW, last_used_at: null, ...change };
}

describeStorage('sign-in through others', (storages) => {
  async function place(storage: Storage, change: Partial<UpstreamProviderRecord> = {}) {
    const found = await aPlace(storage);
    const provider = aProvider(found.tenant_id, change);
    expect(await storage.upstream.createProvider(provider)).toBe('created');
    return { ...found, provider };
  }

  async function withoutPassword(storage: Storage, tenant_id: string): Promise<UserRecord> {
    const user = aUser(tenant_id, { password_hash: null });
    await storage.users.create(user);
    return user;
  }

  test('providers are kept, changed and listed in the order of their buttons; the issuer never changes', async () => {
    const [{ upstream }, other] = storages();
    const { tenant_id, provider } = await place(storages()[0], { position: 5, provider_id: 'b' });
    expect(await upstream.createProvider(provider)).toBe('exists');
    for (const change of [
      { provider_id: 'z', position: 1 },
      { provider_id: 'a', position: 5 },
    ]) {
      await upstream.createProvider(aProvider(tenant_id, change));
    }
    const listed = await other.upstream.listProviders(tenant_id);
    expect(listed.map(({ provider_id }) => provider_id)).toEqual(['z', 'a', 'b']);
    const change = { display_name: 'Town', issuer: 'https://evil.example', tenant_id: 'x' };
    const changed = { ...provider, display_name: 'Town', updated_at: NOW + 1 };
    expect(await upstream.updateProvider(tenant_id, 'b', change, NOW + 1)).toEqual(changed);
    expect(await other.upstream.findProvider(tenant_id, 'b')).toEqual(changed);
    expect(await upstream.updateProvider(tenant_id, 'none', change, NOW)).toBeNull();
  });

  test('an identity belongs to one user, and a user has one at each provider', async () => {
    const [storage, other] = storages();
    const { tenant_id, user, provider } = await place(storage);
    const neighbour = aUser(tenant_id);
    await storage.users.create(neighbour);
    const identity = anIdentity(provider, user);
    expect(await storage.upstream.link(identity, [aMail(tenant_id)])).toBe('linked');
    expect(await storage.upstream.link(identity, [aMail(tenant_id)])).toBe('already');
    expect(await storage.upstream.link({ ...identity, sub: neighbour.sub }, [aMail(tenant_id)])).toBe('taken');
    expect(await storage.upstream.link(anIdentity(provider, user), [aMail(tenant_id)])).toBe('has_another');
    expect(await storage.upstream.link(anIdentity(provider, { sub: 'nobody' }), [])).toBe('unknown');
    expect(await storage.upstream.link(anIdentity({ tenant_id, provider_id: 'none' }, user), [])).toBe('unknown');
    expect(await other.upstream.listIdentities(tenant_id, user.sub)).toEqual([identity]);
    expect(await other.upstream.listIdentities(tenant_id, neighbour.sub)).toEqual([]);
    // The mail is queued by the one that connected, and by no other.
    expect(await other.mails.newest(tenant_id, 10)).toHaveLength(1);
  });

  test('of many that connect one identity to different users at once exactly one does', async () => {
    const [storage, other] = storages();
    const { tenant_id, provider } = await place(storage);
    const users = Array.from({ length: 8 }, () => aUser(tenant_id));
    for (const user of users) await storage.users.create(user);
    const upstream_sub = unique('there');
    const results = await Promise.all(
      users.map((user, index) =>
        [storage, other][index % 2]?.upstream.link(anIdentity(provider, user, { upstream_sub }), []),
      ),
    );
    expect(results.filter((result) => result === 'linked')).toHaveLength(1);
    expect(results.filter((result) => result === 'taken')).toHaveLength(7);
  });

  test('an account and its identity are made together, once', async () => {
    const [storage, other] = storages();
    const { tenant_id, provider, user: neighbour } = await place(storage);
    const upstream_sub = unique('there');
    const accounts = Array.from({ length: 6 }, () => {
      const user = aUser(tenant_id, { email_key: 'new@city.example' });
      return { user, identity: anIdentity(provider, user, { upstream_sub }), invitation_hash: null };
    });
    const results = await Promise.all(
      accounts.map((account, index) => [storage, other][index % 2]?.upstream.signUp(account, NOW)),
    );
    expect(results.filter((result) => result === 'created')).toHaveLength(1);
    const identity = await other.upstream.findIdentity(tenant_id, provider.provider_id, upstream_sub);
    expect(identity?.sub).toBe((await storage.users.findByEmailKey(tenant_id, 'new@city.example'))?.sub);
    const taken = aUser(tenant_id, { email_key: neighbour.email_key });
    const refused = { user: taken, identity: anIdentity(provider, taken), invitation_hash: null };
    expect(await storage.upstream.signUp(refused, NOW)).toBe('email_taken');
    expect(await storage.users.find(tenant_id, taken.sub)).toBeNull();
    expect(await storage.upstream.listIdentities(tenant_id, taken.sub)).toEqual([]);
  });

  test('an invitation is found while it is open, and used up by the account that it makes', async () => {
    const [storage] = storages();
    const { provider, ...found } = await place(storage);
    const { tenant_id } = found;
    const email_key = 'guest@city.example';
    const invitation = aTicket(found, { purpose: 'invitation', sub: null, email: email_key, email_key });
    await storage.tickets.issue(invitation, aMail(tenant_id));
    expect(await storage.upstream.findInvitation(tenant_id, email_key, NOW)).toEqual(invitation);
    expect(await storage.upstream.findInvitation(tenant_id, email_key, invitation.expires_at)).toBeNull();
    const invitation_hash = invitation.ticket_hash;
    const account = (email: string) => {
      const user = aUser(tenant_id, { email_key: email });
      return { user, identity: anIdentity(provider, user), invitation_hash };
    };
    expect(await storage.upstream.signUp(account(email_key), NOW)).toBe('created');
    expect(await storage.upstream.findInvitation(tenant_id, email_key, NOW)).toBeNull();
    expect(await storage.upstream.signUp(account('second@city.example'), NOW)).toBe('not_invited');
  });

  test('the last way to sign in is not taken: not one after the other, nor two at once', async () => {
    const [storage, other] = storages();
    const { tenant_id, provider } = await place(storage);
    const second = aProvider(tenant_id);
    await storage.upstream.createProvider(second);
    const user = await withoutPassword(storage, tenant_id);
    for (const each of [provider, second]) await storage.upstream.link(anIdentity(each, user), []);
    const unlink = (each: Storage, { provider_id }: UpstreamProviderRecord) =>
      each.upstream.unlink(tenant_id, provider_id, user.sub, [aMail(tenant_id)]);
    const results = await Promise.all([unlink(storage, provider), unlink(other, second)]);
    expect(results.sort()).toEqual(['last_way', 'unlinked']);
    const [kept] = await storage.upstream.listIdentities(tenant_id, user.sub);
    expect(await storage.upstream.unlink(tenant_id, kept?.provider_id ?? '', user.sub, [])).toBe('last_way');
    await storage.users.update(tenant_id, user.sub, { password_hash: 'x' }, NOW);
    expect(await storage.upstream.unlink(tenant_id, kept?.provider_id ?? '', user.sub, [])).toBe('unlinked');
    expect(await storage.upstream.unlink(tenant_id, kept?.provider_id ?? '', user.sub, [])).toBe('unknown');
    expect(await other.mails.newest(tenant_id, 10)).toHaveLength(1);
  });

  test('a provider that is disabled is no other way to sign in; a passkey is one', async () => {
    const [storage] = storages();
    const { tenant_id, provider } = await place(storage);
    const second = aProvider(tenant_id, { disabled_at: NOW });
    await storage.upstream.createProvider(second);
    const user = await withoutPassword(storage, tenant_id);
    for (const each of [provider, second]) await storage.upstream.link(anIdentity(each, user), []);
    const unlink = () => storage.upstream.unlink(tenant_id, provider.provider_id, user.sub, []);
    expect(await unlink()).toBe('last_way');
    await storage.credentials.addPasskey(aPasskey(user));
    expect(await unlink()).toBe('unlinked');
  });

  test('a use moves forward, never back', async () => {
    const [storage] = storages();
    const { tenant_id, user, provider } = await place(storage);
    const identity = anIdentity(provider, user);
    await storage.upstream.link(identity, []);
    await storage.upstream.noteUse({ ...identity, email: 'a@city.example' }, NOW + 5);
    await storage.upstream.noteUse({ ...identity, email: 'b@city.example' }, NOW + 3);
    const expected = { ...identity, email: 'b@city.example', last_used_at: NOW + 5 };
    expect(await storage.upstream.findIdentity(tenant_id, provider.provider_id, identity.upstream_sub)).toEqual(
      expected,
    );
  });

  test('identities go with their user and with their provider; catalogue 80: each tenant has its own', async () => {
    const [storage] = storages();
    const { tenant_id, user, provider } = await place(storage);
    const elsewhere = await place(storage, { provider_id: provider.provider_id });
    const identity = anIdentity(provider, user);
    await storage.upstream.link(identity, []);
    const find = (tenant: string) => storage.upstream.findIdentity(tenant, provider.provider_id, identity.upstream_sub);
    expect(await find(elsewhere.tenant_id)).toBeNull();
    expect(await storage.upstream.removeProvider(elsewhere.tenant_id, provider.provider_id)).toBe(true);
    expect(await find(tenant_id)).toEqual(identity);
    await storage.users.delete(tenant_id, user.sub, aNotice(), NOW);
    expect(await find(tenant_id)).toBeNull();
    const next = await withoutPassword(storage, tenant_id);
    await storage.upstream.link({ ...identity, sub: next.sub }, []);
    expect(await storage.upstream.removeProvider(tenant_id, provider.provider_id)).toBe(true);
    expect(await find(tenant_id)).toBeNull();
    expect(await storage.users.find(tenant_id, next.sub)).toEqual(next);
    expect(await storage.upstream.removeProvider(tenant_id, provider.provider_id)).toBe(false);
  });
});
