import { expect, test } from 'vitest';
import { describeStorage } from './backends.ts';
import {
  aNotice,
  anAccessToken,
  anInstallation,
  aPlace,
  aRefreshToken,
  FAMILY_END,
  NOW,
  rotate,
  unique,
} from './records.ts';

describeStorage('refresh tokens', (storages) => {
  async function installed() {
    const [storage] = storages();
    return { storage, ...(await anInstallation(storage, await aPlace(storage))) };
  }

  test('a rotation replaces the token and keeps the sealed response for a retry', async () => {
    const { storage, tenant_id, token, family_id } = await installed();
    const successor = aRefreshToken(token, { created_at: NOW + 5 });
    const access_token = anAccessToken(token);
    const { token_hash, client_id } = token;
    const rotation = { tenant_id, token_hash, client_id, sealed_response: 'sealed', grace: 30 };
    expect(await storage.refreshTokens.rotate(rotation, { refresh_token: successor, access_token }, NOW + 5)).toEqual({
      outcome: 'rotated',
    });
    const found = await storage.refreshTokens.find(tenant_id, token_hash, NOW);
    const rotated = { rotated_at: NOW + 5, successor_hash: successor.token_hash, sealed_response: 'sealed' };
    expect(found).toMatchObject({
      token: { ...token, ...rotated },
      family: { family_id, expires_at: FAMILY_END },
      ended: null,
    });
    expect((await storage.refreshTokens.find(tenant_id, successor.token_hash, NOW))?.token).toEqual(successor);
    expect(await storage.accessTokens.find(tenant_id, access_token.token_hash)).toEqual(access_token);
  });

  test('RFC 9700 §4.14.2: a replaced token revokes the family when it comes again', async () => {
    const { storage, tenant_id, token, family_id } = await installed();
    const successor = aRefreshToken(token);
    await rotate(storage, token, successor);
    const thief = aRefreshToken(token);
    expect(await rotate(storage, token, thief, { now: NOW + 1 })).toEqual({ outcome: 'reused', family_id });
    const status = await storage.grants.familyStatus(tenant_id, family_id, NOW);
    expect(status).toMatchObject({ ended: 'family_revoked', family: { revocation_reason: 'refresh_token_reused' } });
    for (const each of [token, successor]) expect(await rotate(storage, each, thief)).toEqual({ outcome: 'unknown' });
    expect(await storage.refreshTokens.find(tenant_id, thief.token_hash, NOW)).toBeNull();
  });

  test('within the grace a retry gets the same response and changes nothing; after it, the family is revoked', async () => {
    const { storage, token, tenant_id, family_id } = await installed();
    const [successor, other] = [aRefreshToken(token), aRefreshToken(token)];
    await rotate(storage, token, successor, { grace: 30, sealed_response: 'first' });
    for (const now of [NOW, NOW + 30, NOW - 30]) {
      expect(await rotate(storage, token, other, { grace: 30, now })).toEqual({
        outcome: 'retried',
        sealed_response: 'first',
      });
    }
    expect(await storage.refreshTokens.find(tenant_id, other.token_hash, NOW)).toBeNull();
    expect(await rotate(storage, token, other, { grace: 30, now: NOW + 31 })).toEqual({ outcome: 'reused', family_id });
  });

  test('F11: a server whose clock is behind does not stretch the grace', async () => {
    const { storage, token, family_id } = await installed();
    await rotate(storage, token, aRefreshToken(token), { grace: 30 });
    expect(await rotate(storage, token, aRefreshToken(token), { grace: 30, now: NOW - 3_600 })).toEqual({
      outcome: 'reused',
      family_id,
    });
  });

  test('a retry after the successor was used is a replay', async () => {
    const { storage, token, family_id } = await installed();
    const successor = aRefreshToken(token);
    await rotate(storage, token, successor, { grace: 30 });
    await rotate(storage, successor, aRefreshToken(token), { grace: 30 });
    expect(await rotate(storage, token, aRefreshToken(token), { grace: 30 })).toEqual({ outcome: 'reused', family_id });
  });

  test('without a stored response there is no retry', async () => {
    const { storage, tenant_id, token, family_id } = await installed();
    const { token_hash, client_id } = token;
    const rotation = { tenant_id, token_hash, client_id, sealed_response: null, grace: 30 };
    const issue = () => ({ refresh_token: aRefreshToken(token), access_token: null });
    expect(await storage.refreshTokens.rotate(rotation, issue(), NOW)).toEqual({ outcome: 'rotated' });
    expect(await storage.refreshTokens.rotate(rotation, issue(), NOW)).toEqual({ outcome: 'reused', family_id });
  });

  test('catalogue 32: three rotations within one second, then the first token again', async () => {
    const { storage, token, family_id, tenant_id } = await installed();
    const chain = [token, aRefreshToken(token), aRefreshToken(token), aRefreshToken(token)];
    for (const i of [0, 1, 2]) expect(await rotate(storage, chain[i]!, chain[i + 1]!)).toEqual({ outcome: 'rotated' });
    expect(await rotate(storage, token, aRefreshToken(token))).toEqual({ outcome: 'reused', family_id });
    expect((await storage.refreshTokens.find(tenant_id, chain[3]!.token_hash, NOW))?.ended).toBe('family_revoked');
  });

  test('catalogue 33: presented by another client or tenant, a token is unknown and nothing changes', async () => {
    const { storage, token, tenant_id, family_id } = await installed();
    const strangers = [
      { ...token, client_id: unique('client') },
      { ...token, tenant_id: unique('tenant') },
      { ...token, token_hash: unique('refresh') },
    ];
    const successor = aRefreshToken(token);
    for (const stranger of strangers)
      expect(await rotate(storage, stranger, successor)).toEqual({ outcome: 'unknown' });
    expect(await rotate(storage, token, successor)).toEqual({ outcome: 'rotated' });
    for (const stranger of strangers)
      expect(await rotate(storage, stranger, aRefreshToken(token))).toEqual({ outcome: 'unknown' });
    expect((await storage.grants.familyStatus(tenant_id, family_id, NOW))?.ended).toBeNull();
  });

  test('a token that idled too long is unknown', async () => {
    const { storage, token } = await installed();
    expect(await rotate(storage, token, aRefreshToken(token), { now: token.expires_at })).toEqual({
      outcome: 'unknown',
    });
    expect(await rotate(storage, token, aRefreshToken(token), { now: token.expires_at - 1 })).toEqual({
      outcome: 'rotated',
    });
  });

  test('catalogue 34: a token, and a retry, is unknown once family, grant, user or client is out of force', async () => {
    const ends: ((at: Awaited<ReturnType<typeof installed>>) => Promise<unknown>)[] = [
      ({ storage, tenant_id, family_id }) => storage.grants.revokeFamily(tenant_id, family_id, 'test', null, NOW),
      ({ storage, tenant_id, grant_id }) => storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW),
      ({ storage, tenant_id, user }) => storage.users.setDisabled(tenant_id, user.sub, NOW, unique('event'), NOW),
      ({ storage, tenant_id, client }) =>
        storage.clients.update(tenant_id, client.client_id, { disabled_at: NOW }, NOW),
    ];
    for (const end of ends) {
      const at = await installed();
      const [successor, third] = [aRefreshToken(at.token), aRefreshToken(at.token)];
      await rotate(at.storage, at.token, successor, { grace: 30 });
      await end(at);
      expect(await rotate(at.storage, at.token, third, { grace: 30 })).toEqual({ outcome: 'unknown' });
      expect(await rotate(at.storage, successor, third, { grace: 30 })).toEqual({ outcome: 'unknown' });
      expect(await at.storage.refreshTokens.find(at.tenant_id, third.token_hash, NOW)).toBeNull();
    }
  });

  test('a family past its end gives no tokens', async () => {
    const { storage, token } = await installed();
    const long = aRefreshToken(token, { expires_at: FAMILY_END + 10 });
    await rotate(storage, token, long);
    expect(await rotate(storage, long, aRefreshToken(token), { now: FAMILY_END })).toEqual({ outcome: 'unknown' });
    expect(await rotate(storage, long, aRefreshToken(token), { now: FAMILY_END - 1 })).toEqual({ outcome: 'rotated' });
  });
});
