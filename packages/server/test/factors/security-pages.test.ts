import { describe, expect, test } from 'vitest';
import { minPasswordLength } from '../../src/accounts/factors.ts';
import { errorPage, fieldOf } from '../support/answers.ts';
import { describeServer } from '../support/databases.ts';
import { UserAgent } from '../support/user-agent.ts';
import {
  addPasskey,
  aPerson,
  aPersonWithTotp,
  codeOf,
  factorPage,
  sessionOf,
  setUpTotp,
  usePasskey,
} from './person.ts';

const SENSITIVE = [
  '/account/security/passkeys/add',
  '/account/security/authenticator',
  '/account/security/recovery-codes',
  '/account/security/authenticator/remove',
] as const;

describeServer('the pages where users keep what they sign in with', {}, (server) => {
  const credentials = () => server().deps.storage.credentials;
  const tenantId = async () => (await server().tenant()).tenant_id;

  test.each(SENSITIVE)(
    'ASVS 5 §7.5: %s is for who signed in within the last ten minutes; then back to it',
    async (path) => {
      const { user, agent } = await aPerson(server());
      const app = await setUpTotp(server(), agent);
      server().clock.advance(600);
      const login = await (await agent.visit(path)).text();
      expect(factorPage(login)).toBe('login');
      expect(login).toContain('Confirm that it is you');
      expect(fieldOf(login, 'email')).toBe(user.email);
      const csrf = fieldOf(await (await agent.visit('/account/profile')).text(), 'csrf') ?? '';
      const late = await agent.send(path, { method: 'POST', body: new URLSearchParams({ csrf, confirm: 'yes' }) });
      expect(late.headers.get('location') ?? '').toContain('/sign-in?');
      const second = await (await agent.signIn(login, user)).text();
      expect(factorPage(second)).toBe('second_factor');
      const arrived = await agent.submit(second, { code: app.code(), action: 'totp' });
      expect([arrived.status, factorPage(await arrived.text())]).toEqual([200, 'other']);
      expect((await agent.send(path)).status).toBe(200);
    },
  );

  test('catalogue 79: whoever knows only the password of an account with a passkey cannot change what signs in', async () => {
    const { user, agent: owner } = await aPerson(server());
    const passkey = await addPasskey(server(), owner);
    const { agent: thief } = await aPerson(server(), user);
    const asked = await (await thief.visit('/account/security/passkeys/add')).text();
    expect(factorPage(asked)).toBe('second_factor');
    const csrf = fieldOf(await (await thief.visit('/account/profile')).text(), 'csrf') ?? '';
    const form = { csrf, passkey: passkey.id.toString('base64url'), confirm: 'yes' };
    for (const path of ['/passkeys/add', '/passkeys/remove', '/authenticator', '/recovery-codes']) {
      const sent = {
        method: 'POST',
        body: new URLSearchParams({ ...form, name: 'x', credential: '{}', code: '000000' }),
      };
      const response = await thief.send(`/account/security${path}`, sent);
      expect(response.headers.get('location') ?? '').toContain('/sign-in?');
    }
    expect(await credentials().factors(await tenantId(), user.sub)).toMatchObject({ passkeys: 1, totp: false });
    // The passkey itself leads there.
    expect(await (await usePasskey(thief, asked, passkey)).text()).toContain('Add a passkey');
  });

  test('catalogue 81, 23: nothing changes by GET, by a form of another site, or by one that another user was given', async () => {
    const { agent, user } = await aPerson(server());
    const { agent: other } = await aPerson(server());
    const passkey = await addPasskey(server(), agent);
    const strange = fieldOf(await (await other.visit('/account/profile')).text(), 'csrf') ?? '';
    const own = fieldOf(await (await agent.visit('/account/profile')).text(), 'csrf') ?? '';
    const body = (csrf: string) =>
      new URLSearchParams({ csrf, passkey: passkey.id.toString('base64url'), confirm: 'yes', name: 'Mallory' });
    for (const path of ['/passkeys/remove', '/passkeys/rename', '/authenticator/remove', '/recovery-codes']) {
      for (const [csrf, origin] of [
        ['', 'http://localhost:3000'],
        [strange, 'http://localhost:3000'],
        [own, 'https://evil.example'],
      ] as const) {
        const sent = { method: 'POST', body: body(csrf), headers: { origin } };
        await errorPage(await agent.send(`/account/security${path}`, sent), 403);
      }
    }
    for (const path of ['/passkeys/remove', '/passkeys/rename', '/recovery-codes/download']) {
      expect((await agent.send(`/account/security${path}?${body(own)}`)).status).toBe(405);
    }
    const [kept] = await credentials().listPasskeys(await tenantId(), user.sub);
    expect(kept?.name).toBe('My phone');
  });

  test('catalogue 80: nobody renames or removes a passkey of somebody else', async () => {
    const { agent: owner, user } = await aPerson(server());
    const passkey = await addPasskey(server(), owner);
    const { agent: stranger } = await aPerson(server());
    const csrf = fieldOf(await (await stranger.visit('/account/profile')).text(), 'csrf') ?? '';
    const form = { csrf, passkey: passkey.id.toString('base64url'), confirm: 'yes', name: 'Mine' };
    for (const answer of ['rename', 'remove']) {
      const sent = { method: 'POST', body: new URLSearchParams(form) };
      const page = await (await stranger.visit(`/account/security/passkeys/${answer}`, sent)).text();
      expect(page).not.toContain('My phone');
    }
    const [kept] = await credentials().listPasskeys(await tenantId(), user.sub);
    expect(kept?.name).toBe('My phone');
  });

  test('an app that has shown no right code is not kept; the key of the page stays the same', async () => {
    const { user, agent } = await aPerson(server());
    const page = await (await agent.visit('/account/security/authenticator')).text();
    const key = /<code class="key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? '';
    expect(page).toContain(`href="otpauth://totp/Demo:${encodeURIComponent(user.email)}?issuer=Demo&amp;secret=`);
    const refused = await agent.submit(page, { code: '000000' });
    expect(refused.status).toBe(422);
    const again = await refused.text();
    expect(again).toContain(key);
    expect(await credentials().findTotp(await tenantId(), user.sub)).toBeNull();
    const plain = key.replaceAll(' ', '');
    const on = await agent.submit(again, { code: codeOf(plain, server().clock()) });
    expect(await on.text()).toContain('The authenticator app is on.');
    const stored = await credentials().findTotp(await tenantId(), user.sub);
    expect(stored?.sealed_secret).not.toContain(plain);
    // A second one beside it cannot be turned on, from a page that was left open.
    const second = await agent.submit(again, { code: codeOf(plain, server().clock()) });
    expect([second.status, await second.text()]).toEqual([422, expect.stringContaining('turned on already')]);
  });

  test('a key is for its user, and for a quarter of an hour', async () => {
    const { agent } = await aPerson(server());
    const { agent: other, user } = await aPerson(server());
    const page = await (await agent.visit('/account/security/authenticator')).text();
    const theirs = await (await other.visit('/account/security/authenticator')).text();
    const key = (/<code class="key">([A-Z2-7 ]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '');
    const set_up = fieldOf(page, 'set_up') ?? '';
    const refused = await other.submit(theirs, { set_up, code: codeOf(key, server().clock()) });
    expect(await refused.text()).toContain('This page was open for too long.');
    expect(await credentials().findTotp(await tenantId(), user.sub)).toBeNull();
  });

  test('recovery codes: shown once, saved as a text file, replaced by new ones', async () => {
    const { agent, user } = await aPerson(server());
    const app = await setUpTotp(server(), agent);
    const ask = await (await agent.visit('/account/security/recovery-codes')).text();
    for (const code of app.recoveryCodes) expect(ask).not.toContain(code);
    const shown = await (await agent.submit(ask, {})).text();
    const codes = [...shown.matchAll(/<code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map(([, code]) => code);
    expect(new Set([...codes, ...app.recoveryCodes]).size).toBe(20);
    const file = await agent.submit(shown, {});
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="recovery-codes.txt"');
    expect(file.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(file.headers.get('cache-control')).toBe('no-store');
    const text = await file.text();
    expect(text).toContain(user.email);
    for (const code of codes) expect(text).toContain(code);
    const { agent: stranger } = await aPerson(server());
    const csrf = fieldOf(await (await stranger.visit('/account/profile')).text(), 'csrf') ?? '';
    const stolen = new URLSearchParams({ csrf, codes: fieldOf(shown, 'codes') ?? '' });
    const away = await stranger.send('/account/security/recovery-codes/download', { method: 'POST', body: stolen });
    expect(away.status).toBe(303);
    server().clock.advance(900);
    expect((await agent.submit(shown, {})).headers.get('content-disposition')).toBeNull();
    const fresh = new UserAgent(server());
    const second = await (await fresh.signIn(await (await fresh.visit('/apps')).text(), user)).text();
    expect((await fresh.submit(second, { code: app.recoveryCodes[0] ?? '', action: 'recovery_code' })).status).toBe(
      422,
    );
    expect((await fresh.submit(second, { code: codes[0] ?? '', action: 'recovery_code' })).status).toBe(200);
    expect(sessionOf(fresh)).toBeDefined();
  });

  test('turning the app off: the password alone signs in again, its recovery codes are worth nothing', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const second = await (
      await agent.signIn(await (await agent.visit('/account/security/authenticator/remove')).text(), user)
    ).text();
    const question = await (await agent.submit(second, { code: app.code(), action: 'totp' })).text();
    const done = await (await agent.submit(question, {})).text();
    expect(done).toContain('The authenticator app is turned off.');
    expect(await credentials().factors(await tenantId(), user.sub)).toEqual({
      passkeys: 0,
      totp: false,
      recovery_codes: 0,
    });
    expect((await aPerson(server(), user)).user).toBe(user);
  });

  test('the only way to sign in cannot be removed', async () => {
    const { agent, user } = await aPerson(server());
    const passkey = await addPasskey(server(), agent);
    await server().deps.storage.users.update(await tenantId(), user.sub, { password_hash: null }, server().clock());
    const csrf = fieldOf(await (await agent.visit('/account/profile')).text(), 'csrf') ?? '';
    const form = { csrf, passkey: passkey.id.toString('base64url'), confirm: 'yes' };
    const sent = { method: 'POST', body: new URLSearchParams(form) };
    const page = await (await agent.visit('/account/security/passkeys/remove', sent)).text();
    expect(page).toContain('It is your only way to sign in.');
    expect(await credentials().factors(await tenantId(), user.sub)).toMatchObject({ passkeys: 1 });
  });

  test('each change is written down, with who made it', async () => {
    const { agent, user } = await aPerson(server());
    await setUpTotp(server(), agent);
    await addPasskey(server(), agent);
    const events = await server().deps.storage.audit.list(
      await tenantId(),
      { sub: user.sub },
      { after: null, limit: 50 },
    );
    expect(events.map(({ action, actor }) => [action, actor])).toEqual(
      expect.arrayContaining([
        ['totp.added', `user:${user.sub}`],
        ['passkey.added', `user:${user.sub}`],
      ]),
    );
  });

  test('catalogue 86: neither keys nor codes nor recovery codes are logged', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const second = await (await agent.signIn(await (await agent.visit('/apps')).text(), user)).text();
    await agent.submit(second, { code: '739182', action: 'totp' });
    await agent.submit(second, { code: app.recoveryCodes[0] ?? '', action: 'recovery_code' });
    const log = JSON.stringify(server().log);
    for (const secret of [app.key, '739182', ...app.recoveryCodes]) expect(log).not.toContain(secret);
  });
});

describe('NIST SP 800-63B-4 §3.1.1.2', () => {
  test('"SHALL require passwords that are used as a single-factor authentication mechanism to be a minimum of 15 characters", 8 with another factor', () => {
    expect(minPasswordLength(null)).toBe(15);
    expect(minPasswordLength({ totp: false })).toBe(15);
    expect(minPasswordLength({ totp: true })).toBe(8);
  });
});
