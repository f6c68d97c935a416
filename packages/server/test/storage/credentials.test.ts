import { expect, test } from 'vitest';
import type { PasskeyRecord, RecoveryCodeRecord, TotpRecord } from '../../src/storage/account-records.ts';
import type { Storage } from '../../src/storage/port.ts';
import { describeStorage } from './backends.ts';
import { aClient, anApproval, aPlace, aSession, NOW, unique } from './records.ts';

type UserKey = Pick<TotpRecord, 'tenant_id' | 'sub'>;

async function aPerson(storage: Storage): Promise<UserKey> {
  const { tenant_id, user } = await aPlace(storage);
  return { tenant_id, sub: user.sub };
}

function aPasskey(user: UserKey, change: Partial<PasskeyRecord> = {}): PasskeyRecord {
  return {
    ...user,
    credential_id: unique('credential'),
    public_key: 'cose',
    counter: 0,
    transports: '["internal"]',
    backed_up: 1,
    name: 'Phone',
    created_at: NOW,
    last_used_at: null,
    ...change,
  };
}

const aTotp = (user: UserKey, last_step = 100): TotpRecord => ({
  ...user,
  sealed_secret: unique('sealed'),
  created_at: NOW,
  last_step,
});

const codesOf = (user: UserKey, hashes: readonly string[]): RecoveryCodeRecord[] =>
  hashes.map((code_hash) => ({ ...user, code_hash, created_at: NOW, used_at: null }));

