import { afterEach, describe, expect, test } from 'vitest';
import { createPostgres, createSqlite, type TestBackend } from './backends.ts';
import { anApproval, anInstallation, aPlace, aRefreshToken, NOW, redeem, rotate, unique } from './records.ts';

describe.each([
  ['SQLite', createSqlite],
  ['PostgreSQL', createPostgres],
] as const)('%s: after a restart', (_, create) => {
  let backend: TestBackend | undefined;
  afterEach(() => backend?.drop());

  test('catalogue 31: what was spent before stays spent', async () => {
    backend = await create();
    const before = await backend.open();
    const place = await aPlace(before);
    const rotated = await anInstallation(before, place);
    const redeemed = await anInstallation(before, place);
    const fresh = anApproval(place);
    await before.grants.approve(fresh, NOW);
    await rotate(before, rotated.token, aRefreshToken(rotated.token));
    const jti = unique('jti');
    await before.replay.claim(place.tenant_id, 'client_assertion', jti, NOW + 60, NOW);
    await before.close();

    const after = await backend.open();
    await after.ready();
    const token = aRefreshToken(rotated.token);
    expect(await rotate(after, rotated.token, token)).toEqual({ outcome: 'reused', family_id: rotated.family_id });
    expect(await redeem(after, redeemed.code, null)).toEqual({ outcome: 'reused', family_id: redeemed.family_id });
    expect(await after.replay.claim(place.tenant_id, 'client_assertion', jti, NOW + 60, NOW)).toBe(false);
    expect(await redeem(after, fresh.code, null)).toEqual({ outcome: 'redeemed' });
  });

  test('a storage that was closed answers no more', async () => {
    backend = await create();
    const storage = await backend.open();
    await storage.ready();
    await storage.close();
    await expect(storage.replay.claim('t', 'p', 'id', NOW + 60, NOW)).rejects.toMatchObject({
      name: 'StorageUnavailableError',
    });
  });

  test('what was accepted before the close is written', async () => {
    backend = await create();
    const storage = await backend.open();
    const claims = Array.from({ length: 50 }, (_unused, i) => storage.replay.claim('t', 'p', `id${i}`, NOW + 60, NOW));
    const closed = storage.close();
    expect(await Promise.all(claims)).toEqual(claims.map(() => true));
    await closed;
    const again = await backend.open();
    expect(await again.replay.claim('t', 'p', 'id49', NOW + 60, NOW)).toBe(false);
  });
});
