import { expect, test } from 'vitest';
import type { Storage } from '../../src/storage/port.ts';
import type { ClientRecord } from '../../src/storage/records.ts';
import { describeStorage } from './backends.ts';
import {
  aClient,
  aNotice,
  anAccessToken,
  anApproval,
  anInstallation,
  aPasskey,
  aPlace,
  aRefreshToken,
  aSession,
  aUser,
  NOW,
  type Place,
  rotate,
  unique,
} from './records.ts';

const everything = { after: null, limit: 100 };

describeStorage('deleting a user', (storages) => {
  const told = (storage: Storage, { tenant_id, client_id }: ClientRecord) =>
    storage.deliveries.list(tenant_id, client_id, everything);

  /** Another client that the user has allowed, in the session `sid`. */
  async function anApp(storage: Storage, place: Place, wishes: Partial<ClientRecord>, sid: string | null = null) {
    const client = aClient(place.tenant_id, wishes);
    await storage.clients.create(client, [], []);
    const approval = anApproval({ ...place, client });
    approval.family.sid = sid;
    await storage.grants.approve(approval, NOW);
    return client;
  }

  test('catalogue 90: everything that is theirs is gone in one commit, and nothing of others', async () => {
    const [storage, other] = storages();
    const installed = await anInstallation(storage, await aPlace(storage));
    const { tenant_id, user, client, token, family_id, grant_id, code } = installed;
    const { sub } = user;
    const access = anAccessToken({ tenant_id, family_id, client_id: client.client_id }, { sub });
    await storage.accessTokens.create(access);
    const session = aSession(user);
    await storage.sessions.start(session, null, unique('event'));
    await storage.credentials.addPasskey(aPasskey(user));
    const neighbour = aUser(tenant_id);
    await storage.users.create(neighbour);
    const theirs = await anInstallation(storage, { tenant_id, client, user: neighbour });

    expect(await storage.users.delete(tenant_id, sub, aNotice(), NOW)).toEqual([
      { sid: session.sid, sub, frontchannel_client_ids: [] },
    ]);
    for (const each of [storage, other]) {
      expect(await each.users.find(tenant_id, sub)).toBeNull();
      expect(await each.users.findByEmailKey(tenant_id, user.email_key)).toBeNull();
      expect(await each.sessions.find(tenant_id, session.session_hash, NOW, 600)).toBeNull();
      expect(await each.grants.list(tenant_id, { sub }, everything)).toEqual([]);
      expect(await each.grants.familyStatus(tenant_id, family_id, NOW)).toBeNull();
      expect(await each.refreshTokens.find(tenant_id, token.token_hash, NOW)).toBeNull();
      expect(await each.accessTokens.find(tenant_id, access.token_hash)).toBeNull();
      expect(await each.authorizationCodes.find(tenant_id, code.code_hash, NOW)).toBeNull();
      expect(await each.credentials.listPasskeys(tenant_id, sub)).toEqual([]);
      expect(await each.credentials.findPasskey(tenant_id, 'passkey')).toBeNull();
    }
    expect(await storage.grants.revoke(tenant_id, grant_id, aNotice(), NOW)).toBeNull();
    expect((await storage.grants.familyStatus(tenant_id, theirs.family_id, NOW))?.ended).toBeNull();
    expect(await storage.users.find(tenant_id, neighbour.sub)).toEqual(neighbour);
    expect(await storage.users.delete(tenant_id, sub, aNotice(), NOW)).toBeNull();
  });

  test('catalogue 88: the sub is never given out again; the address is free', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const elsewhere = await aPlace(storage);
    await storage.users.delete(tenant_id, user.sub, aNotice(), NOW);
    expect(await storage.users.create(user)).toBe('exists');
    expect(await storage.users.create(aUser(tenant_id, { sub: user.sub }))).toBe('exists');
    expect(await storage.users.find(tenant_id, user.sub)).toBeNull();
    expect(await storage.users.create(aUser(tenant_id, { email_key: user.email_key }))).toBe('created');
    // It is retired where it was given out.
    expect(await storage.users.create(aUser(elsewhere.tenant_id, { sub: user.sub }))).toBe('created');
  });

  test('catalogue 80: a user of another tenant is as unknown as one that never was', async () => {
    const [storage] = storages();
    const [place, other] = [await aPlace(storage), await aPlace(storage)];
    expect(await storage.users.delete(other.tenant_id, place.user.sub, aNotice(), NOW)).toBeNull();
    expect(await storage.users.find(place.tenant_id, place.user.sub)).toEqual(place.user);
    expect(await storage.users.create(aUser(other.tenant_id, { sub: place.user.sub }))).toBe('created');
  });

  test('apps are told: of each session by back channel, of each grant by webhook', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    const sessions = [aSession(user), aSession(user)];
    for (const session of sessions) await storage.sessions.start(session, null, unique('event'));
    const [first, second] = sessions.map(({ sid }) => sid);
    const wishes = { backchannel_logout: 1, frontchannel_logout: 1, webhook: 1 };
    const app = await anApp(storage, place, wishes, first);
    const again = anApproval({ ...place, client: app });
    again.family.sid = second ?? null;
    await storage.grants.approve(again, NOW);
    const silent = await anApp(storage, place, {}, first);
    const uninstalled = await anApp(storage, place, { webhook: 1 });
    const grant = await storage.grants.find(tenant_id, uninstalled.client_id, user.sub, '');
    await storage.grants.revoke(tenant_id, grant?.grant_id ?? '', aNotice(), NOW);

    const notice = aNotice();
    const ended = await storage.users.delete(tenant_id, user.sub, notice, NOW + 5);
    if (!Array.isArray(ended)) throw new Error('the user was not deleted');
    expect(ended.map(({ sid, frontchannel_client_ids }) => [sid, frontchannel_client_ids]).sort()).toEqual(
      [first, second].map((sid) => [sid, [app.client_id]]).sort(),
    );
    const deliveries = await told(storage, app);
    const byKind = (kind: string) =>
      deliveries.filter((one) => one.kind === kind).map(({ event }) => JSON.parse(event) as Record<string, unknown>);
    expect(
      byKind('backchannel_logout')
        .map(({ sid }) => sid)
        .sort(),
    ).toEqual([first, second].sort());
    expect(byKind('webhook')).toEqual([
      { sub: user.sub, grant_id: expect.any(String), family_id: null, initiating_entity: 'user' },
    ]);
    expect(deliveries).toHaveLength(3);
    expect(await told(storage, silent)).toEqual([]);
    // Of that it was told when it happened.
    expect(await told(storage, uninstalled)).toHaveLength(1);
  });

  test('links that were sent to them open nothing any more', async () => {
    const [storage] = storages();
    const { tenant_id, user } = await aPlace(storage);
    const ticket_hash = unique('ticket');
    const { sub, email, email_key } = user;
    const until = NOW + 600;
    await storage.tickets.issue(
      {
        tenant_id,
        ticket_hash,
        purpose: 'reset_password',
        sub,
        email,
        email_key,
        data: '{}',
        created_at: NOW,
        expires_at: until,
        used_at: null,
      },
      {
        tenant_id,
        mail_id: unique('mail'),
        sealed_message: 'sealed',
        created_at: NOW,
        attempts: 0,
        next_attempt_at: NOW,
        sent_at: null,
        last_error: null,
        expires_at: until,
      },
    );
    await storage.users.delete(tenant_id, sub, aNotice(), NOW);
    expect(await storage.tickets.find(tenant_id, ticket_hash, NOW)).toBeNull();
  });

  test('exactly one of many callers deletes', async () => {
    const [a, b] = storages();
    const { tenant_id, user } = await aPlace(a);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? a : b).users.delete(tenant_id, user.sub, aNotice(), NOW)),
    );
    expect(answers.filter((ended) => ended !== null)).toHaveLength(1);
  });

  test('catalogue 34: what goes on at the same time leaves nothing of the user behind, and fails as if it came later', async () => {
    const [a, b] = storages();
    for (let round = 0; round < 20; round += 1) {
      const installed = await anInstallation(a, await aPlace(a));
      const { tenant_id, token, user, client } = installed;
      const session = aSession(user);
      await a.sessions.start(session, null, unique('event'));
      const successor = aRefreshToken(token);
      const [, rotated, ended] = await Promise.all([
        a.users.delete(tenant_id, user.sub, aNotice(), NOW),
        rotate(b, token, successor),
        b.sessions.endOthers(tenant_id, user.sub, null, unique('event'), NOW),
      ]);
      expect(['rotated', 'unknown']).toContain(rotated.outcome);
      expect([0, 1]).toContain(ended);
      expect(await b.refreshTokens.find(tenant_id, successor.token_hash, NOW)).toBeNull();
      expect(await b.grants.list(tenant_id, { client_id: client.client_id }, everything)).toEqual([]);
    }
  });
});
