import { describe, expect, test } from 'vitest';
import type { SetupEffect } from '../../src/storage/administrator-port.ts';
import type { SetupLinkRecord } from '../../src/storage/administrator-records.ts';
import type { Storage } from '../../src/storage/port.ts';
import type { UserRecord, UserRole } from '../../src/storage/records.ts';
import { describeStorage } from '../storage/backends.ts';
import { aMail, aNotice, aSession, aTenant, aUser, NOW, unique } from '../storage/records.ts';

/** A tenant with users of these roles. */
async function people(storage: Storage, ...roles: (UserRole | null)[]): Promise<UserRecord[]> {
  const tenant = aTenant();
  await storage.tenants.create(tenant, [], []);
  const users = roles.map((role) => aUser(tenant.tenant_id, { role }));
  for (const user of users) expect(await storage.users.create(user)).toBe('created');
  return users;
}

function aLink(tenant_id: string, change: Partial<SetupLinkRecord> = {}): SetupLinkRecord {
  const times = { created_at: NOW, expires_at: NOW + 60 };
  return { tenant_id, link_hash: unique('link'), purpose: 'first', sub: null, ...times, ...change };
}

const roleOf = async (storage: Storage, { tenant_id, sub }: UserRecord) =>
  (await storage.users.find(tenant_id, sub))?.role;

describeStorage('who administers', (storages) => {
  test('a user has no role unless one is given, and it is given and taken from what it is only', async () => {
    const [storage, other] = storages();
    const [user, operator] = await people(storage, null, 'operator');
    if (user === undefined || operator === undefined) throw new Error('no users');
    const { setRole } = storage.administrators;
    expect(await setRole(user, { from: null, to: 'admin' }, NOW + 5)).toBe('changed');
    expect(await other.users.find(user.tenant_id, user.sub)).toEqual({ ...user, role: 'admin', updated_at: NOW + 5 });
    expect(await setRole(user, { from: null, to: 'operator' }, NOW)).toBe('outdated');
    expect(await roleOf(other, user)).toBe('admin');
    expect(await setRole({ ...user, tenant_id: 'elsewhere' }, { from: 'admin', to: null }, NOW)).toBe('unknown');
    expect(await setRole(user, { from: 'admin', to: null }, NOW)).toBe('changed');
    expect(await roleOf(other, user)).toBeNull();
  });

  test('those with a role are listed by address within the tenant; operators by sub across all', async () => {
    const [storage] = storages();
    const [, developer, admin, operator] = await people(storage, null, 'developer', 'admin', 'operator');
    const [elsewhere] = await people(storage, 'operator');
    const byAddress = [developer, admin, operator].sort((a, b) =>
      String(a?.email_key) < String(b?.email_key) ? -1 : 1,
    );
    const tenant_id = operator?.tenant_id ?? '';
    const first = await storage.administrators.list(tenant_id, { after: null, limit: 2 });
    expect(first).toEqual(byAddress.slice(0, 2));
    const rest = await storage.administrators.list(tenant_id, { after: first[1]?.email_key ?? '', limit: 2 });
    expect(rest).toEqual(byAddress.slice(2));
    const operators = await storage.administrators.operators({ after: null, limit: 200 });
    expect(operators.map(({ sub }) => sub)).toEqual(operators.map(({ sub }) => sub).sort());
    expect(operators).toEqual(expect.arrayContaining([operator, elsewhere]));
    expect(operators.every(({ role }) => role === 'operator')).toBe(true);
    const [last] = operators.slice(-1);
    expect(await storage.administrators.operators({ after: last?.sub ?? '', limit: 9 })).toEqual([]);
  });
});

