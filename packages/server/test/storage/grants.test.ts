import { expect, test } from 'vitest';
import { describeStorage } from './backends.ts';
import {
  aClient,
  aNotice,
  anAccessToken,
  anApproval,
  anInstallation,
  anInteraction,
  aPlace,
  NOW,
  redeem,
  unique,
} from './records.ts';

describeStorage('grants', (storages) => {
  test('an approval remembers the grant, starts a family and stores its code', async () => {
    const [storage, other] = storages();
    const place = await aPlace(storage);
    const { tenant_id, client, user } = place;
    const interaction = anInteraction(tenant_id);
    await storage.interactions.create(interaction);
    const approval = anApproval(place, { interaction_id: interaction.interaction_id, allow_scope: 'openid read' });
    const { grant_id } = approval;
    expect(await storage.grants.approve(approval, NOW)).toEqual({ outcome: 'approved', grant_id });
    const scope = 'openid read';
    const grant = {
      tenant_id,
      grant_id,
      client_id: client.client_id,
      sub: user.sub,
      org_id: '',
      scope,
      created_at: NOW,
      updated_at: NOW,
      last_used_at: NOW,
      revoked_at: null,
    };
    expect(await other.grants.find(tenant_id, client.client_id, user.sub, '')).toEqual(grant);
    const family = { ...approval.family, grant_id, revoked_at: null, revocation_reason: null };
    expect(await other.grants.familyStatus(tenant_id, family.family_id, NOW)).toEqual({
      family,
      org_id: '',
      last_used_at: NOW,
      ended: null,
    });
    expect(await other.authorizationCodes.find(tenant_id, approval.code.code_hash, NOW)).toEqual({
      code: approval.code,
      family,
      org_id: '',
      last_used_at: NOW,
      ended: null,
    });
    expect(await other.interactions.find(tenant_id, interaction.interaction_id, NOW)).toBeNull();
  });

  test('an approval stores the access token that it gives at once, with or without a code, and none when it is refused', async () => {
    const [storage, other] = storages();
    const place = await aPlace(storage);
    const withCode = anApproval(place);
    const { family } = withCode;
    const first = anAccessToken(family);
    await storage.grants.approve({ ...withCode, access_token: first }, NOW);
    expect(await other.accessTokens.find(place.tenant_id, first.token_hash)).toEqual(first);
    const { code: _, ...tokensOnly } = anApproval(place);
    const second = anAccessToken(tokensOnly.family);
    await storage.grants.approve({ ...tokensOnly, code: null, access_token: second }, NOW);
    expect(await other.accessTokens.find(place.tenant_id, second.token_hash)).toEqual(second);
    const late = anApproval(place, { interaction_id: unique('interaction') });
    const third = anAccessToken(late.family);
    expect(await storage.grants.approve({ ...late, access_token: third }, NOW)).toEqual({
      outcome: 'interaction_finished',
    });
    expect(await other.accessTokens.find(place.tenant_id, third.token_hash)).toBeNull();
  });

  test('a second approval of the same client adds its scopes to the same grant', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const first = anApproval(place, { allow_scope: 'openid read' });
    const second = anApproval(place, { allow_scope: 'read write' });
    const third = anApproval(place, { allow_scope: null });
    await storage.grants.approve(first, NOW);
    expect(await storage.grants.approve(second, NOW + 1)).toEqual({ outcome: 'approved', grant_id: first.grant_id });
    expect(await storage.grants.approve(third, NOW + 2)).toEqual({ outcome: 'approved', grant_id: first.grant_id });
    const [grant, ...more] = await storage.grants.list(
      place.tenant_id,
      { sub: place.user.sub },
      { after: null, limit: 9 },
    );
    expect(grant?.scope).toBe('openid read write');
    expect(more).toEqual([]);
  });

  test('approvals at once, on two servers, keep one live grant and every scope', async () => {
    const [a, b] = storages();
    const place = await aPlace(a);
    const scopes = Array.from({ length: 20 }, (_, i) => `s${i}`);
    await Promise.all(
      scopes.map((scope, i) => (i % 2 ? a : b).grants.approve(anApproval(place, { allow_scope: scope }), NOW)),
    );
    const grants = await a.grants.list(place.tenant_id, {}, { after: null, limit: 99 });
    expect(grants).toHaveLength(1);
    expect(grants[0]?.scope.split(' ').sort()).toEqual(scopes.sort());
  });

  test('an interaction that was finished before approves nothing', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const approval = anApproval(place, { interaction_id: unique('interaction') });
    expect(await storage.grants.approve(approval, NOW)).toEqual({ outcome: 'interaction_finished' });
    expect(await storage.grants.find(place.tenant_id, place.client.client_id, place.user.sub, '')).toBeNull();
    expect(await storage.authorizationCodes.find(place.tenant_id, approval.code.code_hash, NOW)).toBeNull();
  });

  test('without a live grant and with nothing new allowed, nothing is written and the interaction stays', async () => {
    const [storage] = storages();
    const installed = await anInstallation(storage, await aPlace(storage));
    const { tenant_id } = installed;
    await storage.grants.revoke(tenant_id, installed.grant_id, aNotice(), NOW);
    const interaction = anInteraction(tenant_id);
    await storage.interactions.create(interaction);
    const approval = anApproval(installed, { interaction_id: interaction.interaction_id, allow_scope: null });
    expect(await storage.grants.approve(approval, NOW)).toEqual({ outcome: 'grant_missing' });
    expect(await storage.interactions.find(tenant_id, interaction.interaction_id, NOW)).toEqual(interaction);
    expect(await storage.authorizationCodes.find(tenant_id, approval.code.code_hash, NOW)).toBeNull();
  });

  test('exactly one of many approvals finishes the interaction', async () => {
    const [a, b] = storages();
    const place = await aPlace(a);
    const interaction = anInteraction(place.tenant_id);
    await a.interactions.create(interaction);
    const { interaction_id } = interaction;
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? a : b).grants.approve(anApproval(place, { interaction_id }), NOW)),
    );
    expect(answers.filter(({ outcome }) => outcome === 'approved')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'interaction_finished')).toHaveLength(49);
  });

  test('revoking a grant ends everything beneath it, once; a new approval starts a new grant', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const installed = await anInstallation(storage, place);
    const { tenant_id, grant_id, family_id, token } = installed;
    const other = await aPlace(storage);
    expect(await storage.grants.revoke(other.tenant_id, grant_id, aNotice(), NOW)).toBeNull();
    expect(await storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW)).not.toBeNull();
    expect(await storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW)).toBeNull();
    expect((await storage.grants.familyStatus(tenant_id, family_id, NOW))?.ended).toBe('grant_revoked');
    expect((await storage.refreshTokens.find(tenant_id, token.token_hash, NOW))?.ended).toBe('grant_revoked');
    expect(await storage.grants.list(tenant_id, {}, { after: null, limit: 9 })).toEqual([]);
    const again = anApproval(place);
    expect(await storage.grants.approve(again, NOW)).toEqual({ outcome: 'approved', grant_id: again.grant_id });
    expect((await storage.grants.familyStatus(tenant_id, family_id, NOW))?.ended).toBe('grant_revoked');
  });

  test('revoking a family leaves its siblings under the same grant alone', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const [first, second] = [await anInstallation(storage, place), await anInstallation(storage, place)];
    const { tenant_id } = place;
    const other = await aPlace(storage);
    expect(await storage.grants.revokeFamily(other.tenant_id, first.family_id, 'client', null, NOW)).toBe(false);
    expect(await storage.grants.revokeFamily(tenant_id, first.family_id, 'client', null, NOW + 1)).toBe(true);
    expect(await storage.grants.revokeFamily(tenant_id, first.family_id, 'again', null, NOW + 2)).toBe(false);
    const status = await storage.grants.familyStatus(tenant_id, first.family_id, NOW);
    expect(status).toMatchObject({
      ended: 'family_revoked',
      family: { revoked_at: NOW + 1, revocation_reason: 'client' },
    });
    expect((await storage.grants.familyStatus(tenant_id, second.family_id, NOW))?.ended).toBeNull();
  });

  test('a family is in force only with its grant, user and client, until it ends', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, client, user } = place;
    const approval = anApproval(place);
    await storage.grants.approve(approval, NOW);
    const { family_id, expires_at } = approval.family;
    const ended = async (now = NOW) => (await storage.grants.familyStatus(tenant_id, family_id, now))?.ended;
    expect(await ended(expires_at - 1)).toBeNull();
    expect(await ended(expires_at)).toBe('family_expired');
    await storage.clients.update(tenant_id, client.client_id, { disabled_at: NOW }, NOW);
    expect(await ended()).toBe('client_disabled');
    await storage.users.setDisabled(tenant_id, user.sub, NOW, unique('event'), NOW);
    expect(await ended()).toBe('user_disabled');
    expect(await storage.grants.familyStatus(unique('tenant'), family_id, NOW)).toBeNull();
    expect(await storage.grants.familyStatus(tenant_id, unique('family'), NOW)).toBeNull();
    expect(await redeem(storage, approval.code, null)).toEqual({ outcome: 'unknown' });
  });

  test('live grants are listed by client and by user, page by page, in the own tenant only', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, client, user } = place;
    const secondClient = aClient(tenant_id);
    await storage.clients.create(secondClient, [], []);
    const mine = await anInstallation(storage, place);
    const also = await anInstallation(storage, { ...place, client: secondClient });
    await anInstallation(storage, await aPlace(storage));
    const list = async (filter: { client_id?: string; sub?: string }, after: string | null = null, limit = 9) =>
      (await storage.grants.list(tenant_id, filter, { after, limit })).map(({ grant_id }) => grant_id);
    const both = [mine.grant_id, also.grant_id].sort();
    expect(await list({})).toEqual(both);
    expect(await list({ sub: user.sub })).toEqual(both);
    expect(await list({ client_id: client.client_id })).toEqual([mine.grant_id]);
    expect(await list({ sub: user.sub }, null, 1)).toEqual(both.slice(0, 1));
    expect(await list({ sub: user.sub }, both[0])).toEqual(both.slice(1));
    expect(await list({ sub: unique('sub') })).toEqual([]);
  });
});

