import { expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import type { ClientRecord, DeliveryRecord, SessionRecord } from '../../src/storage/records.ts';
import { describeStorage } from './backends.ts';
import { aClient, aNotice, anApproval, anInstallation, aPlace, aSession, NOW, type Place, unique } from './records.ts';

const everything = { after: null, limit: 100 };

describeStorage('what clients are told', (storages) => {
  /** A client that wants these notices, with what the user allowed it in `session`. */
  async function anApp(
    storage: Storage,
    place: Place,
    wishes: Partial<ClientRecord>,
    session?: SessionRecord,
  ): Promise<ClientRecord & { grant_id: string; family_id: string }> {
    const client = aClient(place.tenant_id, wishes);
    await storage.clients.create(client, [], []);
    const approval = anApproval({ ...place, client });
    approval.family.sid = session?.sid ?? null;
    const answer = await storage.grants.approve(approval, NOW);
    if (answer.outcome !== 'approved') throw new Error(answer.outcome);
    return { ...client, grant_id: answer.grant_id, family_id: approval.family.family_id };
  }

  async function aSignedInPlace(storage: Storage) {
    const place = await aPlace(storage);
    const session = aSession(place.user);
    await storage.sessions.start(session, null, unique('event'));
    return { ...place, session };
  }

  const told = (storage: Storage, { tenant_id, client_id }: ClientRecord) =>
    storage.deliveries.list(tenant_id, client_id, everything);

  test('OIDC Back-Channel Logout §2.3: who took part in the session is told of its end, once, and nobody else', async () => {
    const [storage, other] = storages();
    const place = await aSignedInPlace(storage);
    const { tenant_id, session, user } = place;
    const apps = [
      await anApp(storage, place, { backchannel_logout: 1 }, session),
      await anApp(other, place, { backchannel_logout: 1, frontchannel_logout: 1 }, session),
    ];
    const front = await anApp(storage, place, { frontchannel_logout: 1 }, session);
    const silent = await anApp(storage, place, { webhook: 1 }, session);
    const theirs = aSession(user);
    await storage.sessions.start(theirs, null, unique('event'));
    const elsewhere = await anApp(storage, place, { backchannel_logout: 1 }, theirs);
    const ended = await storage.sessions.end(tenant_id, session.session_hash, 'event 1', NOW + 5);
    expect(ended).toEqual({
      sid: session.sid,
      sub: user.sub,
      frontchannel_client_ids: [apps[1]?.client_id, front.client_id].sort(),
    });
    expect(await other.sessions.end(tenant_id, session.session_hash, 'event 2', NOW + 5)).toBeNull();
    for (const app of apps) {
      expect(await told(storage, app)).toEqual([
        {
          tenant_id,
          client_id: app.client_id,
          event_id: 'event 1',
          kind: 'backchannel_logout',
          event: JSON.stringify({ sub: user.sub, sid: session.sid }),
          created_at: NOW + 5,
          attempts: 0,
          next_attempt_at: NOW + 5,
          delivered_at: null,
          last_status: null,
          last_error: null,
          expires_at: NOW + 5 + 30 * 86_400,
        } satisfies DeliveryRecord,
      ]);
    }
    for (const app of [front, silent, elsewhere]) expect(await told(storage, app)).toEqual([]);
  });

  test('a client that joins twice is told once; one that no longer wants it is not', async () => {
    const [storage] = storages();
    const place = await aSignedInPlace(storage);
    const twice = await anApp(storage, place, { backchannel_logout: 1 }, place.session);
    const again = anApproval({ ...place, client: twice });
    again.family.sid = place.session.sid;
    await storage.grants.approve(again, NOW);
    const gone = await anApp(storage, place, { backchannel_logout: 1 }, place.session);
    await storage.clients.update(place.tenant_id, gone.client_id, { backchannel_logout: 0 }, NOW);
    await storage.sessions.end(place.tenant_id, place.session.session_hash, unique('event'), NOW);
    expect(await told(storage, twice)).toHaveLength(1);
    expect(await told(storage, gone)).toEqual([]);
  });

  test('another sign-in and a disabled user end the session as well; a step-up keeps it', async () => {
    const [storage] = storages();
    const place = await aSignedInPlace(storage);
    const { session, user, tenant_id } = place;
    const app = await anApp(storage, place, { backchannel_logout: 1 }, session);
    const steppedUp = aSession(user, { sid: session.sid });
    await storage.sessions.start(steppedUp, session.session_hash, 'step-up');
    expect(await told(storage, app)).toEqual([]);
    const next = aSession(user);
    await storage.sessions.start(next, steppedUp.session_hash, 'sign-in');
    expect((await told(storage, app)).map(({ event_id }) => event_id)).toEqual(['sign-in']);

    const second = await anApp(storage, place, { backchannel_logout: 1 }, next);
    await storage.users.setDisabled(tenant_id, user.sub, NOW, 'disabled', NOW);
    const [notice, ...more] = await told(storage, second);
    expect(more).toEqual([]);
    expect(notice?.event_id).toMatch(/^disabled/);
    expect(JSON.parse(notice?.event ?? '')).toEqual({ sub: user.sub, sid: next.sid });
  });

  test('whoever joins a session while it ends is told or did not join', async () => {
    const [a, b] = storages();
    for (let round = 0; round < 20; round += 1) {
      const place = await aSignedInPlace(a);
      const { session, tenant_id } = place;
      const client = aClient(tenant_id, { backchannel_logout: 1 });
      await a.clients.create(client, [], []);
      const approval = anApproval({ ...place, client });
      approval.family.sid = session.sid;
      await Promise.all([
        a.grants.approve(approval, NOW),
        b.sessions.end(tenant_id, session.session_hash, unique('event'), NOW),
      ]);
      // The same sid again shows who is still noted for it.
      const revived = aSession(place.user, { sid: session.sid });
      await a.sessions.start(revived, null, unique('event'));
      const before = await told(a, client);
      await a.sessions.end(tenant_id, revived.session_hash, unique('event'), NOW);
      expect(await told(a, client)).toEqual(before);
    }
  });

  test('a revocation and its notice are one commit; without a webhook, a notice or a grant there is none', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    const app = await anApp(storage, place, { webhook: 1 });
    const notice = aNotice();
    expect(await storage.grants.revoke(tenant_id, app.grant_id, notice, NOW + 3)).toEqual({
      client_id: app.client_id,
      sub: user.sub,
    });
    expect(await storage.grants.revoke(tenant_id, app.grant_id, aNotice(), NOW + 4)).toBeNull();
    const [delivery, ...more] = await told(storage, app);
    expect(more).toEqual([]);
    expect(delivery).toMatchObject({ event_id: notice.event_id, kind: 'webhook', created_at: NOW + 3 });
    expect(JSON.parse(delivery?.event ?? '')).toEqual({
      sub: user.sub,
      grant_id: app.grant_id,
      family_id: null,
      initiating_entity: 'user',
    });

    const family = await anApp(storage, place, { webhook: 1 });
    const { family_id } = family;
    expect(await storage.grants.revokeFamily(tenant_id, family_id, 'by_user', aNotice(), NOW)).toBe(true);
    expect(await storage.grants.revokeFamily(tenant_id, family_id, 'by_user', aNotice(), NOW)).toBe(false);
    const events = (await told(storage, family)).map(({ event }) => JSON.parse(event) as { family_id: string });
    expect(events.map((event) => event.family_id)).toEqual([family_id]);

    const quiet = await anApp(storage, place, { webhook: 1 });
    await storage.grants.revokeFamily(tenant_id, quiet.family_id, 'by_client', null, NOW);
    expect(await told(storage, quiet)).toEqual([]);
    const without = await anInstallation(storage, place);
    await storage.grants.revoke(tenant_id, without.grant_id, aNotice(), NOW);
    expect(await told(storage, place.client)).toEqual([]);
  });

  test('who took part is forgotten with a session that expired', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const session = aSession(place.user, { expires_at: NOW + 10 });
    await storage.sessions.start(session, null, unique('event'));
    const app = await anApp(storage, place, { backchannel_logout: 1 }, session);
    while ((await storage.maintenance.removeExpired(NOW + 10 + 3_600, 500)) > 0);
    const revived = aSession(place.user, { sid: session.sid });
    await storage.sessions.start(revived, null, unique('event'));
    await storage.sessions.end(place.tenant_id, revived.session_hash, unique('event'), NOW);
    expect(await told(storage, app)).toEqual([]);
  });
});

