import { expect, test } from 'vitest';
import { fieldOf } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { describeServer } from '../support/databases.ts';
import type { TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';
import { addPasskey, aPerson, aPersonWithTotp, factorPage, sessionOf, usePasskey } from './person.ts';
import { type Ceremony, passkeyOptions, SoftwareAuthenticator } from './software-authenticator.ts';

const ISSUER = 'https://auth.example.com/demo';

describeServer('passkeys', { publicUrl: 'https://auth.example.com', issuer: ISSUER }, (server) => {
  const session = (agent: UserAgent) => agent.cookies.get('__Host-xenia_session_demo');

  async function aPasskeyUser(): Promise<{ user: TestUser; agent: UserAgent; passkey: SoftwareAuthenticator }> {
    const { user, agent } = await aPerson(server());
    return { user, agent, passkey: await addPasskey(server(), agent) };
  }

  /** A browser at the login page, with the options that the page gives to the browser. */
  async function atLogin(path = '/sign-in?continue=%2Faccount%2Fsecurity') {
    const agent = new UserAgent(server());
    const page = await (await agent.visit(path)).text();
    return { agent, page, options: passkeyOptions(page) };
  }

  async function refused(passkey: SoftwareAuthenticator, told: Ceremony): Promise<void> {
    const { agent, page, options } = await atLogin();
    const response = await agent.submit(page, { credential: passkey.get(options, told) });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('That passkey did not work.');
    expect(session(agent)).toBeUndefined();
  }

  test('WebAuthn §5.8.2: the options name the domain, no passkeys and no user; the challenge is another each time', async () => {
    const [first, second] = [await atLogin(), await atLogin()];
    expect(first.options).toMatchObject({
      rpId: 'auth.example.com',
      allowCredentials: [],
      userVerification: 'required',
      timeout: 300_000,
    });
    expect(first.options).not.toEqual(second.options);
  });

  test('signs in without a name, in place of password and code: for an app and at the server itself', async () => {
    const { user, app } = await aPersonWithTotp(server());
    const agent = new UserAgent(server());
    const second = await (await agent.signIn(await (await agent.visit('/account/security')).text(), user)).text();
    await agent.submit(second, { code: app.code(), action: 'totp' });
    const passkey = await addPasskey(server(), agent);
    const own = await atLogin();
    expect(await (await usePasskey(own.agent, own.page, passkey)).text()).toContain(user.email.replace('@', '<wbr>@'));
    const byApp = await atLogin(requestUrl(await server().aClient()));
    expect(factorPage(await (await usePasskey(byApp.agent, byApp.page, passkey)).text())).toBe('consent');
    expect(session(byApp.agent)).toBeDefined();
  });

  test.each([
    ['https://badexample.com', 'a domain that ends alike'],
    ['https://auth.example.com.evil.example', 'a domain that begins alike'],
    ['https://example.com', 'the parent domain'],
    ['https://evil.auth.example.com', 'a domain below'],
    ['http://auth.example.com', 'another scheme'],
    ['https://auth.example.com:8443', 'another port'],
    ['null', 'no origin'],
  ])('catalogue 78: an answer that was given to %s (%s) is refused', async (origin) => {
    const { passkey } = await aPasskeyUser();
    await refused(passkey, { origin });
  });

  test('catalogue 78: nor is a passkey made there added', async () => {
    const { agent } = await aPerson(server());
    for (const told of [
      { origin: 'https://badexample.com' },
      { rpId: 'example.com' },
      { verified: false },
      { type: 'webauthn.get' },
    ]) {
      const page = await (await agent.visit('/account/security/passkeys/add')).text();
      const authenticator = new SoftwareAuthenticator('https://auth.example.com');
      const credential = authenticator.create(passkeyOptions(page), told);
      const response = await agent.submit(page, { name: 'x', credential });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain('The passkey was not added.');
    }
  });

  test('another domain, a user who was not verified, another ceremony, another user, another key: refused', async () => {
    const { passkey } = await aPasskeyUser();
    const { passkey: stranger } = await aPasskeyUser();
    await refused(passkey, { rpId: 'example.com' });
    await refused(passkey, { verified: false });
    await refused(passkey, { type: 'webauthn.create' });
    await refused(passkey, { userHandle: Buffer.alloc(32).toString('base64url') });
    const { agent, page, options } = await atLogin();
    const named = passkey.id.toString('base64url');
    const forged = stranger.get(options).replaceAll(stranger.id.toString('base64url'), named);
    expect((await agent.submit(page, { credential: forged })).status).toBe(422);
  });

  test('WebAuthn §6.1.1: a counter that does not grow tells of a copy', async () => {
    const { agent } = await aPerson(server());
    const passkey = new SoftwareAuthenticator('https://auth.example.com');
    passkey.counter = 7;
    const page = await (await agent.visit('/account/security/passkeys/add')).text();
    await agent.submit(page, { name: 'Key', credential: passkey.create(passkeyOptions(page)) });
    await refused(passkey, { counter: 7 });
    await refused(passkey, { counter: 3 });
    await refused(passkey, { counter: 0 });
    const fresh = await atLogin();
    const response = await fresh.agent.submit(fresh.page, { credential: passkey.get(fresh.options, { counter: 8 }) });
    expect(response.status).toBe(200);
    await refused(passkey, { counter: 8 });
  });

  test('§13.4.3: a challenge is for one browser and one place, and for five minutes', async () => {
    const { passkey } = await aPasskeyUser();
    const [one, other] = [await atLogin(), await atLogin()];
    const elsewhere = await atLogin(requestUrl(await server().aClient()));
    const { challenge } = one.options as { challenge: string };
    await refused(passkey, { challenge });
    for (const { agent, page } of [other, elsewhere]) {
      expect((await agent.submit(page, { credential: passkey.get(one.options) })).status).toBe(422);
    }
    for (const forged of ['', 'AAAA', `${challenge.slice(0, -4)}AAAA`, Buffer.alloc(56).toString('base64url')]) {
      await refused(passkey, { challenge: forged });
    }
    server().clock.advance(299);
    const inTime = passkey.get(other.options);
    expect((await other.agent.submit(other.page, { credential: inTime })).status).toBe(200);
    server().clock.advance(1);
    expect((await one.agent.submit(one.page, { credential: passkey.get(one.options) })).status).toBe(422);
  });

  test('F3: of 50 answers to one challenge at once one signs in; afterwards none', async () => {
    const { passkey } = await aPasskeyUser();
    const { agent, page, options } = await atLogin();
    const credential = passkey.get(options);
    const body = new URLSearchParams({ csrf: fieldOf(page, 'csrf') ?? '', action: 'passkey', credential });
    const send = () => agent.send('/sign-in?continue=%2Faccount%2Fsecurity', { method: 'POST', body });
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect((await send()).status).toBe(422);
  });

  test('what is no answer at all is refused, and never an error of ours', async () => {
    const { passkey } = await aPasskeyUser();
    const { agent, page, options } = await atLogin();
    const id = passkey.id.toString('base64url');
    const good = JSON.parse(passkey.get(options)) as { response: Record<string, unknown> };
    const broken = [
      '',
      'null',
      '[]',
      '{}',
      '"x"',
      '{"id":1,"response":{}}',
      `{"id":"${id}","response":null}`,
      `{"id":"${id}","rawId":"${id}","type":"public-key","response":{}}`,
      JSON.stringify({ ...good, id: `${id}\u0000` }),
      JSON.stringify({ ...good, type: 'password' }),
      JSON.stringify({ ...good, response: { ...good.response, authenticatorData: '!' } }),
      JSON.stringify({ ...good, response: { ...good.response, clientDataJSON: 'AAAA' } }),
      JSON.stringify({ ...good, response: { ...good.response, signature: {} } }),
      JSON.stringify({ ...good, response: { ...good.response, authenticatorData: 'AAAA' } }),
      '{"id":"'.padEnd(16_000, 'x'),
    ];
    for (const credential of broken) {
      expect((await agent.submit(page, { credential, action: 'passkey' })).status).toBe(422);
    }
    const add = await aPerson(server());
    const adding = await (await add.agent.visit('/account/security/passkeys/add')).text();
    for (const credential of broken) {
      expect((await add.agent.submit(adding, { name: 'x', credential })).status).toBe(422);
    }
  });

  test('a passkey that was removed, or whose user is disabled, signs in no longer', async () => {
    const { user, agent, passkey } = await aPasskeyUser();
    const { passkey: other, user: disabled } = await aPasskeyUser();
    const security = await (await agent.visit('/account/security')).text();
    const form = { csrf: fieldOf(security, 'csrf') ?? '', passkey: passkey.id.toString('base64url') };
    const remove = { method: 'POST', body: new URLSearchParams(form) };
    const question = await (await agent.visit('/account/security/passkeys/remove', remove)).text();
    expect(question).toContain('Remove the passkey My phone?');
    expect(await (await agent.submit(question, { confirm: 'yes' })).text()).toContain('The passkey was removed.');
    await refused(passkey, {});
    const { tenant_id } = await server().tenant();
    const now = server().clock();
    await server().deps.storage.users.setDisabled(tenant_id, disabled.sub, now, 'event-2', now);
    await refused(other, {});
    expect(user.sub).not.toBe(disabled.sub);
  });

  test('nobody adds a passkey that another has, nor more than twenty', async () => {
    const { agent, user } = await aPerson(server());
    const passkey = await addPasskey(server(), agent);
    const { agent: stranger } = await aPerson(server());
    const page = await (await stranger.visit('/account/security/passkeys/add')).text();
    const credential = passkey.create(passkeyOptions(page));
    expect((await stranger.submit(page, { name: 'Mine', credential })).status).toBe(422);
    for (let i = 1; i < 20; i += 1) await addPasskey(server(), agent, `Key ${i}`);
    const full = await (await agent.visit('/account/security/passkeys/add')).text();
    expect(full).toContain('You have as many passkeys as an account can have.');
    const { tenant_id } = await server().tenant();
    expect(await server().deps.storage.credentials.listPasskeys(tenant_id, user.sub)).toHaveLength(20);
  });
});

describeServer('where there are no passkeys', { publicUrl: 'http://127.0.0.1:3000' }, (server) => {
  test('an issuer at an address has none: nothing is offered, and what is posted is refused', async () => {
    const { agent } = await aPerson(server());
    const login = await (await new UserAgent(server()).visit('/sign-in')).text();
    expect(login).not.toMatch(/<script|passkey/i);
    expect(await (await agent.visit('/account/security')).text()).not.toContain('Add a passkey');
    const body = new URLSearchParams({ csrf: '', action: 'passkey', credential: '{}' });
    const fresh = new UserAgent(server());
    const page = await (await fresh.visit('/sign-in')).text();
    body.set('csrf', fieldOf(page, 'csrf') ?? '');
    expect((await fresh.send('/sign-in', { method: 'POST', body })).status).toBe(422);
    expect(sessionOf(fresh)).toBeUndefined();
  });
});
