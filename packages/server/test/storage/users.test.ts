import { expect, test } from 'vitest';
import { describeStorage } from './backends.ts';
import { anApproval, anInteraction, aPlace, aSession, aUser, NOW, unique } from './records.ts';

describeStorage('users', (storages) => {
  test('a user is found by sub and by email_key, in the own tenant only', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const other = await aPlace(storage);
    expect(await storage.users.find(tenant_id, user.sub)).toEqual(user);
    expect(await storage.users.findByEmailKey(tenant_id, user.email_key)).toEqual(user);
    expect(await storage.users.find(other.tenant_id, user.sub)).toBeNull();
    expect(await storage.users.findByEmailKey(other.tenant_id, user.email_key)).toBeNull();
    expect(await storage.users.create(aUser(other.tenant_id, { email_key: user.email_key }))).toBe('created');
  });

  test('a sub or an email_key that is taken is refused', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    expect(await storage.users.create(aUser(tenant_id, { sub: user.sub }))).toBe('exists');
    expect(await storage.users.create(aUser(tenant_id, { email_key: user.email_key }))).toBe('exists');
    expect(await storage.users.list(tenant_id, {}, { after: null, limit: 9 })).toEqual([user]);
  });

  test('an update changes what it names; an e-mail address of another user is refused', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const other = aUser(tenant_id);
    await storage.users.create(other);
    const stray = { disabled_at: NOW, sub: 'other' };
    const updated = await storage.users.update(tenant_id, user.sub, { password_hash: '$argon2id$', ...stray }, NOW + 1);
    expect(updated).toEqual({ ...user, password_hash: '$argon2id$', updated_at: NOW + 1 });
    expect(
      await storage.users.update(tenant_id, user.sub, { email: user.email, email_key: user.email_key }, NOW + 1),
    ).toEqual(updated);
    expect(
      await storage.users.update(tenant_id, user.sub, { email: other.email, email_key: other.email_key }, NOW),
    ).toBe('email_taken');
    expect(await storage.users.find(tenant_id, user.sub)).toEqual(updated);
    expect(await storage.users.update(tenant_id, unique('nobody'), { claims: '{}' }, NOW)).toBeNull();
  });

  test('users are listed in order of email_key, page by page', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const [a, z] = [aUser(tenant_id, { email_key: 'a@example.com' }), aUser(tenant_id, { email_key: 'z@example.com' })];
    for (const each of [z, a]) await storage.users.create(each);
    expect(await storage.users.list(tenant_id, {}, { after: null, limit: 2 })).toEqual([a, user]);
    expect(await storage.users.list(tenant_id, {}, { after: user.email_key, limit: 2 })).toEqual([z]);
  });

  test('catalogue 90: disabling a user ends every session and every family; enabling revives the families only', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    const sessions = [aSession(user), aSession(user)];
    for (const session of sessions) await storage.sessions.start(session, null, unique('event'));
    const approval = anApproval(place);
    await storage.grants.approve(approval, NOW);
    expect(await storage.users.setDisabled(tenant_id, user.sub, NOW, unique('event'), NOW)).toBe('done');
    const status = () => storage.grants.familyStatus(tenant_id, approval.family.family_id, NOW);
    expect((await status())?.ended).toBe('user_disabled');
    expect(await storage.users.setDisabled(tenant_id, user.sub, null, unique('event'), NOW)).toBe('done');
    expect((await status())?.ended).toBeNull();
    for (const session of sessions)
      expect(await storage.sessions.find(tenant_id, session.session_hash, NOW, 3_600)).toBeNull();
    expect(await storage.users.setDisabled(tenant_id, unique('nobody'), NOW, unique('event'), NOW)).toBe('unknown');
  });
});

