import { expect, test } from 'vitest';
import { describeStorage } from './backends.ts';
import {
  aNotice,
  anAccessToken,
  anApproval,
  aPlace,
  aRefreshToken,
  FAMILY_END,
  NOW,
  redeem,
  unique,
} from './records.ts';

describeStorage('authorization codes', (storages) => {
  async function approved() {
    const [storage] = storages();
    const place = await aPlace(storage);
    const approval = anApproval(place);
    await storage.grants.approve(approval, NOW);
    return { ...place, storage, code: approval.code, family_id: approval.family.family_id };
  }

  test('redeeming consumes the code, stores what it gave and sets the end of the family', async () => {
    const { storage, tenant_id, code, family_id } = await approved();
    const refresh_token = aRefreshToken(code);
    const access_token = anAccessToken(code);
    const { code_hash, client_id } = code;
    const redemption = { tenant_id, code_hash, client_id, family_expires_at: FAMILY_END };
    expect(await storage.authorizationCodes.redeem(redemption, { refresh_token, access_token }, NOW + 3)).toEqual({
      outcome: 'redeemed',
    });
    const found = await storage.authorizationCodes.find(tenant_id, code_hash, NOW);
    expect(found).toMatchObject({
      code: { ...code, redeemed_at: NOW + 3 },
      family: { family_id, expires_at: FAMILY_END },
      ended: null,
    });
    expect((await storage.refreshTokens.find(tenant_id, refresh_token.token_hash, NOW))?.token).toEqual(refresh_token);
    expect(await storage.accessTokens.find(tenant_id, access_token.token_hash)).toEqual(access_token);
  });

  test('RFC 6749 §4.1.2: a second use is denied and revokes what the first one gave, also long after the code expired', async () => {
    const { storage, tenant_id, code, family_id } = await approved();
    const [first, second] = [aRefreshToken(code), aRefreshToken(code)];
    await redeem(storage, code, first);
    expect(await redeem(storage, code, second, NOW + 5_000)).toEqual({ outcome: 'reused', family_id });
    const status = await storage.grants.familyStatus(tenant_id, family_id, NOW);
    expect(status).toMatchObject({
      ended: 'family_revoked',
      family: { revoked_at: NOW + 5_000, revocation_reason: 'code_reused' },
    });
    expect((await storage.refreshTokens.find(tenant_id, first.token_hash, NOW))?.ended).toBe('family_revoked');
    expect(await storage.refreshTokens.find(tenant_id, second.token_hash, NOW)).toBeNull();
    // The revocation was answered; there is nothing left to revoke.
    expect(await redeem(storage, code, second)).toEqual({ outcome: 'unknown' });
  });

  test('catalogue 12: presented by another client or tenant, a code is unknown, before and after it was redeemed, and still works', async () => {
    const { storage, tenant_id, code, family_id } = await approved();
    const strangers = [
      { ...code, client_id: unique('client') },
      { ...code, tenant_id: unique('tenant') },
      { ...code, code_hash: unique('code') },
    ];
    for (const stranger of strangers) expect(await redeem(storage, stranger, null)).toEqual({ outcome: 'unknown' });
    expect(await redeem(storage, code, null)).toEqual({ outcome: 'redeemed' });
    for (const stranger of strangers) expect(await redeem(storage, stranger, null)).toEqual({ outcome: 'unknown' });
    expect((await storage.grants.familyStatus(tenant_id, family_id, NOW))?.ended).toBeNull();
  });

  test('RFC 6749 §4.1.2: an expired code is unknown and gives nothing', async () => {
    const { storage, code } = await approved();
    const token = aRefreshToken(code);
    expect(await redeem(storage, code, token, code.expires_at)).toEqual({ outcome: 'unknown' });
    expect(await storage.refreshTokens.find(code.tenant_id, token.token_hash, NOW)).toBeNull();
    expect(await redeem(storage, code, token, code.expires_at - 1)).toEqual({ outcome: 'redeemed' });
  });

  test('catalogue 34: a code is unknown once its family, grant, user or client is out of force', async () => {
    const ends: ((at: Awaited<ReturnType<typeof approved>>, grant_id: string) => Promise<unknown>)[] = [
      ({ storage, tenant_id, family_id }) => storage.grants.revokeFamily(tenant_id, family_id, 'test', null, NOW),
      ({ storage, tenant_id }, grant_id) => storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW),
      ({ storage, tenant_id, user }) => storage.users.setDisabled(tenant_id, user.sub, NOW, unique('event'), NOW),
      ({ storage, tenant_id, client }) =>
        storage.clients.update(tenant_id, client.client_id, { disabled_at: NOW }, NOW),
    ];
    for (const end of ends) {
      const at = await approved();
      const status = await at.storage.grants.familyStatus(at.tenant_id, at.family_id, NOW);
      await end(at, status?.family.grant_id ?? '');
      const token = aRefreshToken(at.code);
      expect(await redeem(at.storage, at.code, token)).toEqual({ outcome: 'unknown' });
      expect(await at.storage.refreshTokens.find(at.tenant_id, token.token_hash, NOW)).toBeNull();
      expect(
        (await at.storage.authorizationCodes.find(at.tenant_id, at.code.code_hash, NOW))?.code.redeemed_at,
      ).toBeNull();
    }
  });

  test('a redemption whose tokens cannot be stored has not happened', async () => {
    const { storage, code } = await approved();
    const misplaced = aRefreshToken({ ...code, family_id: unique('family') });
    await expect(redeem(storage, code, misplaced)).rejects.toThrow(/FOREIGN KEY|foreign key/);
    expect(await redeem(storage, code, aRefreshToken(code))).toEqual({ outcome: 'redeemed' });
  });
});
