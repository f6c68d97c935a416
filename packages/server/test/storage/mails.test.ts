import { expect, test } from 'vitest';
import type { MailRecord } from '../../src/storage/account-records.ts';
import type { Storage } from '../../src/storage/port.ts';
import { describeStorage } from './backends.ts';
import { aMail, aPlace, aTenant, NOW } from './records.ts';

describeStorage('mails', (storages) => {
  /** Takes whatever other tests left. */
  async function nothingDue(storage: Storage) {
    while ((await storage.mails.claim(NOW * 2, 100, NOW + 99_999)).length > 0);
  }

  async function queued(storage: Storage, tenant_id: string, change: Partial<MailRecord> = {}): Promise<MailRecord> {
    const mail = aMail(tenant_id, change);
    await storage.mails.enqueue(mail);
    return mail;
  }

  const found = async (storage: Storage, { tenant_id, mail_id }: MailRecord) =>
    (await storage.mails.newest(tenant_id, 1_000)).find((mail) => mail.mail_id === mail_id);

  test('what is due is taken, the longest waiting first, and not again before the lease is over', async () => {
    const [a, b] = storages();
    await nothingDue(a);
    const { tenant_id } = await aPlace(a);
    const [late, early, later] = [
      await queued(a, tenant_id, { next_attempt_at: NOW + 2 }),
      await queued(a, tenant_id, { next_attempt_at: NOW + 1 }),
      await queued(a, tenant_id, { next_attempt_at: NOW + 9 }),
    ];
    expect(await a.mails.claim(NOW + 60, 1, NOW)).toEqual([]);
    expect(await a.mails.claim(NOW + 60, 1, NOW + 5)).toEqual([{ ...early, attempts: 1, next_attempt_at: NOW + 60 }]);
    expect(await b.mails.claim(NOW + 60, 9, NOW + 5)).toEqual([{ ...late, attempts: 1, next_attempt_at: NOW + 60 }]);
    expect(await b.mails.claim(NOW + 60, 9, NOW + 5)).toEqual([]);
    const again = await b.mails.claim(NOW + 120, 9, NOW + 60);
    expect(again.map(({ mail_id, attempts }) => [mail_id, attempts]).sort()).toEqual(
      [
        [early.mail_id, 2],
        [late.mail_id, 2],
        [later.mail_id, 1],
      ].sort(),
    );
  });

  test('two processes that claim at once never take the same one, and together take all', async () => {
    const [a, b] = storages();
    await nothingDue(a);
    const { tenant_id } = await aPlace(a);
    const mails = Array.from({ length: 60 }, () => aMail(tenant_id));
    await Promise.all(mails.map((mail) => a.mails.enqueue(mail)));
    const taken: string[] = [];
    for (;;) {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 ? a : b).mails.claim(NOW + 60, 4, NOW)),
      );
      const got = answers.flat().map(({ mail_id }) => mail_id);
      taken.push(...got);
      if (got.length === 0) break;
    }
    expect(taken.sort()).toEqual(mails.map(({ mail_id }) => mail_id).sort());
  });

  test('what came of an attempt is kept; one that was sent or given up is never taken again', async () => {
    const [storage] = storages();
    await nothingDue(storage);
    const { tenant_id } = await aPlace(storage);
    const mail = await queued(storage, tenant_id);
    await storage.mails.claim(NOW + 60, 9, NOW);
    const failed = { next_attempt_at: NOW + 30, sent_at: null, last_error: 'refused' };
    await storage.mails.settle(mail, failed);
    expect(await found(storage, mail)).toEqual({ ...mail, attempts: 1, ...failed });
    expect(await storage.mails.claim(NOW + 90, 9, NOW + 29)).toEqual([]);
    expect(await storage.mails.claim(NOW + 90, 9, NOW + 30)).toHaveLength(1);
    const sent = { next_attempt_at: null, sent_at: NOW + 31, last_error: null };
    await storage.mails.settle(mail, sent);
    expect(await found(storage, mail)).toEqual({ ...mail, attempts: 2, ...sent });

    const hopeless = await queued(storage, tenant_id);
    await storage.mails.claim(NOW + 60, 9, NOW);
    await storage.mails.settle(hopeless, { next_attempt_at: null, sent_at: null, last_error: 'unknown recipient' });
    expect(await storage.mails.claim(NOW * 2, 9, NOW + 99_999)).toEqual([]);
  });

  test('a process that wakes up after its lease does not unsend what another one sent', async () => {
    const [a, b] = storages();
    await nothingDue(a);
    const { tenant_id } = await aPlace(a);
    const mail = await queued(a, tenant_id);
    await a.mails.claim(NOW + 60, 9, NOW);
    await b.mails.claim(NOW + 120, 9, NOW + 60);
    const sent = { next_attempt_at: null, sent_at: NOW + 61, last_error: null };
    await b.mails.settle(mail, sent);
    await a.mails.settle(mail, { next_attempt_at: NOW + 90, sent_at: null, last_error: 'too late' });
    expect(await found(a, mail)).toMatchObject(sent);
  });

  test('a tenant sees its own, the newest first, no more than it asked for', async () => {
    const [storage] = storages();
    const { tenant_id } = await aPlace(storage);
    const stranger = await aPlace(storage);
    await queued(storage, stranger.tenant_id, { created_at: NOW + 50 });
    const [old, newest, middle] = [
      await queued(storage, tenant_id, { created_at: NOW + 1 }),
      await queued(storage, tenant_id, { created_at: NOW + 3 }),
      await queued(storage, tenant_id, { created_at: NOW + 2 }),
    ];
    expect(await storage.mails.newest(tenant_id, 2)).toEqual([newest, middle]);
    expect(await storage.mails.newest(tenant_id, 9)).toEqual([newest, middle, old]);
  });

  test('settling reaches the tenant’s own mail only', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const other = aTenant();
    await storage.tenants.create(other, [], []);
    const mail = await queued(storage, place.tenant_id, { mail_id: 'same' });
    await queued(storage, other.tenant_id, { mail_id: 'same' });
    const outcome = { next_attempt_at: null, sent_at: NOW, last_error: null };
    await storage.mails.settle({ tenant_id: other.tenant_id, mail_id: 'same' }, outcome);
    expect(await found(storage, mail)).toEqual(mail);
  });

  test('mails go when nobody needs to see them any more', async () => {
    const [storage] = storages();
    const { tenant_id } = await aPlace(storage);
    const mail = await queued(storage, tenant_id);
    const margin = 3_600;
    const removeAll = async (now: number) => {
      while ((await storage.maintenance.removeExpired(now, 500)) > 0);
    };
    await removeAll(mail.expires_at + margin - 1);
    expect(await found(storage, mail)).toEqual(mail);
    await removeAll(mail.expires_at + margin);
    expect(await found(storage, mail)).toBeUndefined();
  });
});
