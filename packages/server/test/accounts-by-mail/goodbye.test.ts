import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inviteUser } from '../../src/management/invitations.ts';
import { deleteUser } from '../../src/management/users.ts';
import { anotherBrowser, csrfOf, FIREFOX } from '../account/account.ts';
import { mailsTo, mailTo } from '../support/mails.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { freshAddress } from './journeys.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { defaultLocale: 'de', signUp: 'invitation' } });
});
afterAll(() => server.close());

async function deleteMyself(user: TestUser, accept: string): Promise<void> {
  const agent = await anotherBrowser(server, user);
  const body = new URLSearchParams({ csrf: await csrfOf({ agent }), password: user.password });
  const headers = { origin: new URL(server.issuer).origin, 'accept-language': accept };
  const response = await agent.send('/account/data/delete', { method: 'POST', body, headers });
  expect(response.status).toBe(200);
}

describe('a deleted account', () => {
  test('says goodbye in one last mail: what happened, when and from where; with no way back, as there is none', async () => {
    const user = await server.aUser();
    await deleteMyself(user, 'en');
    const [mail, ...others] = await mailsTo(server, user.email);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ template: 'account_deleted', lang: 'en', subject: 'Your Demo account is deleted' });
    expect(mail?.text).toContain('This is the last mail about it.');
    expect(mail?.text).toMatch(/When: \d+ \w+ 2027/);
    expect(mail?.text).toContain('With: Firefox, Linux');
    expect(mail?.text).not.toContain('http');
    expect(FIREFOX).toContain('Linux');
  });

  test('in the language of the browser', async () => {
    const user = await server.aUser();
    await deleteMyself(user, 'de');
    expect((await mailTo(server, user.email, 'account_deleted')).subject).toBe('Ihr Konto bei Demo ist gelöscht');
  });

  test.each([
    ['en', { locale: 'en' }],
    ['de', {}],
  ])('by an operator: in %s, the language of the user or else of the tenant', async (lang, claims) => {
    const user = await server.aUser({ claims });
    await deleteUser(server.deps, await server.tenant(), user.email);
    const mail = await mailTo(server, user.email, 'account_deleted');
    expect(mail.lang).toBe(lang);
    expect(mail.text).not.toMatch(/^(With|Mit): /m);
  });

  test('a deletion that is not confirmed sends nothing', async () => {
    const user = await server.aUser();
    const agent = await anotherBrowser(server, user);
    const body = new URLSearchParams({ csrf: await csrfOf({ agent }), password: 'wrong' });
    const headers = { origin: new URL(server.issuer).origin };
    expect((await agent.send('/account/data/delete', { method: 'POST', body, headers })).status).toBe(422);
    expect(await mailsTo(server, user.email)).toEqual([]);
  });
});

describe('an invitation', () => {
  test.each([
    ['en', { locale: 'en' }, undefined],
    ['de', {}, undefined],
    ['en', {}, 'en'],
  ])('is in %s: as asked, else the language of the invited, else the tenant’s', async (lang, claims, locale) => {
    const email = freshAddress();
    await inviteUser(server.deps, await server.tenant(), {
      email,
      claims,
      ...(locale === undefined ? {} : { locale }),
    });
    expect((await mailTo(server, email, 'invitation')).lang).toBe(lang);
  });
});
