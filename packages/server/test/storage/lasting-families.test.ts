import { expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import { FOREVER } from '../../src/storage/records.ts';
import { describeStorage } from './backends.ts';
import { aNotice, anAccessToken, anApproval, aPlace, NOW, type Place } from './records.ts';

const CENTURY = 100 * 365 * 86_400;
const MONTH = 30 * 86_400;
/** Rows outlive their end by this. */
const HOUR = 3_600;

/** Approves and redeems: an installation with one access token, neither of which has an end. */
async function aLastingInstallation(storage: Storage, place: Place) {
  const approval = anApproval(place);
  const answer = await storage.grants.approve(approval, NOW);
  if (answer.outcome !== 'approved') throw new Error(answer.outcome);
  const token = anAccessToken(approval.code, { sub: place.user.sub, expires_at: null });
  const redemption = { ...approval.code, family_expires_at: FOREVER };
  const again = () =>
    storage.authorizationCodes.redeem(redemption, { refresh_token: null, access_token: token }, NOW + 1);
  expect(await again()).toEqual({ outcome: 'redeemed' });
  return { tenant_id: place.tenant_id, grant_id: answer.grant_id, family_id: approval.code.family_id, token, again };
}

type Installed = Awaited<ReturnType<typeof aLastingInstallation>>;

describeStorage('families without end', (storages) => {
  const isKept = async (storage: Storage, { tenant_id, token }: Installed) =>
    (await storage.accessTokens.find(tenant_id, token.token_hash)) !== null;

  async function clean(storage: Storage, now: number): Promise<void> {
    while ((await storage.maintenance.removeExpired(now, 1_000)) > 0);
  }

  test('are in force at any time and survive every cleanup', async () => {
    const [storage, other] = storages();
    const installed = await aLastingInstallation(storage, await aPlace(storage));
    const { tenant_id, family_id, grant_id, token } = installed;
    await clean(storage, NOW + CENTURY);
    const status = await other.grants.familyStatus(tenant_id, family_id, NOW + CENTURY);
    expect(status).toMatchObject({ family: { expires_at: FOREVER }, ended: null });
    expect(await other.accessTokens.find(tenant_id, token.token_hash)).toEqual(token);
    expect(await other.grants.hasLiveFamily(tenant_id, grant_id, NOW + CENTURY)).toBe(true);
  });

  const endings: Record<string, { end(storage: Storage, installed: Installed): Promise<unknown>; ended: string }> = {
    'the family is revoked': {
      end: (storage, { tenant_id, family_id }) => storage.grants.revokeFamily(tenant_id, family_id, 'x', null, NOW + 2),
      ended: 'family_revoked',
    },
    'its code is replayed': { end: (_, { again }) => again(), ended: 'family_revoked' },
    'the grant is revoked': {
      end: (storage, { tenant_id, grant_id }) => storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW + 2),
      ended: 'grant_revoked',
    },
  };

  test.each(Object.entries(endings))(
    'when %s they are dead at once, explained for a month and then removed',
    async (_, { end, ended }) => {
      const [storage, other] = storages();
      const place = await aPlace(storage);
      const [gone, sibling] = [await aLastingInstallation(storage, place), await aLastingInstallation(storage, place)];
      await end(storage, gone);
      const { tenant_id, family_id } = gone;
      expect((await other.grants.familyStatus(tenant_id, family_id, NOW + 2))?.ended).toBe(ended);
      await clean(storage, NOW + MONTH);
      expect((await other.grants.familyStatus(tenant_id, family_id, NOW + MONTH))?.ended).toBe(ended);
      expect(await isKept(storage, gone)).toBe(true);
      await clean(storage, NOW + 2 + MONTH + HOUR);
      expect(await isKept(storage, gone)).toBe(false);
      expect(await storage.grants.familyStatus(tenant_id, family_id, NOW)).toBeNull();
      // The grant's end is the end of all it gave; any other is that of one family.
      expect(await isKept(storage, sibling)).toBe(ended !== 'grant_revoked');
    },
  );

  test('a grant has a live family as long as one of them is in force', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const [first, second] = [await aLastingInstallation(storage, place), await aLastingInstallation(storage, place)];
    const { tenant_id, grant_id } = first;
    const live = () => storage.grants.hasLiveFamily(tenant_id, grant_id, NOW + 3);
    await storage.grants.revokeFamily(tenant_id, first.family_id, 'x', null, NOW + 2);
    expect(await live()).toBe(true);
    expect(await storage.grants.hasLiveFamily((await aPlace(storage)).tenant_id, grant_id, NOW + 3)).toBe(false);
    await storage.grants.revokeFamily(tenant_id, second.family_id, 'x', null, NOW + 2);
    expect(await live()).toBe(false);
  });

  test('of a redemption and an uninstallation at once, on two servers, nothing is left in force or forever', async () => {
    const [a, b] = storages();
    const place = await aPlace(a);
    const approvals = Array.from({ length: 20 }, () => anApproval(place));
    for (const approval of approvals) await a.grants.approve(approval, NOW);
    const grant = await a.grants.find(place.tenant_id, place.client.client_id, place.user.sub, '');
    const redemptions = approvals.map(({ code }, i) => {
      const issued = { refresh_token: null, access_token: anAccessToken(code, { expires_at: null }) };
      return (i % 2 ? a : b).authorizationCodes.redeem({ ...code, family_expires_at: FOREVER }, issued, NOW);
    });
    const revoked = b.grants.revoke(place.tenant_id, grant?.grant_id ?? '', aNotice(), NOW);
    const outcomes = (await Promise.all(redemptions)).map(({ outcome }) => outcome);
    expect(await revoked).not.toBeNull();
    expect(outcomes.filter((outcome) => outcome !== 'redeemed' && outcome !== 'unknown')).toEqual([]);
    for (const { code } of approvals) {
      expect((await a.grants.familyStatus(place.tenant_id, code.family_id, NOW))?.ended).toBe('grant_revoked');
    }
    await clean(a, NOW + MONTH + HOUR);
    for (const { code } of approvals) {
      expect(await a.grants.familyStatus(place.tenant_id, code.family_id, NOW)).toBeNull();
    }
  });
});
