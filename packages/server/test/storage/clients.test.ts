import { expect, test } from 'vitest';
import { describeStorage } from './backends.ts';
import { aClient, aClientSecret, aNotice, anAccessToken, anInstallation, aPlace, NOW, unique } from './records.ts';

describeStorage('clients', (storages) => {
  test('a client is found with its secrets, in its own tenant only', async () => {
    const [storage] = storages();
    const { tenant_id } = await aPlace(storage);
    const other = await aPlace(storage);
    const client = aClient(tenant_id);
    const secret = aClientSecret(client);
    expect(await storage.clients.create(client, [secret], [])).toBe('created');
    expect(await storage.clients.find(tenant_id, client.client_id)).toEqual({ client, secrets: [secret], app: null });
    expect(await storage.clients.find(other.tenant_id, client.client_id)).toBeNull();
    expect(await storage.clients.find(tenant_id, unique('nobody'))).toBeNull();
  });

  test('a client_id that is taken is refused and leaves nothing', async () => {
    const [storage] = storages();
    const { tenant_id, client } = await aPlace(storage);
    const second = aClient(tenant_id, { client_id: client.client_id });
    expect(await storage.clients.create(second, [aClientSecret(second)], ['https://evil.example'])).toBe('exists');
    expect(await storage.clients.find(tenant_id, client.client_id)).toEqual({ client, secrets: [], app: null });
    expect(await storage.clients.allowsOrigin(tenant_id, 'https://evil.example')).toBe(false);
  });

  test('a write of the client or of its secrets raises its revision', async () => {
    const [storage] = storages();
    const { tenant_id, client } = await aPlace(storage);
    const { client_id } = client;
    const secret = aClientSecret(client);
    const revision = async () => (await storage.clients.find(tenant_id, client_id))?.client.revision;
    const updated = await storage.clients.update(tenant_id, client_id, { metadata: '{"a":1}' }, NOW + 5);
    expect(updated).toEqual({ ...client, metadata: '{"a":1}', updated_at: NOW + 5, revision: 2 });
    expect(await storage.clients.addSecret(secret)).toBe('created');
    expect(await revision()).toBe(3);
    expect(await storage.clients.revision(tenant_id, client_id)).toBe(3);
    expect(await storage.clients.revision(tenant_id, 'app_nobody')).toBeNull();
    expect(await storage.clients.removeSecret(tenant_id, client_id, secret.secret_id)).toBe(true);
    expect(await revision()).toBe(4);
    expect(await storage.clients.removeSecret(tenant_id, client_id, secret.secret_id)).toBe(false);
    expect(await revision()).toBe(4);
  });

  test('what is unknown, or belongs to another tenant, cannot be changed', async () => {
    const [storage] = storages();
    const { tenant_id, client } = await aPlace(storage);
    const other = await aPlace(storage);
    const { client_id } = client;
    const secret = aClientSecret(client);
    await storage.clients.addSecret(secret);
    expect(await storage.clients.update(other.tenant_id, client_id, { disabled_at: NOW }, NOW)).toBeNull();
    expect(await storage.clients.addSecret({ ...secret, tenant_id: other.tenant_id })).toBe('unknown_client');
    expect(await storage.clients.removeSecret(other.tenant_id, client_id, secret.secret_id)).toBe(false);
    expect(await storage.clients.delete(other.tenant_id, client_id, NOW)).toBe(false);
    expect((await storage.clients.find(tenant_id, client_id))?.secrets).toEqual([secret]);
  });

  test('clients are listed in order of their list_key, page by page', async () => {
    const [storage] = storages();
    const { tenant_id, client } = await aPlace(storage);
    const more = [aClient(tenant_id), aClient(tenant_id)];
    for (const each of more) await storage.clients.create(each, [], []);
    const sorted = [client, ...more].sort((a, b) => (a.list_key < b.list_key ? -1 : 1));
    const first = await storage.clients.list(tenant_id, {}, { after: null, limit: 2 });
    expect(first).toEqual(sorted.slice(0, 2));
    expect(await storage.clients.list(tenant_id, {}, { after: first[1]!.list_key, limit: 2 })).toEqual(sorted.slice(2));
  });

  test('an origin is allowed while an enabled client names it', async () => {
    const [storage] = storages();
    const { tenant_id } = await aPlace(storage);
    const other = await aPlace(storage);
    const client = aClient(tenant_id);
    const allowed = (origin: string) => storage.clients.allowsOrigin(tenant_id, origin);
    await storage.clients.create(client, [], ['https://a.example', 'https://a.example']);
    expect(await allowed('https://a.example')).toBe(true);
    expect(await allowed('https://a.example:444')).toBe(false);
    expect(await storage.clients.allowsOrigin(other.tenant_id, 'https://a.example')).toBe(false);
    await storage.clients.update(tenant_id, client.client_id, { disabled_at: NOW }, NOW);
    expect(await allowed('https://a.example')).toBe(false);
    await storage.clients.update(
      tenant_id,
      client.client_id,
      { disabled_at: null, origins: ['https://b.example'] },
      NOW,
    );
    expect(await allowed('https://a.example')).toBe(false);
    expect(await allowed('https://b.example')).toBe(true);
  });

  test('catalogue 88: deleting a client takes all that is its, and its client_id is never given out again', async () => {
    const [storage] = storages();
    const installed = await anInstallation(storage, await aPlace(storage));
    const { tenant_id, client, token, family_id, grant_id } = installed;
    const { client_id } = client;
    const access = anAccessToken({ tenant_id, family_id: null, client_id });
    await storage.accessTokens.create(access);
    await storage.clients.addSecret(aClientSecret(client));
    expect(await storage.clients.delete(tenant_id, client_id, NOW)).toBe(true);
    expect(await storage.clients.find(tenant_id, client_id)).toBeNull();
    expect(await storage.grants.list(tenant_id, {}, { after: null, limit: 9 })).toEqual([]);
    expect(await storage.grants.familyStatus(tenant_id, family_id, NOW)).toBeNull();
    expect(await storage.refreshTokens.find(tenant_id, token.token_hash, NOW)).toBeNull();
    expect(await storage.accessTokens.find(tenant_id, access.token_hash)).toBeNull();
    expect(await storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW)).toBeNull();
    expect(await storage.clients.delete(tenant_id, client_id, NOW)).toBe(false);
    expect(await storage.clients.create(client, [], [])).toBe('exists');
    expect(await storage.clients.find(tenant_id, client_id)).toBeNull();
  });
});
