import { expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import { describeStorage } from './backends.ts';
import { aMail, anApproval, anInteraction, aPasskey, aPlace, aSession, NOW, type Place, unique } from './records.ts';

/** So often is each race run, from either side. */
const ROUNDS = 30;

describeStorage('what begins while the session that it stands on ends', (storages) => {
  const sidsOf = async (storage: Storage, { tenant_id, user }: Place) =>
    (await storage.sessions.listOfUser(tenant_id, user.sub, NOW, 86_400)).map(({ sid }) => sid);

  async function signedIn(storage: Storage) {
    const place = await aPlace(storage);
    const session = aSession(place.user);
    expect(await storage.sessions.start(session, null, unique('event'))).toBe('started');
    return { place, session };
  }

  const approvalIn = (place: Place, sid: string, interaction_id: string | null = null) => {
    const approval = anApproval(place, { interaction_id });
    approval.family.sid = sid;
    return approval;
  };

  const aTotp = ({ tenant_id, user }: Place) => ({
    tenant_id,
    sub: user.sub,
    sealed_secret: 'sealed',
    created_at: NOW,
    last_step: 1,
  });
  const aRecoveryCode = ({ tenant_id, user }: Place) => ({
    tenant_id,
    sub: user.sub,
    code_hash: unique('code'),
    created_at: NOW,
    used_at: null,
  });
  const setPassword = (storage: Storage, { tenant_id, user }: Place, password_hash: string) =>
    storage.users.setPassword(
      tenant_id,
      user.sub,
      { password_hash, replaces: undefined, keep_sid: null, event_id: unique('event'), mails: [] },
      NOW,
    );
  const reset = (storage: Storage, { tenant_id, user }: Place) =>
    storage.credentials.reset(tenant_id, user.sub, { event_id: unique('event'), mails: [aMail(tenant_id)] }, NOW);

  /** Runs both at once, beginning with the one or the other, on two servers. */
  async function race(round: number, first: (storage: Storage) => unknown, second: (storage: Storage) => unknown) {
    const [a, b] = storages();
    const pair = round % 2 === 0 ? [() => first(a), () => second(b)] : [() => second(a), () => first(b)];
    await Promise.all(pair.map((call) => call()));
  }

  test('an approval in a session that has ended is refused, and nothing of it is written', async () => {
    const [storage] = storages();
    const { place, session } = await signedIn(storage);
    const { tenant_id, client, user } = place;
    const interaction = anInteraction(tenant_id);
    await storage.interactions.create(interaction);
    await storage.sessions.end(tenant_id, session.session_hash, unique('event'), NOW);
    const approval = approvalIn(place, session.sid, interaction.interaction_id);
    expect(await storage.grants.approve(approval, NOW)).toEqual({ outcome: 'session_ended' });
    expect(await storage.grants.find(tenant_id, client.client_id, user.sub, '')).toBeNull();
    expect(await storage.grants.familyStatus(tenant_id, approval.family.family_id, NOW)).toBeNull();
    expect(await storage.interactions.find(tenant_id, interaction.interaction_id, NOW)).not.toBeNull();
  });

  test.each([
    [
      'signing out',
      (storage: Storage, { tenant_id }: Place, session_hash: string) =>
        storage.sessions.end(tenant_id, session_hash, unique('event'), NOW),
    ],
    [
      'signing out everywhere',
      (storage: Storage, { tenant_id, user }: Place) =>
        storage.sessions.endOthers(tenant_id, user.sub, null, unique('event'), NOW),
    ],
    ['a new password', (storage: Storage, place: Place) => setPassword(storage, place, unique('hash'))],
  ] as const)('%s and an approval at the same time: no family of that session stays in force', async (_, end) => {
    const [storage] = storages();
    for (let round = 0; round < ROUNDS; round++) {
      const { place, session } = await signedIn(storage);
      const approval = approvalIn(place, session.sid);
      await race(
        round,
        (each) => end(each, place, session.session_hash),
        (each) => each.grants.approve(approval, NOW),
      );
      const status = await storage.grants.familyStatus(place.tenant_id, approval.family.family_id, NOW);
      expect([undefined, 'family_revoked']).toContain(status?.ended);
    }
  });

  test('a sign-in starts no session once the password is another than the one that was proved', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    await setPassword(storage, place, 'old');
    const start = (password_hash: string | null) =>
      storage.sessions.start(aSession(place.user), null, unique('event'), { password_hash });
    expect(await start('old')).toBe('started');
    await setPassword(storage, place, 'new');
    expect(await start('old')).toBe('outdated');
    expect(await start(null)).toBe('outdated');
    expect(await sidsOf(storage, place)).toEqual([]);
    expect(await start('new')).toBe('started');
  });

  test('nor once a factor that was used is gone, or one that nobody was asked for has come', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    const [passkey, other] = [aPasskey(place.user), aPasskey(place.user)];
    const start = (basis: Parameters<Storage['sessions']['start']>[3]) =>
      storage.sessions.start(aSession(user), null, unique('event'), basis);
    for (const one of [passkey, other]) await storage.credentials.addPasskey(one);
    expect(await start({ totp: false, passkey: passkey.credential_id })).toBe('started');
    await storage.credentials.addTotp(aTotp(place), [aRecoveryCode(place)]);
    await storage.credentials.removePasskey(tenant_id, user.sub, passkey.credential_id);
    expect(await start({ totp: false })).toBe('outdated');
    expect(await start({ passkey: passkey.credential_id })).toBe('outdated');
    expect(await start({ totp: true, passkey: other.credential_id, recovery_codes: true })).toBe('started');
    const stranger = await aPlace(storage);
    await storage.credentials.addPasskey(aPasskey(stranger.user));
    expect(
      await storage.sessions.start(aSession(stranger.user), null, unique('event'), { passkey: other.credential_id }),
    ).toBe('outdated');
    expect((await reset(storage, place))?.sessions_ended).toBe(2);
    for (const basis of [{ totp: true }, { passkey: other.credential_id }, { recovery_codes: true }] as const) {
      expect(await start(basis)).toBe('outdated');
    }
    expect(await sidsOf(storage, place)).toEqual([]);
  });

  test('nor for a user who was disabled, so that none comes to life when they are enabled again', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    await storage.users.setDisabled(tenant_id, user.sub, NOW, unique('event'), NOW);
    expect(await storage.sessions.start(aSession(user), null, unique('event'), {})).toBe('outdated');
    await storage.users.setDisabled(tenant_id, user.sub, null, unique('event'), NOW);
    expect(await sidsOf(storage, place)).toEqual([]);
  });

  test('a session that has ended does not go on under another identifier', async () => {
    const [storage] = storages();
    const { place, session } = await signedIn(storage);
    const next = aSession(place.user, { sid: session.sid });
    const goOn = () => storage.sessions.start(next, session.session_hash, unique('event'), { continues: true });
    await storage.sessions.endOthers(place.tenant_id, place.user.sub, null, unique('event'), NOW);
    expect(await goOn()).toBe('session_ended');
    expect(await sidsOf(storage, place)).toEqual([]);
  });

  test('whoever ends all sessions and a sign-in at the same time: none stays that stands on what was before', async () => {
    const [storage] = storages();
    for (let round = 0; round < ROUNDS; round++) {
      const { place, session } = await signedIn(storage);
      const { tenant_id, user } = place;
      await setPassword(storage, place, 'old');
      await storage.sessions.start(session, null, unique('event'));
      await storage.credentials.addTotp(aTotp(place), []);
      const next = aSession(user, { sid: session.sid });
      await race(
        round,
        (each) => setPassword(each, place, 'new'),
        (each) => each.sessions.start(aSession(user), null, unique('event'), { password_hash: 'old' }),
      );
      expect(await sidsOf(storage, place)).toEqual([]);
      await race(
        round,
        (each) => reset(each, place),
        (each) => each.sessions.start(aSession(user), null, unique('event'), { totp: true }),
      );
      expect(await sidsOf(storage, place)).toEqual([]);
      await storage.sessions.start(session, null, unique('event'));
      await race(
        round,
        (each) => each.sessions.endOthers(tenant_id, user.sub, null, unique('event'), NOW),
        (each) => each.sessions.start(next, session.session_hash, unique('event'), { continues: true }),
      );
      expect(await sidsOf(storage, place)).toEqual([]);
      await storage.sessions.start(session, null, unique('event'));
      const later = aSession(user, { sid: session.sid });
      await race(
        round,
        (each) => each.sessions.endOne(tenant_id, user.sub, session.sid, unique('event'), NOW),
        (each) => each.sessions.start(later, session.session_hash, unique('event'), { continues: true }),
      );
      expect(await sidsOf(storage, place)).toEqual([]);
    }
  });
});
