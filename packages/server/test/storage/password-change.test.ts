import { expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import type { PasswordChange } from '../../src/storage/user-port.ts';
import { describeStorage } from './backends.ts';
import { aClient, aMail, aNotice, anApproval, aPlace, aSession, NOW, type Place, unique } from './records.ts';

const LATER = NOW + 10;

describeStorage('setting a password', (storages) => {
  const change = (place: Place, given: Partial<PasswordChange> = {}): PasswordChange => ({
    password_hash: unique('hash'),
    replaces: null,
    keep_sid: null,
    event_id: unique('event'),
    mails: [aMail(place.tenant_id)],
    ...given,
  });

  /** A user with two sessions, in one of which an app with a logout URI takes part. */
  async function aPerson(storage: Storage) {
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    const [here, there] = [aSession(user), aSession(user)];
    for (const session of [here, there]) await storage.sessions.start(session, null, unique('event'));
    const client = aClient(tenant_id, { backchannel_logout: 1 });
    await storage.clients.create(client, [], []);
    const approval = anApproval({ ...place, client });
    approval.family.sid = there.sid;
    await storage.grants.approve(approval, NOW);
    const sids = async () =>
      (await storage.sessions.listOfUser(tenant_id, user.sub, LATER, 86_400)).map(({ sid }) => sid).sort();
    const deliveries = () => storage.deliveries.list(tenant_id, client.client_id, { after: null, limit: 9 });
    const mails = () => storage.mails.newest(tenant_id, 9);
    const state = async () => ({
      user: await storage.users.find(tenant_id, user.sub),
      sids: await sids(),
      deliveries: await deliveries(),
      mails: await mails(),
    });
    return { place, here, there, state };
  }

  test('the hash, the end of the other sessions, what their apps are told and the mail are one commit', async () => {
    const [storage, other] = storages();
    const { place, here, there, state } = await aPerson(storage);
    const { tenant_id, user } = place;
    const given = change(place, { keep_sid: here.sid });
    expect(await other.users.setPassword(tenant_id, user.sub, given, LATER)).toBe(1);
    const after = await state();
    expect(after.user).toEqual({ ...user, password_hash: given.password_hash, updated_at: LATER });
    expect(after.sids).toEqual([here.sid]);
    expect(after.mails).toEqual(given.mails);
    expect(after.deliveries.map(({ event }) => JSON.parse(event))).toEqual([
      expect.objectContaining({ sid: there.sid, sub: user.sub }),
    ]);
  });

  test('what fails at its last step leaves nothing of the first ones', async () => {
    const [storage] = storages();
    const { place, state } = await aPerson(storage);
    const { tenant_id, user } = place;
    const taken = aMail(tenant_id);
    await storage.mails.enqueue(taken);
    const before = await state();
    const given = change(place, { mails: [aMail(tenant_id), taken] });
    await expect(storage.users.setPassword(tenant_id, user.sub, given, LATER)).rejects.toThrow();
    expect(await state()).toEqual(before);
  });

  test('a password that is not the proved one any more is not replaced; an operator need not know it', async () => {
    const [storage] = storages();
    const { place, state } = await aPerson(storage);
    const { tenant_id, user } = place;
    const before = await state();
    const outdated = change(place, { replaces: 'the hash that was proved' });
    expect(await storage.users.setPassword(tenant_id, user.sub, outdated, LATER)).toBeNull();
    expect(await state()).toEqual(before);
    const first = change(place);
    expect(await storage.users.setPassword(tenant_id, user.sub, first, LATER)).toBe(2);
    expect(await storage.users.setPassword(tenant_id, user.sub, change(place), LATER)).toBeNull();
    const second = change(place, { replaces: first.password_hash });
    expect(await storage.users.setPassword(tenant_id, user.sub, second, LATER)).toBe(0);
    const whatever = change(place, { replaces: undefined });
    expect(await storage.users.setPassword(tenant_id, user.sub, whatever, LATER)).toBe(0);
    expect((await state()).user?.password_hash).toBe(whatever.password_hash);
  });

  test('of two hundred at once that proved the same password exactly one sets it, and one mail goes out', async () => {
    const [a, b] = storages();
    const { place, state } = await aPerson(a);
    const { tenant_id, user } = place;
    const changes = Array.from({ length: 200 }, () => change(place));
    const answers = await Promise.all(
      changes.map((one, index) => (index % 2 ? a : b).users.setPassword(tenant_id, user.sub, one, LATER)),
    );
    const winners = changes.filter((_, index) => answers[index] !== null);
    expect(winners).toHaveLength(1);
    const after = await state();
    expect(after.user?.password_hash).toBe(winners[0]?.password_hash);
    expect(after.mails).toEqual(winners[0]?.mails);
    expect(after.sids).toEqual([]);
  });

  test('catalogue 80: a user of another tenant, or none, is unknown and nothing is sent', async () => {
    const [storage] = storages();
    const [place, other] = [await aPlace(storage), await aPlace(storage)];
    expect(await storage.users.setPassword(other.tenant_id, place.user.sub, change(other), LATER)).toBeNull();
    expect(await storage.mails.newest(other.tenant_id, 9)).toEqual([]);
    expect(await storage.users.find(place.tenant_id, place.user.sub)).toEqual(place.user);
  });

  test('a deletion queues its goodbye in its commit, and not a second time', async () => {
    const [storage, other] = storages();
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    const goodbye = aMail(tenant_id);
    const remove = (mail = goodbye) => storage.users.delete(tenant_id, user.sub, { ...aNotice(), mails: [mail] }, NOW);
    await storage.mails.enqueue(aMail(tenant_id, { mail_id: 'taken' }));
    await expect(remove(aMail(tenant_id, { mail_id: 'taken' }))).rejects.toThrow();
    expect(await other.users.find(tenant_id, user.sub)).toEqual(user);
    expect(await remove()).toEqual([]);
    expect(await remove(aMail(tenant_id))).toBeNull();
    expect((await other.mails.newest(tenant_id, 9)).map(({ mail_id }) => mail_id).sort()).toEqual(
      [goodbye.mail_id, 'taken'].sort(),
    );
  });
});
