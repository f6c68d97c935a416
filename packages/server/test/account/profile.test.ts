import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorPage, fieldOf } from '../support/answers.ts';
import { anInstalledApp, userinfo } from '../support/installed-app.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { aPerson, claimsOf, csrfOf, type Person, send } from './account.ts';

const FULL = {
  name: 'Ada Byron',
  given_name: 'Ada',
  family_name: 'Byron',
  nickname: 'Ada',
  preferred_username: 'ada',
  picture: 'https://ada.example/me.png',
  website: 'http://ada.example/',
  birthdate: '1815-12-10',
  gender: 'female',
  zoneinfo: 'Europe/London',
  locale: 'en',
  phone_number: '+442079460018',
  street_address: '12 St James’s Square',
  locality: 'London',
  region: 'Middlesex',
  postal_code: 'SW1Y 4JH',
  country: 'England',
};

describe('the profile', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const save = (person: Person, fields: Record<string, string>) => send(server, person, '/account/profile', fields);
  const saved = (response: Response) =>
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/\/account\/profile\?done=saved/),
    ]);
  const problemOf = (page: string, field: string) =>
    new RegExp(`id="${field}-error"[\\s\\S]*?<span>([^<]*)</span>`).exec(page)?.[1];

  test('OIDC Core §5.1, §5.1.1, §5.4: what is typed is what an app with the scope is told, and updated_at grows', async () => {
    const person = await aPerson(server, { claims: {} });
    const metadata = { scope: 'openid profile phone address' };
    const { access_token } = await anInstalledApp(server, { user: person.user, metadata, parameters: metadata });
    const before = (await userinfo(server, access_token)).body.updated_at;
    server.clock.advance(5);
    saved(await save(person, FULL));
    const { street_address, locality, region, postal_code, country, ...flat } = FULL;
    expect((await userinfo(server, access_token)).body).toEqual({
      sub: person.user.sub,
      ...flat,
      phone_number_verified: false,
      address: { street_address, locality, region, postal_code, country },
      updated_at: Number(before) + 5,
    });
    const page = await (await person.agent.visit('/account/profile')).text();
    for (const [name, value] of Object.entries(FULL)) {
      if (['zoneinfo', 'locale', 'street_address'].includes(name)) expect(page).toContain(value);
      else expect(fieldOf(page, name)).toBe(value);
    }
    const [event] = await server.deps.storage.audit.list(
      (await server.tenant()).tenant_id,
      { sub: person.user.sub, action: 'user.profile_changed' },
      { after: null, limit: 9 },
    );
    expect(event).toMatchObject({ actor: `user:${person.user.sub}` });
    expect(event?.details).not.toContain('Byron');
  });

  test('an empty field removes its claim; without a change nothing is written', async () => {
    const person = await aPerson(server, {
      claims: {
        name: 'Ada',
        address: { country: 'England' },
        phone_number: '+4412345678',
        phone_number_verified: true,
      },
    });
    saved(await save(person, {}));
    expect(await claimsOf(server, person.user)).toEqual({});
    const { tenant_id } = await server.tenant();
    const events = () => server.deps.storage.audit.list(tenant_id, { sub: person.user.sub }, { after: null, limit: 9 });
    const before = [await server.deps.storage.users.find(tenant_id, person.user.sub), await events()];
    server.clock.advance(5);
    saved(await save(person, {}));
    expect([await server.deps.storage.users.find(tenant_id, person.user.sub), await events()]).toEqual(before);
  });

  test('catalogue 71: no form sets what the server vouches for, nor any claim that has no field', async () => {
    const person = await aPerson(server, { claims: { name: 'Ada', tier: 'gold' } });
    const { tenant_id } = await server.tenant();
    const before = await server.deps.storage.users.find(tenant_id, person.user.sub);
    for (const [name, value] of [
      ['email_verified', 'true'],
      ['email', 'eve@example.com'],
      ['sub', 'usr_0'],
      ['phone_number_verified', 'true'],
      ['updated_at', '1'],
      ['tier', 'platinum'],
      ['address', '{}'],
      ['__proto__', 'x'],
      ['constructor', 'x'],
      ['password_hash', 'x'],
      ['disabled_at', '1'],
    ] as const) {
      await errorPage(await save(person, { name: 'Eve', [name]: value }), 400);
    }
    expect(await server.deps.storage.users.find(tenant_id, person.user.sub)).toEqual(before);
  });

  test('claims that an operator set and no field shows stay, also those in the address', async () => {
    const kept = { tier: 'gold', middle_name: 'King', roles: ['a', 'b'], empty: '', nothing: {}, name: 42 };
    const address = { formatted: 'London', floor: '2' };
    const person = await aPerson(server, { claims: { ...kept, address, zoneinfo: 'Moon/Tranquility', locale: 'tlh' } });
    const fields = { zoneinfo: 'Moon/Tranquility', locale: 'tlh', nickname: 'Ada' };
    saved(await save(person, fields));
    expect(await claimsOf(server, person.user)).toEqual({
      ...kept,
      address,
      zoneinfo: 'Moon/Tranquility',
      locale: 'tlh',
      nickname: 'Ada',
    });
    // Of other parts the whole was not formatted.
    saved(await save(person, { ...fields, country: 'England' }));
    expect((await claimsOf(server, person.user)).address).toEqual({ floor: '2', country: 'England' });
  });

  test('OIDC Core §5.1: another phone number is not verified; the same one, spaced otherwise, still is', async () => {
    const claims = { phone_number: '+442079460018', phone_number_verified: true };
    const person = await aPerson(server, { claims });
    saved(await save(person, { phone_number: '+44 (20) 7946-0018' }));
    expect(await claimsOf(server, person.user)).toEqual(claims);
    saved(await save(person, { phone_number: '+44 20 7946 0019' }));
    expect(await claimsOf(server, person.user)).toEqual({
      phone_number: '+442079460019',
      phone_number_verified: false,
    });
    saved(await save(person, {}));
    expect(await claimsOf(server, person.user)).toEqual({});
  });

  test.each([
    ['name', 'x'.repeat(101), 'at most 100'],
    ['name', 'Ada\u202enoryB', 'cannot be seen'],
    ['preferred_username', 'ada byron', 'spaces'],
    ['picture', 'http://ada.example/me.png', 'https://'],
    ['picture', 'javascript:alert(1)', 'https://'],
    ['picture', 'data:image/png;base64,AAAA', 'https://'],
    ['picture', 'https://eve@ada.example/', 'https://'],
    ['picture', `https://ada.example/${'x'.repeat(2000)}`, 'at most 2000'],
    ['website', 'ada.example', 'http://'],
    ['website', 'javascript:alert(1)//http://', 'http://'],
    ['birthdate', '10.12.1815', '1990-02-28'],
    ['birthdate', '1815-02-30', '1990-02-28'],
    ['birthdate', '1815-12', '1990-02-28'],
    ['birthdate', '2027-01-16', 'still to come'],
    ['birthdate', '2028', 'still to come'],
    ['zoneinfo', 'Moon/Tranquility', 'Choose'],
    ['locale', 'tlh', 'Choose'],
    ['phone_number', '020 7946 0018', 'country code'],
    ['phone_number', '+0123456789', 'country code'],
    ['phone_number', '+1234567890123456', 'country code'],
    ['phone_number', '+44 20 CALL ME', 'country code'],
    ['street_address', 'x'.repeat(201), 'at most 200'],
    ['country', 'x'.repeat(61), 'at most 60'],
  ])('%s %j is refused beside the field, and nothing typed is lost', async (field, value, reason) => {
    const person = await aPerson(server, { claims: { name: 'Ada' } });
    const typed: Record<string, string> = { name: 'Ada B', nickname: 'Countess', [field]: value };
    const response = await save(person, typed);
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(problemOf(page, field)).toContain(reason);
    expect(page.match(/aria-invalid="true"/g)).toHaveLength(1);
    expect(fieldOf(page, 'nickname')).toBe('Countess');
    if (!['zoneinfo', 'locale', 'street_address'].includes(field)) expect(fieldOf(page, field)).toBe(value);
    expect(page).toContain(`href="#${field}"`);
    expect(await claimsOf(server, person.user)).toEqual({ name: 'Ada' });
  });

  test.each([
    ['birthdate', '1815'],
    ['birthdate', '0000-02-29'],
    ['birthdate', '2027-01-15'],
    ['phone_number', '+18005550199'],
    ['name', '\u{1f469}\u200d\u{1f680} Ada'],
    ['name', 'x'.repeat(100)],
    ['street_address', 'House\n12 Square'],
    ['zoneinfo', 'UTC'],
  ])('%s %j is kept', async (field, value) => {
    const person = await aPerson(server, { claims: {} });
    saved(await save(person, { [field]: value }));
    const claims = await claimsOf(server, person.user);
    const address = claims.address as Record<string, unknown> | undefined;
    expect(claims[field] ?? address?.[field]).toBe(value);
  });

  test('each part says which permission releases it, and which apps have that', async () => {
    const person = await aPerson(server, { claims: {} });
    const scope = 'openid profile';
    await anInstalledApp(server, {
      user: person.user,
      metadata: { client_name: 'Papyrus', scope },
      parameters: { scope },
    });
    const page = await (await person.agent.visit('/account/profile')).text();
    const [about = '', phone = '', address = ''] = [...page.matchAll(/<div class="released[\s\S]*?<\/div>/g)].map(
      ([text]) => text,
    );
    expect(about).toContain('“See your profile”. Now: Papyrus.');
    expect(phone).toContain('No app sees it now.');
    expect(address).toContain('No app sees it now.');
  });

  test('catalogue 65: what was typed is shown as text', async () => {
    const person = await aPerson(server, { claims: {} });
    const markup = '"><script>alert(1)</script>';
    const page = await (
      await save(person, { name: markup, birthdate: markup, street_address: '</textarea><b>' })
    ).text();
    expect(page).not.toContain('<script');
    expect(page).not.toContain('<b>');
    expect(page).toContain('&lt;/textarea&gt;&lt;b&gt;');
  });

  test('"saved" is said once to whoever saved: no link from elsewhere, to somebody else or later makes a page say it', async () => {
    const [person, other] = [await aPerson(server, { claims: {} }), await aPerson(server, { claims: {} })];
    const location = (await save(person, { name: 'Ada' })).headers.get('location') ?? '';
    const says = async (by: Person, url: string) => (await (await by.agent.visit(url)).text()).includes('Saved.');
    expect(await says(person, location)).toBe(true);
    expect(await says(other, location)).toBe(false);
    expect(await says(person, location.replace('/profile', '/devices'))).toBe(false);
    expect(await says(person, '/account/profile?done=saved')).toBe(false);
    expect(await says(person, location.replace('saved', 'Saved'))).toBe(false);
    server.clock.advance(61);
    expect(await says(person, location)).toBe(false);
  });

  test('two fields with one name are refused', async () => {
    const person = await aPerson(server);
    const body = new URLSearchParams([
      ['csrf', await csrfOf(person)],
      ['name', 'Ada'],
      ['name', 'Eve'],
    ]);
    const headers = { origin: new URL(server.issuer).origin };
    await errorPage(await person.agent.send('/account/profile', { method: 'POST', body, headers }), 400);
  });
});