describeStorage('the last operator', (storages) => {
  /** Only these operators are left in the installation. */
  async function onlyOperators(storage: Storage, count: number): Promise<UserRecord[]> {
    const kept = await people(storage, ...Array.from({ length: count }, () => 'operator' as const));
    for (const user of await storage.administrators.operators({ after: null, limit: 200 })) {
      if (kept.some(({ sub }) => sub === user.sub)) continue;
      expect(await storage.administrators.setRole(user, { from: 'operator', to: null }, NOW)).toBe('changed');
    }
    return kept;
  }

  const ways: [string, (storage: Storage, user: UserRecord) => Promise<unknown>][] = [
    ['demoted', (storage, user) => storage.administrators.setRole(user, { from: 'operator', to: 'admin' }, NOW)],
    ['disabled', (storage, { tenant_id, sub }) => storage.users.setDisabled(tenant_id, sub, NOW, unique('event'), NOW)],
    ['deleted', (storage, { tenant_id, sub }) => storage.users.delete(tenant_id, sub, aNotice(), NOW)],
  ];

  test.each(ways)('cannot be %s, and keeps their sessions', async (_, remove) => {
    const [storage] = storages();
    const [last] = await onlyOperators(storage, 1);
    if (last === undefined) throw new Error('no operator');
    const session = aSession(last);
    await storage.sessions.start(session, null, unique('event'));
    expect(await remove(storage, last)).toBe('last_operator');
    expect(await storage.sessions.find(last.tenant_id, session.session_hash, NOW, 600)).toEqual({
      session,
      user: last,
    });
  });

  test.each(ways)('of two, one can be %s, and then the other cannot', async (_, remove) => {
    const [storage] = storages();
    const [first, second] = await onlyOperators(storage, 2);
    if (first === undefined || second === undefined) throw new Error('no operators');
    expect(await remove(storage, first)).not.toBe('last_operator');
    expect(await remove(storage, second)).toBe('last_operator');
    expect(await storage.users.find(second.tenant_id, second.sub)).toEqual(second);
  });

  test('one who is disabled does not count', async () => {
    const [storage] = storages();
    const [first, second] = await onlyOperators(storage, 2);
    if (first === undefined || second === undefined) throw new Error('no operators');
    const { tenant_id, sub } = first;
    await storage.users.setDisabled(tenant_id, sub, NOW, unique('event'), NOW);
    expect(await storage.administrators.setRole(second, { from: 'operator', to: null }, NOW)).toBe('last_operator');
    // They can be, without making a difference.
    expect(await storage.users.delete(tenant_id, sub, aNotice(), NOW)).toEqual([]);
  });

  test.each(ways)('race: 40 operators who all want each other %s leave exactly one', async (_, remove) => {
    const [storage, other] = storages();
    const operators = await onlyOperators(storage, 40);
    const outcomes = await Promise.all(operators.map((user, i) => remove(i % 2 ? storage : other, user)));
    expect(outcomes.filter((outcome) => outcome === 'last_operator')).toHaveLength(1);
    const left = await storage.administrators.operators({ after: null, limit: 200 });
    expect(left.filter(({ disabled_at }) => disabled_at === null)).toHaveLength(1);
  });

  test('race: two operators of different tenants demote each other at once, and one remains', async () => {
    const [storage, other] = storages();
    for (let round = 0; round < 10; round += 1) {
      const [one] = await onlyOperators(storage, 1);
      const [two] = await people(storage, 'operator');
      if (one === undefined || two === undefined) throw new Error('no operators');
      const outcomes = await Promise.all([
        storage.administrators.setRole(one, { from: 'operator', to: null }, NOW),
        other.administrators.setRole(two, { from: 'operator', to: null }, NOW),
      ]);
      expect(outcomes.sort()).toEqual(['changed', 'last_operator']);
    }
  });
});

const create = (tenant_id: string, change: Partial<UserRecord> = {}): SetupEffect => ({
  kind: 'create',
  user: aUser(tenant_id, { email_verified: 0, ...change }),
});

describeStorage('a setup link that somebody overtakes', (storages) => {
  test('one for the first operator is worthless once there is one, though it was made before', async () => {
    const [storage] = storages();
    const [user] = await people(storage, null);
    if (user === undefined) throw new Error('no user');
    const link = aLink(user.tenant_id);
    await storage.administrators.issueSetupLink(link, []);
    await storage.administrators.setRole(user, { from: null, to: 'operator' }, NOW);
    expect(await storage.administrators.findSetupLink(user.tenant_id, link.link_hash, NOW)).toBeNull();
    const outcome = await storage.administrators.redeemSetupLink(link, create(user.tenant_id), NOW);
    expect(outcome).toEqual({ outcome: 'unknown' });
  });
});

