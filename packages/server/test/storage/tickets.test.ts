import { describe, expect, test } from 'vitest';
import type { TicketEffect } from '../../src/storage/account-port.ts';
import type { TicketRecord } from '../../src/storage/account-records.ts';
import type { Storage } from '../../src/storage/port.ts';
import { describeStorage } from './backends.ts';
import { aMail, aPlace, aSession, aTicket, aUser, NOW, type Place, unique } from './records.ts';

const setPassword = (password_hash = 'new hash'): TicketEffect => ({
  kind: 'set_password',
  password_hash,
  event_id: unique('event'),
});

describeStorage('tickets', (storages) => {
  async function issued(storage: Storage, place: Place, change: Partial<TicketRecord> = {}): Promise<TicketRecord> {
    const ticket = aTicket(place, change);
    await storage.tickets.issue(ticket, aMail(place.tenant_id));
    return ticket;
  }

  const redeem = (storage: Storage, ticket: TicketRecord, effect: TicketEffect, now = NOW) =>
    storage.tickets.redeem(ticket, effect, [], now);
  const find = (storage: Storage, { tenant_id, ticket_hash }: TicketRecord, now = NOW) =>
    storage.tickets.find(tenant_id, ticket_hash, now);
  const userOf = (storage: Storage, { tenant_id, user }: Place) => storage.users.find(tenant_id, user.sub);

  /** An address that nobody in the tenant has. */
  const anAddress = () => {
    const email = `${unique('new')}@example.com`;
    return { email, email_key: email };
  };

  describe('issuing', () => {
    test('the ticket and the mail that carries it are queued together', async () => {
      const [storage, other] = storages();
      const place = await aPlace(storage);
      const [ticket, mail] = [aTicket(place), aMail(place.tenant_id)];
      await storage.tickets.issue(ticket, mail);
      expect(await find(other, ticket)).toEqual(ticket);
      expect(await other.mails.newest(place.tenant_id, 9)).toEqual([mail]);
      await expect(storage.tickets.issue({ ...ticket }, { ...mail, mail_id: mail.mail_id })).rejects.toThrow();
      expect(await find(other, ticket)).toEqual(ticket);
      expect(await other.mails.newest(place.tenant_id, 9)).toEqual([mail]);
    });

    test('takes back unused ones of the same purpose for the same address, and no others', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const stranger = await aPlace(storage);
      const address = { sub: null, purpose: 'sign_up', ...anAddress() } as const;
      const first = await issued(storage, place, address);
      const kept = [
        await issued(storage, place, { ...address, purpose: 'invitation' }),
        await issued(storage, place, { ...address, ...anAddress() }),
        await issued(storage, stranger, address),
      ];
      const second = await issued(storage, place, address);
      expect(await find(storage, first)).toBeNull();
      for (const ticket of [...kept, second]) expect(await find(storage, ticket)).toEqual(ticket);
    });

    test('takes back what the account asked for with another address: a mistyped one must not stay able to take it over', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const mistyped = await issued(storage, place, { purpose: 'change_email', ...anAddress() });
      const right = await issued(storage, place, { purpose: 'change_email', ...anAddress() });
      expect(await redeem(storage, mistyped, { kind: 'change_email' })).toEqual({ outcome: 'unknown' });
      expect(await redeem(storage, right, { kind: 'change_email' })).toMatchObject({ outcome: 'done' });
    });

    test('a used one stays, so that a second opening can be told so', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const used = await issued(storage, place);
      await redeem(storage, used, setPassword());
      await issued(storage, place);
      expect(await find(storage, used)).toEqual({ ...used, used_at: NOW });
      expect(await redeem(storage, used, setPassword())).toEqual({ outcome: 'used' });
    });
  });

  describe('redeeming', () => {
    test('of two hundred at once exactly one gets it; all others are told that it was used', async () => {
      const [a, b] = storages();
      const place = await aPlace(a);
      const ticket = await issued(a, place);
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) => redeem(index % 2 ? a : b, ticket, setPassword(`hash ${index}`))),
      );
      const winners = answers.flatMap((answer) => (answer.outcome === 'done' ? [answer.user] : []));
      expect(winners).toHaveLength(1);
      expect(answers.filter(({ outcome }) => outcome === 'used')).toHaveLength(199);
      expect(await userOf(a, place)).toEqual(winners[0]);
    });

    test('of two hundred sign-ups with one link one account comes about, and the others are told that it was used', async () => {
      const [a, b] = storages();
      const place = await aPlace(a);
      const ticket = await issued(a, place, { purpose: 'sign_up', sub: null, ...anAddress() });
      const users = Array.from({ length: 200 }, () => aUser(place.tenant_id, { email_key: ticket.email_key }));
      const answers = await Promise.all(
        users.map((user, index) => redeem(index % 2 ? a : b, ticket, { kind: 'create_user', user })),
      );
      expect(answers.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
      expect(answers.filter(({ outcome }) => outcome === 'used')).toHaveLength(199);
    });

    test('catalogue 70: an address that is asked for twice at once goes to one account; the other ticket is not used up', async () => {
      const [a, b] = storages();
      for (let round = 0; round < 20; round += 1) {
        const place = await aPlace(a);
        const address = anAddress();
        const change = await issued(a, place, { purpose: 'change_email', ...address });
        const signUp = await issued(a, place, { purpose: 'sign_up', sub: null, ...address });
        const [changed, signedUp] = await Promise.all([
          redeem(a, change, { kind: 'change_email' }),
          redeem(b, signUp, { kind: 'create_user', user: aUser(place.tenant_id) }),
        ]);
        expect([changed.outcome, signedUp.outcome].sort()).toEqual(['done', 'email_taken']);
        const loser = changed.outcome === 'done' ? signUp : change;
        expect(await find(a, loser)).toEqual(loser);
      }
    });

    test('catalogue 13: a ticket of another purpose, of another tenant or past its end is unknown, and not used up', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const { tenant_id } = await aPlace(storage);
      const ticket = await issued(storage, place);
      const attempts = [
        redeem(storage, { ...ticket, purpose: 'sign_in' }, { kind: 'sign_in' }),
        redeem(storage, { ...ticket, tenant_id }, setPassword()),
        redeem(storage, { ...ticket, ticket_hash: 'other' }, setPassword()),
        redeem(storage, ticket, setPassword(), ticket.expires_at),
      ];
      for (const attempt of attempts) expect(await attempt).toEqual({ outcome: 'unknown' });
      expect(await find(storage, ticket)).toEqual(ticket);
      expect(await userOf(storage, place)).toEqual(place.user);
      expect(await redeem(storage, ticket, setPassword(), ticket.expires_at - 1)).toMatchObject({ outcome: 'done' });
    });

    test('used under its purpose, it is unknown under another', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const ticket = await issued(storage, place);
      await redeem(storage, ticket, setPassword());
      expect(await redeem(storage, { ...ticket, purpose: 'sign_in' }, { kind: 'sign_in' })).toEqual({
        outcome: 'unknown',
      });
    });

    test.each(['verify_email', 'sign_in', 'set_password'] as const)(
      '%s: a ticket for an address that the account has no longer is unknown',
      async (kind) => {
        const [storage] = storages();
        const place = await aPlace(storage);
        const { tenant_id, user } = place;
        const ticket = await issued(storage, place);
        const changed = { ...anAddress(), email_verified: 0 };
        await storage.users.update(tenant_id, user.sub, changed, NOW);
        const effect = kind === 'set_password' ? setPassword() : { kind };
        expect(await redeem(storage, ticket, effect)).toEqual({ outcome: 'unknown' });
        expect(await userOf(storage, place)).toEqual({ ...user, ...changed });
        expect(await find(storage, ticket)).toEqual(ticket);
      },
    );

    test.each(['verify_email', 'sign_in', 'set_password', 'change_email'] as const)(
      '%s: nothing for a disabled or missing account',
      async (kind) => {
        const [storage] = storages();
        const place = await aPlace(storage);
        const { tenant_id, user } = place;
        const effect = kind === 'set_password' ? setPassword() : { kind };
        const [ofNobody, ofGone] = [
          await issued(storage, place, { ...anAddress(), purpose: 'sign_in', sub: null }),
          await issued(storage, place, { ...anAddress(), purpose: 'verify_email', sub: 'gone' }),
        ];
        for (const ticket of [ofNobody, ofGone]) {
          expect(await redeem(storage, ticket, effect)).toEqual({ outcome: 'unknown' });
        }
        const ticket = await issued(storage, place);
        await storage.users.setDisabled(tenant_id, user.sub, NOW, unique('event'), NOW);
        expect(await redeem(storage, ticket, effect)).toEqual({ outcome: 'unknown' });
      },
    );

    test('what follows is queued with what was done, and not with what was refused', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const { tenant_id } = place;
      const ticket = await issued(storage, place);
      const [refused, done] = [aMail(tenant_id), aMail(tenant_id)];
      await storage.tickets.redeem({ ...ticket, purpose: 'sign_in' }, { kind: 'sign_in' }, [refused], NOW);
      await storage.tickets.redeem(ticket, setPassword(), [done], NOW);
      await storage.tickets.redeem(ticket, setPassword(), [refused], NOW);
      const ids = (await storage.mails.newest(tenant_id, 9)).map(({ mail_id }) => mail_id);
      expect(ids).toContain(done.mail_id);
      expect(ids).not.toContain(refused.mail_id);
    });
  });

  describe('what it does', () => {
    test('verify_email and sign_in mark the address as verified and change nothing else', async () => {
      const [storage] = storages();
      for (const kind of ['verify_email', 'sign_in'] as const) {
        const place = await aPlace(storage);
        const { tenant_id, user } = place;
        await storage.users.update(tenant_id, user.sub, { email_verified: 0, password_hash: 'hash' }, NOW);
        const ticket = await issued(storage, place);
        const expected = { ...user, password_hash: 'hash', email_verified: 1, updated_at: NOW + 5 };
        expect(await redeem(storage, ticket, { kind }, NOW + 5)).toEqual({ outcome: 'done', user: expected });
        expect(await userOf(storage, place)).toEqual(expected);
      }
    });

    test('set_password sets it, verifies the address and ends every session of the user alone', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const { tenant_id, user } = place;
      await storage.users.update(tenant_id, user.sub, { email_verified: 0 }, NOW);
      const neighbour = aUser(tenant_id);
      await storage.users.create(neighbour);
      const sessions = [aSession(user), aSession(user)];
      const foreign = aSession(neighbour);
      for (const session of [...sessions, foreign]) await storage.sessions.start(session, null, unique('event'));
      const ticket = await issued(storage, place);
      const expected = { ...user, password_hash: 'new hash', email_verified: 1, updated_at: NOW + 5 };
      expect(await redeem(storage, ticket, setPassword(), NOW + 5)).toEqual({ outcome: 'done', user: expected });
      expect(await userOf(storage, place)).toEqual(expected);
      for (const { session_hash } of sessions) {
        expect(await storage.sessions.find(tenant_id, session_hash, NOW, 600)).toBeNull();
      }
      expect(await storage.sessions.find(tenant_id, foreign.session_hash, NOW, 600)).not.toBeNull();
    });

    test('of two that were issued at the same moment, the use of one ends the other', async () => {
      const [a, b] = storages();
      for (let round = 0; round < 20; round += 1) {
        const place = await aPlace(a);
        const tickets = await Promise.all([issued(a, place), issued(b, place)]);
        const outcomes = [];
        for (const ticket of tickets) outcomes.push((await redeem(a, ticket, setPassword())).outcome);
        expect(outcomes.sort()).toEqual(['done', 'unknown']);
      }
    });

    test('change_email gives the user the new address, verified; the old one is free', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const { tenant_id, user } = place;
      const address = anAddress();
      const ticket = await issued(storage, place, { purpose: 'change_email', ...address });
      const expected = { ...user, ...address, email_verified: 1, updated_at: NOW + 5 };
      expect(await redeem(storage, ticket, { kind: 'change_email' }, NOW + 5)).toEqual({
        outcome: 'done',
        user: expected,
      });
      expect(await storage.users.findByEmailKey(tenant_id, user.email_key)).toBeNull();
      expect(await storage.users.findByEmailKey(tenant_id, address.email_key)).toEqual(expected);
    });

    test('change_email to an address that somebody has meanwhile: refused, and the ticket is not used up', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const { tenant_id, user } = place;
      const address = anAddress();
      const ticket = await issued(storage, place, { purpose: 'change_email', ...address });
      const holder = aUser(tenant_id, address);
      await storage.users.create(holder);
      expect(await redeem(storage, ticket, { kind: 'change_email' })).toEqual({ outcome: 'email_taken' });
      expect(await find(storage, ticket)).toEqual(ticket);
      expect(await userOf(storage, place)).toEqual(user);
      await storage.users.update(tenant_id, holder.sub, anAddress(), NOW);
      expect(await redeem(storage, ticket, { kind: 'change_email' })).toMatchObject({ outcome: 'done' });
    });

    test('change_email to the own address in other letters verifies it', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const { user } = place;
      const ticket = await issued(storage, place, { purpose: 'change_email', email: user.email.toUpperCase() });
      expect(await redeem(storage, ticket, { kind: 'change_email' })).toMatchObject({
        outcome: 'done',
        user: { email: user.email.toUpperCase(), email_key: user.email_key },
      });
    });

    test('create_user makes the account with the address of the ticket, whatever else it was given', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const { tenant_id } = place;
      const address = anAddress();
      const ticket = await issued(storage, place, { purpose: 'sign_up', sub: null, ...address });
      const user = aUser(tenant_id, { ...anAddress(), email_verified: 0 });
      const expected = { ...user, ...address, email_verified: 1 };
      expect(await redeem(storage, ticket, { kind: 'create_user', user })).toEqual({ outcome: 'done', user: expected });
      expect(await storage.users.find(tenant_id, user.sub)).toEqual(expected);
    });

    test('create_user for an address that has an account meanwhile: refused, and the ticket is not used up', async () => {
      const [storage] = storages();
      const place = await aPlace(storage);
      const ticket = await issued(storage, place, { purpose: 'invitation', sub: null });
      const user = aUser(place.tenant_id);
      expect(await redeem(storage, ticket, { kind: 'create_user', user })).toEqual({ outcome: 'email_taken' });
      expect(await find(storage, ticket)).toEqual(ticket);
      expect(await storage.users.find(place.tenant_id, user.sub)).toBeNull();
    });
  });

  test('verifying an address never brings back a password that was changed at the same time', async () => {
    const [a, b] = storages();
    for (let round = 0; round < 20; round += 1) {
      const place = await aPlace(a);
      const { tenant_id, user } = place;
      const ticket = await issued(a, place, { purpose: 'verify_email' });
      const [answer] = await Promise.all([
        redeem(a, ticket, { kind: 'verify_email' }),
        b.users.update(tenant_id, user.sub, { password_hash: 'changed' }, NOW),
      ]);
      expect(answer.outcome).toBe('done');
      expect(await userOf(a, place)).toMatchObject({ password_hash: 'changed', email_verified: 1 });
    }
  });

  test('verifying an address never brings back one that was changed at the same time', async () => {
    const [a, b] = storages();
    for (let round = 0; round < 20; round += 1) {
      const place = await aPlace(a);
      const { tenant_id, user } = place;
      const ticket = await issued(a, place, { purpose: 'verify_email' });
      const changed = { ...anAddress(), email_verified: 0 };
      await Promise.all([
        redeem(a, ticket, { kind: 'verify_email' }),
        b.users.update(tenant_id, user.sub, changed, NOW),
      ]);
      expect(await userOf(a, place)).toMatchObject(changed);
    }
  });

  test('tickets go when nobody needs to be told that they were used', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const ticket = await issued(storage, place);
    expect(await find(storage, ticket, ticket.expires_at)).toBeNull();
    const margin = 3_600;
    const removeAll = async (now: number) => {
      while ((await storage.maintenance.removeExpired(now, 500)) > 0);
    };
    await removeAll(ticket.expires_at + margin - 1);
    expect(await find(storage, ticket)).toEqual(ticket);
    await removeAll(ticket.expires_at + margin);
    expect(await find(storage, ticket)).toBeNull();
  });
});
