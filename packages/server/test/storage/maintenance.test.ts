import { expect, test } from 'vitest';
import { describeStorage } from './backends.ts';
import {
  anAccessToken,
  anApproval,
  anInstallation,
  anInteraction,
  aPlace,
  aRefreshToken,
  aSession,
  FAMILY_END,
  NOW,
  redeem,
  rotate,
  unique,
} from './records.ts';

describeStorage('leases', (storages) => {
  test('one holder at a time; the holder renews, another waits for the end', async () => {
    const [a, b] = storages();
    const name = unique('lease');
    expect(await a.maintenance.acquireLease(name, 'a', 60, NOW)).toBe(true);
    expect(await b.maintenance.acquireLease(name, 'b', 60, NOW + 59)).toBe(false);
    expect(await a.maintenance.acquireLease(name, 'a', 60, NOW + 59)).toBe(true);
    expect(await b.maintenance.acquireLease(name, 'b', 60, NOW + 60)).toBe(false);
    expect(await b.maintenance.acquireLease(name, 'b', 60, NOW + 119)).toBe(true);
    expect(await a.maintenance.acquireLease(name, 'a', 60, NOW + 120)).toBe(false);
  });

  test('of many that ask at once, one gets it', async () => {
    const [a, b] = storages();
    const name = unique('lease');
    const got = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? a : b).maintenance.acquireLease(name, `h${i}`, 60, NOW)),
    );
    expect(got.filter(Boolean)).toHaveLength(1);
  });
});

/** Rows outlive their end by this, for the sake of servers whose clocks differ. */
const HOUR = 3_600;

describeStorage('removal', (storages) => {
  /** Until nothing is left to remove; no batch may exceed the limit. */
  async function removeAll(now: number, limit: number): Promise<number> {
    const [storage] = storages();
    let total = 0;
    for (;;) {
      const removed = await storage.maintenance.removeExpired(now, limit);
      expect(removed).toBeLessThanOrEqual(limit);
      if (removed === 0) return total;
      total += removed;
    }
  }

  test('F20: rows go when they can no longer matter, in batches, and no live row with them', async () => {
    const [storage] = storages();
    await removeAll(NOW + 10 * FAMILY_END, 1_000);
    const place = await aPlace(storage);
    const { tenant_id, client, user } = place;
    const { client_id } = client;
    const interaction = anInteraction(tenant_id, { expires_at: NOW + 10 });
    const session = aSession(user, { expires_at: NOW + 10 });
    const access = anAccessToken({ tenant_id, family_id: null, client_id }, { expires_at: NOW + 10 });
    const forever = anAccessToken({ tenant_id, family_id: null, client_id }, { expires_at: null });
    await storage.interactions.create(interaction);
    await storage.sessions.start(session, null, unique('event'));
    for (const token of [access, forever]) await storage.accessTokens.create(token);
    await storage.accessTokens.revokeJwt(tenant_id, 'jti', NOW + 10);
    for (const id of ['a', 'b', 'c']) await storage.replay.claim(tenant_id, 'p', id, NOW + 10, NOW);
    await storage.replay.claim(tenant_id, 'p', 'live', NOW + 9_999, NOW);
    await storage.throttle.fail(tenant_id, 'x', 10, NOW);
    const live = await anInstallation(storage, place);

    expect(await removeAll(NOW + 9 + HOUR, 2)).toBe(0);
    expect(await removeAll(NOW + 10 + HOUR, 2)).toBe(8);
    expect(await storage.accessTokens.find(tenant_id, access.token_hash)).toBeNull();
    expect(await storage.accessTokens.isJwtRevoked(tenant_id, 'jti')).toBe(false);
    expect(await storage.accessTokens.find(tenant_id, forever.token_hash)).toEqual(forever);
    expect(await storage.replay.claim(tenant_id, 'p', 'live', NOW + 9_999, NOW)).toBe(false);
    expect((await storage.refreshTokens.find(tenant_id, live.token.token_hash, NOW))?.ended).toBeNull();
  });

  test('codes and refresh tokens stay until the whole family is past its end, so that a replay is still noticed', async () => {
    const [storage] = storages();
    await removeAll(NOW + 10 * FAMILY_END, 1_000);
    const place = await aPlace(storage);
    const { tenant_id } = place;
    const installed = await anInstallation(storage, place);
    const chain = [installed.token, aRefreshToken(installed.token), aRefreshToken(installed.token)];
    await rotate(storage, chain[0]!, chain[1]!);
    await rotate(storage, chain[1]!, chain[2]!);
    const replayed = await anInstallation(storage, place);
    const unredeemed = anApproval(place);
    await storage.grants.approve(unredeemed, NOW);

    // The unredeemed code and its family; everything else belongs to families that live.
    expect(await removeAll(FAMILY_END - 1, 3)).toBe(2);
    expect(await storage.authorizationCodes.find(tenant_id, unredeemed.code.code_hash, NOW)).toBeNull();
    const { family_id } = replayed;
    expect(await redeem(storage, replayed.code, null, FAMILY_END - 1)).toEqual({ outcome: 'reused', family_id });
    // Two codes, four refresh tokens, two families.
    expect(await removeAll(FAMILY_END + HOUR, 3)).toBe(8);
    expect(await storage.grants.familyStatus(tenant_id, installed.family_id, NOW)).toBeNull();
    expect(await storage.refreshTokens.find(tenant_id, chain[2]!.token_hash, NOW)).toBeNull();
    expect(await storage.grants.find(tenant_id, place.client.client_id, place.user.sub, '')).not.toBeNull();
  });

  test('two servers that clean up at once do not disturb each other', async () => {
    const [a, b] = storages();
    await removeAll(NOW + 10 * FAMILY_END, 1_000);
    const tenant_id = unique('tenant');
    await Promise.all(Array.from({ length: 200 }, (_, i) => a.replay.claim(tenant_id, 'p', `id${i}`, NOW, NOW - 1)));
    const removed = await Promise.all(
      Array.from({ length: 10 }, (_, i) => (i % 2 ? a : b).maintenance.removeExpired(NOW + HOUR, 50)),
    );
    const rest = await removeAll(NOW + HOUR, 50);
    expect(removed.reduce((sum, n) => sum + n, 0) + rest).toBe(200);
  });
});