describeStorage('deliveries', (storages) => {
  async function aDelivery(storage: Storage, at: number, place?: Place): Promise<DeliveryRecord> {
    const home = place ?? (await aPlace(storage));
    const client = aClient(home.tenant_id, { webhook: 1 });
    await storage.clients.create(client, [], []);
    return notify(storage, { ...home, client }, at);
  }

  async function notify(storage: Storage, place: Place, at: number): Promise<DeliveryRecord> {
    const approval = anApproval(place);
    const answer = await storage.grants.approve(approval, NOW);
    if (answer.outcome !== 'approved') throw new Error(answer.outcome);
    const notice = aNotice();
    await storage.grants.revoke(place.tenant_id, answer.grant_id, notice, at);
    const found = await storage.deliveries.find({
      tenant_id: place.tenant_id,
      client_id: place.client.client_id,
      event_id: notice.event_id,
    });
    if (!found) throw new Error('nothing was written');
    return found;
  }

  /** Takes whatever other tests left. */
  async function nothingDue(storage: Storage) {
    while ((await storage.deliveries.claim(NOW * 2, 100, [], NOW + 99_999)).length > 0);
  }

  const failed = (delivery: DeliveryRecord, next_attempt_at: number | null) => ({
    attempts: delivery.attempts,
    next_attempt_at,
    delivered_at: null,
    last_status: 500,
    last_error: 'answered 500',
  });

  test('what is due is taken, the longest waiting first, and not again before the lease is over', async () => {
    const [a, b] = storages();
    await nothingDue(a);
    const [late, early, later] = [
      await aDelivery(a, NOW + 2),
      await aDelivery(a, NOW + 1),
      await aDelivery(a, NOW + 9),
    ];
    expect(await a.deliveries.claim(NOW + 60, 1, [], NOW)).toEqual([]);
    const taken = await a.deliveries.claim(NOW + 60, 1, [], NOW + 5);
    expect(taken).toEqual([{ ...early, attempts: 1, next_attempt_at: NOW + 60 }]);
    expect(await b.deliveries.claim(NOW + 60, 9, [], NOW + 5)).toEqual([
      { ...late, attempts: 1, next_attempt_at: NOW + 60 },
    ]);
    expect(await b.deliveries.claim(NOW + 60, 9, [], NOW + 5)).toEqual([]);
    const again = await b.deliveries.claim(NOW + 120, 9, [], NOW + 60);
    expect(again.map(({ event_id, attempts }) => [event_id, attempts]).sort()).toEqual(
      [
        [early.event_id, 2],
        [late.event_id, 2],
        [later.event_id, 1],
      ].sort(),
    );
  });

  test('clients that are passed over keep theirs waiting', async () => {
    const [storage] = storages();
    await nothingDue(storage);
    const place = await aPlace(storage);
    const busy = await aDelivery(storage, NOW + 1, place);
    const namesake = await aPlace(storage);
    await storage.clients.create(aClient(namesake.tenant_id, { client_id: busy.client_id, webhook: 1 }), [], []);
    const other = await aDelivery(storage, NOW + 2, place);
    const foreign = await notify(
      storage,
      { ...namesake, client: aClient(namesake.tenant_id, { client_id: busy.client_id }) },
      NOW + 3,
    );
    const taken = await storage.deliveries.claim(NOW + 60, 9, [busy], NOW + 9);
    expect(taken.map(({ event_id }) => event_id).sort()).toEqual([other.event_id, foreign.event_id].sort());
    expect((await storage.deliveries.claim(NOW + 60, 9, [other], NOW + 9)).map(({ event_id }) => event_id)).toEqual([
      busy.event_id,
    ]);
  });

  test('two processes that claim at once never take the same one, and together take all', async () => {
    const [a, b] = storages();
    await nothingDue(a);
    const made: string[] = [];
    const place = await aPlace(a);
    for (let index = 0; index < 60; index += 1) made.push((await aDelivery(a, NOW, place)).event_id);
    const taken: string[] = [];
    for (;;) {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 ? a : b).deliveries.claim(NOW + 60, 4, [], NOW)),
      );
      const got = answers.flat().map(({ event_id }) => event_id);
      taken.push(...got);
      if (got.length === 0) break;
    }
    expect(taken.sort()).toEqual(made.sort());
  });

  test('what came of an attempt is kept; settled for good, it is never taken again', async () => {
    const [storage] = storages();
    await nothingDue(storage);
    const made = await aDelivery(storage, NOW);
    const [taken] = await storage.deliveries.claim(NOW + 60, 9, [], NOW);
    if (!taken) throw new Error('nothing was taken');
    await storage.deliveries.settle(taken, failed(taken, NOW + 30));
    expect(await storage.deliveries.find(made)).toEqual({ ...taken, ...failed(taken, NOW + 30) });
    expect(await storage.deliveries.claim(NOW + 90, 9, [], NOW + 29)).toEqual([]);
    const [again] = await storage.deliveries.claim(NOW + 90, 9, [], NOW + 30);
    if (!again) throw new Error('nothing was taken');
    const outcome = {
      attempts: 2,
      next_attempt_at: null,
      delivered_at: NOW + 31,
      last_status: 204,
      last_error: null,
    };
    await storage.deliveries.settle(again, outcome);
    expect(await storage.deliveries.find(made)).toEqual({ ...made, ...outcome });
    expect(await storage.deliveries.claim(NOW + 999, 9, [], NOW + 900)).toEqual([]);
    const stranger = await aPlace(storage);
    expect(await storage.deliveries.find({ ...made, tenant_id: stranger.tenant_id })).toBeNull();
    expect(await storage.deliveries.list(stranger.tenant_id, made.client_id, everything)).toEqual([]);
  });

  test('deliveries go with their client, and when nobody needs to see them any more', async () => {
    const [storage] = storages();
    const [ofDeleted, old] = [await aDelivery(storage, NOW), await aDelivery(storage, NOW)];
    await storage.clients.delete(ofDeleted.tenant_id, ofDeleted.client_id, NOW);
    expect(await storage.deliveries.find(ofDeleted)).toBeNull();
    const margin = 3_600;
    const removeAll = async (now: number) => {
      while ((await storage.maintenance.removeExpired(now, 500)) > 0);
    };
    await removeAll(old.expires_at + margin - 1);
    expect(await storage.deliveries.find(old)).not.toBeNull();
    await removeAll(old.expires_at + margin);
    expect(await storage.deliveries.find(old)).toBeNull();
  });
});
