import { expect, test } from 'vitest';
import { describeStorage } from './backends.ts';
import { anAccessToken, aPlace, NOW, unique } from './records.ts';

describeStorage('access tokens', (storages) => {
  test('an opaque token of client credentials is stored, found and revoked once, in its own tenant only', async () => {
    const [storage] = storages();
    const { tenant_id, client } = await aPlace(storage);
    const other = await aPlace(storage);
    const token = anAccessToken({ tenant_id, family_id: null, client_id: client.client_id }, { expires_at: null });
    await storage.accessTokens.create(token);
    const { token_hash } = token;
    expect(await storage.accessTokens.find(tenant_id, token_hash)).toEqual(token);
    expect(await storage.accessTokens.find(other.tenant_id, token_hash)).toBeNull();
    expect(await storage.accessTokens.revoke(other.tenant_id, token_hash, NOW)).toBe(false);
    expect(await storage.accessTokens.revoke(tenant_id, token_hash, NOW + 1)).toBe(true);
    expect(await storage.accessTokens.revoke(tenant_id, token_hash, NOW + 2)).toBe(false);
    expect((await storage.accessTokens.find(tenant_id, token_hash))?.revoked_at).toBe(NOW + 1);
  });

  test('a token may not be stored twice', async () => {
    const [storage] = storages();
    const { tenant_id, client } = await aPlace(storage);
    const token = anAccessToken({ tenant_id, family_id: null, client_id: client.client_id });
    await storage.accessTokens.create(token);
    await expect(storage.accessTokens.create({ ...token, scope: 'admin' })).rejects.toThrow(/unique/i);
    expect(await storage.accessTokens.find(tenant_id, token.token_hash)).toEqual(token);
  });

  test('a revoked JWT is known by its jti, in its own tenant only; revoking it again is no error', async () => {
    const [storage] = storages();
    const [tenant_id, other, jti] = [unique('tenant'), unique('tenant'), unique('jti')];
    expect(await storage.accessTokens.isJwtRevoked(tenant_id, jti)).toBe(false);
    await storage.accessTokens.revokeJwt(tenant_id, jti, NOW + 60);
    await storage.accessTokens.revokeJwt(tenant_id, jti, NOW + 60);
    expect(await storage.accessTokens.isJwtRevoked(tenant_id, jti)).toBe(true);
    expect(await storage.accessTokens.isJwtRevoked(other, jti)).toBe(false);
  });

  test('F15: an identifier with a NUL character is unknown, not an error', async () => {
    const [storage] = storages();
    const { tenant_id } = await aPlace(storage);
    expect(await storage.accessTokens.find(tenant_id, 'a\0b')).toBeNull();
    expect(await storage.clients.find(tenant_id, '\0')).toBeNull();
    expect(await storage.tenants.findByName('\0')).toBeNull();
  });
});

describeStorage('replay', (storages) => {
  test('catalogue 40: an identifier is claimed once for its tenant and purpose, until it expires', async () => {
    const [storage, other] = storages();
    const [tenant_id, id] = [unique('tenant'), unique('jti')];
    expect(await storage.replay.claim(tenant_id, 'client_assertion', id, NOW + 60, NOW)).toBe(true);
    expect(await storage.replay.claim(tenant_id, 'client_assertion', id, NOW + 60, NOW)).toBe(false);
    expect(await other.replay.claim(tenant_id, 'client_assertion', id, NOW + 99, NOW + 59)).toBe(false);
    expect(await storage.replay.claim(tenant_id, 'dpop', id, NOW + 60, NOW)).toBe(true);
    expect(await storage.replay.claim(unique('tenant'), 'client_assertion', id, NOW + 60, NOW)).toBe(true);
    expect(await storage.replay.claim(tenant_id, 'client_assertion', id, NOW + 200, NOW + 60)).toBe(true);
    expect(await storage.replay.claim(tenant_id, 'client_assertion', id, NOW + 200, NOW + 61)).toBe(false);
  });
});

describeStorage('throttle', (storages) => {
  test('failures are counted across servers and forgotten a window after the last one', async () => {
    const [a, b] = storages();
    const [tenant_id, bucket] = [unique('tenant'), 'login:user'];
    expect(await a.throttle.read(tenant_id, bucket, NOW)).toEqual({ failures: 0, last_failed_at: 0 });
    expect(await a.throttle.fail(tenant_id, bucket, 60, NOW)).toBe(1);
    expect(await b.throttle.fail(tenant_id, bucket, 60, NOW + 59)).toBe(2);
    expect(await a.throttle.read(tenant_id, bucket, NOW + 118)).toEqual({ failures: 2, last_failed_at: NOW + 59 });
    expect(await a.throttle.read(tenant_id, bucket, NOW + 119)).toEqual({ failures: 0, last_failed_at: 0 });
    expect(await b.throttle.fail(tenant_id, bucket, 60, NOW + 119)).toBe(1);
    expect(await a.throttle.read(unique('tenant'), bucket, NOW + 119)).toEqual({ failures: 0, last_failed_at: 0 });
    await a.throttle.clear(tenant_id, bucket);
    expect(await b.throttle.read(tenant_id, bucket, NOW + 119)).toEqual({ failures: 0, last_failed_at: 0 });
  });

  test('catalogue 74: no failure is lost when many come at once', async () => {
    const [a, b] = storages();
    const tenant_id = unique('tenant');
    const counts = await Promise.all(
      Array.from({ length: 60 }, (_, i) => (i % 2 ? a : b).throttle.fail(tenant_id, 'x', 60, NOW)),
    );
    expect(counts.sort((x, y) => x - y)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });
});