describeStorage('credentials', (storages) => {
  const race = <T>(call: (storage: Storage, i: number) => Promise<T>): Promise<T[]> => {
    const pair = storages();
    return Promise.all(Array.from({ length: 200 }, (_, i) => call(pair[i % 2 ? 1 : 0], i)));
  };

  test('F3, catalogue 73: of 200 uses of one time step exactly one counts, and none of it or an earlier one after it', async () => {
    const [{ credentials }] = storages();
    const user = await aPerson(storages()[0]);
    await credentials.addTotp(aTotp(user), []);
    const uses = await race((each) => each.credentials.useTotpStep(user.tenant_id, user.sub, 101));
    expect(uses.filter(Boolean)).toHaveLength(1);
    for (const step of [101, 100, 1]) {
      expect(await credentials.useTotpStep(user.tenant_id, user.sub, step)).toBe(false);
    }
    expect(await credentials.useTotpStep(user.tenant_id, user.sub, 102)).toBe(true);
  });

  test('catalogue 73: the step of the code that turned the app on is used up', async () => {
    const [{ credentials }] = storages();
    const user = await aPerson(storages()[0]);
    await credentials.addTotp(aTotp(user, 500), []);
    expect(await credentials.useTotpStep(user.tenant_id, user.sub, 500)).toBe(false);
    expect(await credentials.useTotpStep(user.tenant_id, user.sub, 501)).toBe(true);
  });

  test('F3: of 200 uses of one recovery code exactly one counts; its neighbours stay', async () => {
    const [{ credentials }] = storages();
    const user = await aPerson(storages()[0]);
    await credentials.addTotp(aTotp(user), codesOf(user, ['a', 'b']));
    const uses = await race((each) => each.credentials.useRecoveryCode(user.tenant_id, user.sub, 'a', NOW));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect((await credentials.factors(user.tenant_id, user.sub)).recovery_codes).toBe(1);
    expect(await credentials.useRecoveryCode(user.tenant_id, user.sub, 'b', NOW)).toBe(true);
    expect(await credentials.useRecoveryCode(user.tenant_id, user.sub, 'c', NOW)).toBe(false);
  });

  test('of 200 apps that are set up at once exactly one is there, with its own codes', async () => {
    const [{ credentials }] = storages();
    const user = await aPerson(storages()[0]);
    const totps = Array.from({ length: 200 }, () => aTotp(user));
    const answers = await race((each, i) => each.credentials.addTotp(totps[i]!, codesOf(user, [`code ${i}`])));
    expect(answers.filter((answer) => answer === 'created')).toHaveLength(1);
    const winner = answers.indexOf('created');
    expect(await credentials.findTotp(user.tenant_id, user.sub)).toEqual(totps[winner]);
    expect((await credentials.factors(user.tenant_id, user.sub)).recovery_codes).toBe(1);
    expect(await credentials.useRecoveryCode(user.tenant_id, user.sub, `code ${winner}`, NOW)).toBe(true);
  });

  test('WebAuthn §6.1.1: a counter that does not grow is refused, but for authenticators that do not count', async () => {
    const [{ credentials }] = storages();
    const user = await aPerson(storages()[0]);
    const counting = aPasskey(user, { counter: 5 });
    const silent = aPasskey(user);
    await credentials.addPasskey(counting);
    await credentials.addPasskey(silent);
    const use = ({ credential_id }: PasskeyRecord, counter: number) =>
      credentials.usePasskey(user.tenant_id, credential_id, counter, NOW + 1);
    for (const counter of [5, 4, 0]) expect(await use(counting, counter)).toBe(false);
    expect(await use(counting, 6)).toBe(true);
    expect(await use(counting, 6)).toBe(false);
    expect([await use(silent, 0), await use(silent, 0)]).toEqual([true, true]);
    expect(await use(aPasskey(user), 1)).toBe(false);
    expect((await credentials.findPasskey(user.tenant_id, counting.credential_id))?.last_used_at).toBe(NOW + 1);
  });

  test('of 200 answers with the same counter exactly one counts', async () => {
    const user = await aPerson(storages()[0]);
    const passkey = aPasskey(user, { counter: 1 });
    await storages()[0].credentials.addPasskey(passkey);
    const uses = await race((each) => each.credentials.usePasskey(user.tenant_id, passkey.credential_id, 2, NOW));
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  test('passkeys: listed in order, renamed and removed by their own user only, never added twice', async () => {
    const [{ credentials }] = storages();
    const user = await aPerson(storages()[0]);
    const other = await aPerson(storages()[0]);
    const [second, first] = [aPasskey(user, { created_at: NOW + 1 }), aPasskey(user)];
    expect(await credentials.addPasskey(second)).toBe('created');
    expect(await credentials.addPasskey(first)).toBe('created');
    expect(await credentials.addPasskey({ ...first, name: 'Copy' })).toBe('exists');
    const { tenant_id, sub } = user;
    expect(await credentials.listPasskeys(tenant_id, sub)).toEqual([first, second]);
    for (const stranger of [
      { tenant_id, sub: other.sub },
      { tenant_id: other.tenant_id, sub },
    ]) {
      expect(await credentials.renamePasskey(stranger.tenant_id, stranger.sub, first.credential_id, 'Mine')).toBe(
        false,
      );
      expect(await credentials.removePasskey(stranger.tenant_id, stranger.sub, first.credential_id)).toBe(false);
      expect(await credentials.findPasskey(other.tenant_id, first.credential_id)).toBeNull();
    }
    expect(await credentials.renamePasskey(tenant_id, sub, first.credential_id, 'Laptop')).toBe(true);
    expect(await credentials.removePasskey(tenant_id, sub, second.credential_id)).toBe(true);
    expect((await credentials.listPasskeys(tenant_id, sub)).map(({ name }) => name)).toEqual(['Laptop']);
  });

  test('taking the app away takes its codes away; new codes replace all before', async () => {
    const [{ credentials }] = storages();
    const user = await aPerson(storages()[0]);
    const { tenant_id, sub } = user;
    await credentials.addTotp(aTotp(user), codesOf(user, ['a', 'b']));
    await credentials.replaceRecoveryCodes(tenant_id, sub, codesOf(user, ['c', 'd', 'e']));
    expect(await credentials.useRecoveryCode(tenant_id, sub, 'a', NOW)).toBe(false);
    expect(await credentials.factors(tenant_id, sub)).toEqual({ passkeys: 0, totp: true, recovery_codes: 3 });
    expect(await credentials.removeTotp(tenant_id, sub)).toBe(true);
    expect(await credentials.removeTotp(tenant_id, sub)).toBe(false);
    expect(await credentials.factors(tenant_id, sub)).toEqual({ passkeys: 0, totp: false, recovery_codes: 0 });
    expect(await credentials.useTotpStep(tenant_id, sub, 999)).toBe(false);
  });

  test('a session that goes on under its sid keeps those who take part in it, for as long as it now lasts', async () => {
    const [storage] = storages();
    const place = await aPlace(storage);
    const { tenant_id, user } = place;
    const client = aClient(tenant_id, { backchannel_logout: 1 });
    await storage.clients.create(client, [], []);
    const before = aSession(user);
    await storage.sessions.start(before, null, unique('event'));
    const approval = anApproval({ ...place, client });
    await storage.grants.approve({ ...approval, family: { ...approval.family, sid: before.sid } }, NOW);
    const after = aSession(user, { sid: before.sid, expires_at: before.expires_at + 500 });
    await storage.sessions.start(after, before.session_hash, unique('event'));
    expect(await storage.sessions.find(tenant_id, before.session_hash, NOW + 1, 3600)).toBeNull();
    expect(await storage.deliveries.list(tenant_id, client.client_id, { after: null, limit: 9 })).toEqual([]);
    const later = before.expires_at + 1;
    while ((await storage.maintenance.removeExpired(later, 1000)) > 0);
    await storage.sessions.end(tenant_id, after.session_hash, unique('event'), later);
    expect(await storage.deliveries.list(tenant_id, client.client_id, { after: null, limit: 9 })).toHaveLength(1);
  });
});