describeStorage('setup links', (storages) => {
  describe('without an operator', () => {
    test('a new one kills every earlier one, whatever its tenant', async () => {
      const [storage, other] = storages();
      const [a] = await people(storage, null);
      const [b] = await people(storage, null);
      if (a === undefined || b === undefined) throw new Error('no users');
      const [first, second] = [aLink(a.tenant_id), aLink(b.tenant_id)];
      expect(await storage.administrators.issueSetupLink(first, [])).toBe(true);
      expect(await other.administrators.findSetupLink(a.tenant_id, first.link_hash, NOW)).toEqual(first);
      expect(await storage.administrators.issueSetupLink(second, [])).toBe(true);
      expect(await other.administrators.findSetupLink(a.tenant_id, first.link_hash, NOW)).toBeNull();
      expect(await other.administrators.redeemSetupLink(first, create(a.tenant_id), NOW)).toEqual({
        outcome: 'unknown',
      });
      expect(await other.administrators.findSetupLink(b.tenant_id, second.link_hash, NOW)).toEqual(second);
      // In its own tenant only, and until its end.
      expect(await other.administrators.findSetupLink(a.tenant_id, second.link_hash, NOW)).toBeNull();
      expect(await other.administrators.findSetupLink(b.tenant_id, second.link_hash, NOW + 60)).toBeNull();
      expect(await storage.administrators.redeemSetupLink(second, create(b.tenant_id), NOW + 60)).toEqual({
        outcome: 'unknown',
      });
      expect(await storage.administrators.hasOperator()).toBe(false);
    });

    test('an address that a user has uses nothing up and changes nothing', async () => {
      const [storage] = storages();
      const [user] = await people(storage, null);
      if (user === undefined) throw new Error('no user');
      const link = aLink(user.tenant_id);
      await storage.administrators.issueSetupLink(link, []);
      const taken = create(user.tenant_id, { email_key: user.email_key });
      expect(await storage.administrators.redeemSetupLink(link, taken, NOW)).toEqual({ outcome: 'email_taken' });
      expect(await storage.users.find(user.tenant_id, user.sub)).toEqual(user);
      expect(await storage.administrators.findSetupLink(user.tenant_id, link.link_hash, NOW)).toEqual(link);
      // One that names nobody gives nobody a new password.
      const restore = { kind: 'restore', password_hash: 'x', event_id: 'x' } as const;
      expect(await storage.administrators.redeemSetupLink(link, restore, NOW)).toEqual({ outcome: 'unknown' });
    });

    test('race of 200: exactly one makes an operator, whose address counts as verified; later links are none', async () => {
      const [storage, other] = storages();
      const [user] = await people(storage, null);
      if (user === undefined) throw new Error('no user');
      const { tenant_id } = user;
      const link = aLink(tenant_id);
      await storage.administrators.issueSetupLink(link, []);
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, (_, i) =>
          (i % 2 ? storage : other).administrators.redeemSetupLink(link, create(tenant_id), NOW),
        ),
      );
      const done = outcomes.filter(({ outcome }) => outcome === 'done');
      expect(done).toEqual([
        { outcome: 'done', user: expect.objectContaining({ role: 'operator', email_verified: 1 }) },
      ]);
      expect(outcomes.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(199);
      expect(await storage.administrators.operators({ after: null, limit: 9 })).toHaveLength(1);
      const late = aLink(tenant_id);
      expect(await storage.administrators.issueSetupLink(late, [aMail(tenant_id)])).toBe(false);
      expect(await storage.administrators.findSetupLink(tenant_id, late.link_hash, NOW)).toBeNull();
      expect(await storage.mails.newest(tenant_id, 9)).toEqual([]);
      expect(await storage.administrators.createFirst(aUser(tenant_id))).toBe('has_operator');
    });
  });

  describe('with an operator', () => {
    test('one for recovery works: for somebody new, and for a user, whose sessions end and who is let in again', async () => {
      const [storage, other] = storages();
      const [operator, user] = await people(storage, 'operator', 'developer');
      if (operator === undefined || user === undefined) throw new Error('no users');
      const { tenant_id, sub } = user;
      const fresh = aLink(tenant_id, { purpose: 'recovery' });
      const mail = aMail(tenant_id);
      expect(await storage.administrators.issueSetupLink(fresh, [mail])).toBe(true);
      expect(await other.mails.newest(tenant_id, 9)).toEqual([mail]);
      expect(await storage.administrators.redeemSetupLink(fresh, create(tenant_id), NOW)).toMatchObject({
        outcome: 'done',
        user: { role: 'operator' },
      });
      const session = aSession(user);
      await storage.sessions.start(session, null, unique('event'));
      await storage.users.setDisabled(tenant_id, sub, NOW, unique('event'), NOW);
      const link = aLink(tenant_id, { purpose: 'recovery', sub });
      await storage.administrators.issueSetupLink(link, []);
      expect(await storage.administrators.redeemSetupLink(link, create(tenant_id), NOW)).toEqual({
        outcome: 'unknown',
      });
      const restore = { kind: 'restore', password_hash: 'new hash', event_id: unique('event') } as const;
      const restored = { ...user, password_hash: 'new hash', role: 'operator', updated_at: NOW + 7 };
      expect(await storage.administrators.redeemSetupLink(link, restore, NOW + 7)).toEqual({
        outcome: 'done',
        user: restored,
      });
      expect(await other.users.find(tenant_id, sub)).toEqual(restored);
      expect(await other.sessions.find(tenant_id, session.session_hash, NOW, 600)).toBeNull();
      expect(await storage.administrators.redeemSetupLink(link, restore, NOW + 7)).toEqual({ outcome: 'unknown' });
    });

    test('it goes with its user, and is swept away once its time is over', async () => {
      const [storage] = storages();
      const [, user] = await people(storage, 'operator', null);
      if (user === undefined) throw new Error('no user');
      const { tenant_id, sub } = user;
      const ofUser = aLink(tenant_id, { purpose: 'recovery', sub });
      await storage.administrators.issueSetupLink(ofUser, []);
      await storage.users.delete(tenant_id, sub, aNotice(), NOW);
      expect(await storage.administrators.findSetupLink(tenant_id, ofUser.link_hash, NOW)).toBeNull();
      await storage.administrators.issueSetupLink(aLink(tenant_id, { purpose: 'recovery' }), []);
      expect(await storage.maintenance.removeExpired(NOW + 60 + 3_600, 100)).toBe(1);
    });
  });
});