describeStorage('narrowing a grant', (storages) => {
  test('takes the scopes from the grant and its families in one commit; nobody else is touched', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id } = place;
    const approval = anApproval(place, { allow_scope: 'openid a b' });
    approval.family.scope = 'openid a b';
    const approved = await storage.grants.approve(approval, NOW);
    const grant_id = approved.outcome === 'approved' ? approved.grant_id : '';
    const other = await aPlace(storage);
    const untouched = anApproval(other);
    await storage.grants.approve(untouched, NOW);
    expect(await storage.grants.narrow(other.tenant_id, grant_id, 'openid', NOW)).toBe(false);
    expect(await storage.grants.narrow(tenant_id, grant_id, 'openid b', NOW + 1)).toBe(true);
    const [grant] = await storage.grants.list(tenant_id, { sub: place.user.sub }, { after: null, limit: 9 });
    expect(grant).toMatchObject({ scope: 'openid b', updated_at: NOW + 1 });
    const status = await storage.grants.familyStatus(tenant_id, approval.family.family_id, NOW);
    expect(status?.family.scope).toBe('openid b');
    const left = await storage.grants.familyStatus(other.tenant_id, untouched.family.family_id, NOW);
    expect(left?.family.scope).toBe(untouched.family.scope);
    await storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW);
    expect(await storage.grants.narrow(tenant_id, grant_id, 'openid', NOW)).toBe(false);
  });

  test('touch moves last_used_at forward, never back', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const approved = await storage.grants.approve(anApproval(place), NOW);
    const grant_id = approved.outcome === 'approved' ? approved.grant_id : '';
    const used = async () =>
      (await storage.grants.find(place.tenant_id, place.client.client_id, place.user.sub, ''))?.last_used_at;
    await storage.grants.touch(place.tenant_id, grant_id, NOW + 9);
    await storage.grants.touch(place.tenant_id, grant_id, NOW + 5);
    expect(await used()).toBe(NOW + 9);
  });
});
