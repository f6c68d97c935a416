import { expect, test } from 'vitest';
import { OwnerGoneError, type Storage } from '../../src/storage/port.ts';
import { describeStorage } from './backends.ts';
import {
  aMail,
  aNotice,
  anAccessToken,
  anApproval,
  anInstallation,
  aPasskey,
  aPlace,
  aRefreshToken,
  aSession,
  aTicket,
  aUser,
  NOW,
  type Place,
  rotate,
  unique,
} from './records.ts';

/** An app with tokens, and a code that waits. */
async function installed(storage: Storage, place: Place) {
  const waiting = anApproval(place);
  await storage.grants.approve(waiting, NOW);
  return { ...(await anInstallation(storage, place)), code: waiting.code };
}

type Installed = Awaited<ReturnType<typeof installed>>;
type Write = (storage: Storage, installed: Installed) => Promise<unknown>;

/** Every write that adds something to a user, or to what is theirs. */
const WRITES: Record<string, Write> = {
  'a session starts': (storage, { user }) => storage.sessions.start(aSession(user), null, unique('event')),
  'an app is allowed': (storage, place) => storage.grants.approve(anApproval(place), NOW),
  'a code is redeemed': (storage, { user, code }) =>
    storage.authorizationCodes.redeem(
      { ...code, family_expires_at: NOW + 600 },
      { refresh_token: null, access_token: anAccessToken(code, { sub: user.sub }) },
      NOW,
    ),
  'a token is refreshed': (storage, { token }) => rotate(storage, token, aRefreshToken(token)),
  'a token is stored': (storage, { tenant_id, user, client, family_id }) =>
    storage.accessTokens.create(
      anAccessToken({ tenant_id, family_id, client_id: client.client_id }, { sub: user.sub }),
    ),
  'a passkey is added': (storage, { user }) => storage.credentials.addPasskey(aPasskey(user)),
  'an authenticator app is added': (storage, { tenant_id, user: { sub } }) =>
    storage.credentials.addTotp({ tenant_id, sub, sealed_secret: 'sealed', created_at: NOW, last_step: 1 }, [
      { tenant_id, sub, code_hash: unique('code'), created_at: NOW, used_at: null },
    ]),
  'recovery codes are replaced': (storage, { tenant_id, user: { sub } }) =>
    storage.credentials.replaceRecoveryCodes(tenant_id, sub, [
      { tenant_id, sub, code_hash: unique('code'), created_at: NOW, used_at: null },
    ]),
  'a link is mailed': (storage, place) => storage.tickets.issue(aTicket(place), aMail(place.tenant_id)),
  'the password is set': (storage, { tenant_id, user: { sub } }) =>
    storage.users.setPassword(
      tenant_id,
      sub,
      { password_hash: 'hash', replaces: undefined, keep_sid: null, event_id: unique('event'), mails: [] },
      NOW,
    ),
};

describeStorage('writes for a user who is deleted', (storages) => {
  async function traces(storage: Storage, { tenant_id, user: { sub } }: Installed): Promise<unknown[]> {
    const factors = await storage.credentials.factors(tenant_id, sub);
    return [
      ...(await storage.sessions.listOfUser(tenant_id, sub, NOW, 86_400)),
      ...(await storage.grants.list(tenant_id, { sub }, { after: null, limit: 9 })),
      ...(factors.passkeys + factors.recovery_codes > 0 || factors.totp ? [factors] : []),
    ];
  }

  test.each(Object.entries(WRITES))(
    '%s after it: an answer, or OwnerGoneError; never another error',
    async (_, write) => {
      const [storage] = storages();
      const person = await installed(storage, await aPlace(storage));
      await storage.users.delete(person.tenant_id, person.user.sub, aNotice(), NOW);
      const [settled] = await Promise.allSettled([write(storage, person)]);
      if (settled?.status === 'rejected') expect(settled.reason).toBeInstanceOf(OwnerGoneError);
      expect(await traces(storage, person)).toEqual([]);
    },
  );

  test.each(Object.entries(WRITES))(
    'catalogue 34, 90: %s at the same time, two hundred times: nothing is left of them',
    async (_, write) => {
      const [a, b] = storages();
      const place = await aPlace(a);
      for (let round = 0; round < 200; round += 1) {
        const user = aUser(place.tenant_id);
        await a.users.create(user);
        const person = await installed(a, { ...place, user });
        const [first, second] = round % 2 === 0 ? [a, b] : [b, a];
        const [deleted, written] = await Promise.allSettled([
          first.users.delete(person.tenant_id, person.user.sub, aNotice(), NOW),
          write(second, person),
        ]);
        expect(deleted).toMatchObject({ status: 'fulfilled', value: expect.any(Array) });
        if (written.status === 'rejected') expect(written.reason).toBeInstanceOf(OwnerGoneError);
        expect(await traces(b, person)).toEqual([]);
      }
    },
  );
});
