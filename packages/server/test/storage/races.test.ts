import { expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import { describeStorage } from './backends.ts';
import { aNotice, anApproval, anInstallation, aPlace, aRefreshToken, NOW, redeem, rotate, unique } from './records.ts';

const CALLERS = 200;

describeStorage('races between two servers', (storages) => {
  function race<T>(call: (storage: Storage, i: number) => Promise<T>): Promise<T[]> {
    const pair = storages();
    return Promise.all(Array.from({ length: CALLERS }, (_, i) => call(pair[i % 2 ? 1 : 0], i)));
  }

  const count = (answers: { outcome: string }[], outcome: string) =>
    answers.filter((answer) => answer.outcome === outcome).length;

  test('F1, catalogue 11: one code presented by many is redeemed once, and the replays revoke the family', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { code, family } = anApproval(place);
    await storage.grants.approve({ ...anApproval(place), code, family }, NOW);
    const tokens = Array.from({ length: CALLERS }, () => aRefreshToken(code));
    const answers = await race((each, i) => redeem(each, code, tokens[i]!));
    expect(count(answers, 'redeemed')).toBe(1);
    expect(count(answers, 'reused')).toBe(1);
    expect(count(answers, 'unknown')).toBe(CALLERS - 2);
    expect((await storage.grants.familyStatus(place.tenant_id, family.family_id, NOW))?.ended).toBe('family_revoked');
    const stored = await Promise.all(
      tokens.map(({ token_hash }) => storage.refreshTokens.find(place.tenant_id, token_hash, NOW)),
    );
    expect(stored.filter(Boolean)).toHaveLength(1);
  });

  test('F2, catalogue 30: without grace, one refresh token presented by many rotates once, and the family is revoked', async () => {
    const [storage] = storages();
    const { tenant_id, token, family_id } = await anInstallation(storage, await aPlace(storage));
    const tokens = Array.from({ length: CALLERS }, () => aRefreshToken(token));
    const answers = await race((each, i) => rotate(each, token, tokens[i]!));
    expect(count(answers, 'rotated')).toBe(1);
    expect(count(answers, 'reused')).toBe(1);
    expect(count(answers, 'unknown')).toBe(CALLERS - 2);
    expect((await storage.grants.familyStatus(tenant_id, family_id, NOW))?.ended).toBe('family_revoked');
    const stored = await Promise.all(
      tokens.map(({ token_hash }) => storage.refreshTokens.find(tenant_id, token_hash, NOW)),
    );
    expect(stored.filter(Boolean)).toHaveLength(1);
  });

  test('F2: within the grace, one rotates and all others get the identical response', async () => {
    const [storage] = storages();
    const { tenant_id, token, family_id } = await anInstallation(storage, await aPlace(storage));
    const tokens = Array.from({ length: CALLERS }, () => aRefreshToken(token));
    const answers = await race((each, i) =>
      rotate(each, token, tokens[i]!, { grace: 30, sealed_response: `response ${i}` }),
    );
    const winner = answers.findIndex(({ outcome }) => outcome === 'rotated');
    expect(count(answers, 'rotated')).toBe(1);
    expect(count(answers, 'retried')).toBe(CALLERS - 1);
    const responses = new Set(
      answers.flatMap((answer) => (answer.outcome === 'retried' ? [answer.sealed_response] : [])),
    );
    expect([...responses]).toEqual([`response ${winner}`]);
    expect((await storage.grants.familyStatus(tenant_id, family_id, NOW))?.ended).toBeNull();
    const found = await storage.refreshTokens.find(tenant_id, token.token_hash, NOW);
    expect(found?.token.successor_hash).toBe(tokens[winner]?.token_hash);
  });

  test('F3, catalogue 40: of many claims of one identifier, exactly one succeeds', async () => {
    const [tenant_id, jti] = [unique('tenant'), unique('jti')];
    const claims = await race((each) => each.replay.claim(tenant_id, 'client_assertion', jti, NOW + 60, NOW));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test('F20: a revocation on one server while another rotates leaves no live token behind', async () => {
    const [a, b] = storages();
    for (let round = 0; round < 20; round += 1) {
      const { tenant_id, token, grant_id } = await anInstallation(a, await aPlace(a));
      const successor = aRefreshToken(token);
      await Promise.all([rotate(a, token, successor), b.grants.revoke(tenant_id, grant_id, aNotice(), NOW)]);
      expect(await rotate(a, successor, aRefreshToken(token))).toEqual({ outcome: 'unknown' });
      expect((await a.refreshTokens.find(tenant_id, successor.token_hash, NOW))?.ended ?? 'grant_revoked').toBe(
        'grant_revoked',
      );
    }
  });
});