describeStorage('sessions', (storages) => {
  test('a session is found with its user until it ends, idles or its user is disabled', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const session = aSession(user, { created_at: NOW - 7, expires_at: NOW + 1_000 });
    const find = (now: number, idle_ttl = 100) => storage.sessions.find(tenant_id, session.session_hash, now, idle_ttl);
    await storage.sessions.start(session, null, unique('event'));
    expect(await find(NOW)).toEqual({ session, user });
    expect(await find(NOW + 99)).not.toBeNull();
    expect(await find(NOW + 100)).toBeNull();
    expect(await find(NOW + 999, 9_999)).not.toBeNull();
    expect(await find(NOW + 1_000, 9_999)).toBeNull();
    const other = await aPlace(storage);
    expect(await storage.sessions.find(other.tenant_id, session.session_hash, NOW, 100)).toBeNull();
  });

  test('touch moves last_seen_at forward, never back', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const session = aSession(user);
    await storage.sessions.start(session, null, unique('event'));
    const seen = async () =>
      (await storage.sessions.find(tenant_id, session.session_hash, NOW, 3_600))?.session.last_seen_at;
    await storage.sessions.touch(tenant_id, session.session_hash, NOW + 60);
    expect(await seen()).toBe(NOW + 60);
    await storage.sessions.touch(tenant_id, session.session_hash, NOW + 30);
    expect(await seen()).toBe(NOW + 60);
  });

  test('catalogue 26: a new sign-in ends the session that it replaces', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const [first, second] = [aSession(user), aSession(user)];
    await storage.sessions.start(first, null, unique('event'));
    await storage.sessions.start(second, first.session_hash, unique('event'));
    expect(await storage.sessions.find(tenant_id, first.session_hash, NOW, 3_600)).toBeNull();
    expect((await storage.sessions.find(tenant_id, second.session_hash, NOW, 3_600))?.session).toEqual(second);
  });

  test('a session ends once; families that came from it no longer name it', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const session = aSession(place.user);
    await storage.sessions.start(session, null, unique('event'));
    const approval = anApproval(place);
    approval.family.sid = session.sid;
    await storage.grants.approve(approval, NOW);
    const sid = async () =>
      (await storage.grants.familyStatus(place.tenant_id, approval.family.family_id, NOW))?.family.sid;
    expect(await sid()).toBe(session.sid);
    const stepUp = aSession(place.user, { sid: session.sid });
    await storage.sessions.start(stepUp, session.session_hash, unique('event'));
    expect(await sid()).toBe(session.sid);
    expect(await storage.sessions.end(place.tenant_id, session.session_hash, unique('event'), NOW)).toBeNull();
    expect(await storage.sessions.end(place.tenant_id, stepUp.session_hash, unique('event'), NOW)).toEqual({
      sid: session.sid,
      sub: place.user.sub,
      frontchannel_client_ids: [],
    });
    expect(await storage.sessions.end(place.tenant_id, stepUp.session_hash, unique('event'), NOW)).toBeNull();
    expect(await sid()).toBeNull();
  });
});

describeStorage('interactions', (storages) => {
  test('an interaction is found and updated until it expires or is finished', async () => {
    const [storage] = storages();
    const { tenant_id } = await aPlace(storage);
    const other = await aPlace(storage);
    const interaction = anInteraction(tenant_id);
    const { interaction_id } = interaction;
    await storage.interactions.create(interaction);
    expect(await storage.interactions.find(tenant_id, interaction_id, NOW)).toEqual(interaction);
    expect(await storage.interactions.find(tenant_id, interaction_id, NOW + 600)).toBeNull();
    expect(await storage.interactions.find(other.tenant_id, interaction_id, NOW)).toBeNull();
    expect(await storage.interactions.update(tenant_id, interaction_id, '{"a":1}')).toBe(true);
    expect((await storage.interactions.find(tenant_id, interaction_id, NOW))?.request).toBe('{"a":1}');
    expect(await storage.interactions.finish(other.tenant_id, interaction_id)).toBe(false);
    expect(await storage.interactions.finish(tenant_id, interaction_id)).toBe(true);
    expect(await storage.interactions.update(tenant_id, interaction_id, '{}')).toBe(false);
    expect(await storage.interactions.find(tenant_id, interaction_id, NOW)).toBeNull();
  });

  test('exactly one of many callers finishes it', async () => {
    const [a, b] = storages();
    const { tenant_id } = await aPlace(a);
    const interaction = anInteraction(tenant_id);
    await a.interactions.create(interaction);
    const finished = await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 ? a : b).interactions.finish(tenant_id, interaction.interaction_id)),
    );
    expect(finished.filter(Boolean)).toHaveLength(1);
  });
});
