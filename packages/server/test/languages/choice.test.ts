import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { originalScopes, supportedLocale } from '../../src/interaction/pages/messages/index.ts';
import type { IssuedClient } from '../../src/management/client-information.ts';
import { fieldOf } from '../support/answers.ts';
import { requestUrl } from '../support/authorization.ts';
import { mailTo } from '../support/mails.ts';
import { startServer, type TestServer, type TestUser } from '../support/start-server.ts';
import { UserAgent } from '../support/user-agent.ts';

describe('the language of the pages', () => {
  let server: TestServer;
  let client: IssuedClient;
  let user: TestUser;
  beforeAll(async () => {
    server = await startServer();
    [client, user] = await Promise.all([server.aClient({ client_name: 'Sunrise Books' }), server.aUser()]);
  });
  afterAll(() => server.close());

  const speaking = (accept: string) => ({ headers: { 'accept-language': accept } });
  const languageOf = (page: string) => /<html lang="([^"]*)"/.exec(page)?.[1];
  const loginWith = async (accept: string | undefined, ui_locales?: string) => {
    const agent = new UserAgent(server);
    const first = await agent.send(requestUrl(client, { ui_locales }));
    const login = first.headers.get('location') ?? '';
    const response = await agent.send(login, accept === undefined ? {} : speaking(accept));
    return response.text();
  };

  test.each([
    ['nothing said', undefined, undefined, 'en'],
    ['the browser’s first', 'de, en;q=0.8', undefined, 'de'],
    ['a country of a language', 'de-AT', undefined, 'de'],
    ['the first that is spoken', 'fr, tlh, de', undefined, 'de'],
    ['by weight, not by order (RFC 9110 §12.5.4)', 'en;q=0.3, de;q=0.9', undefined, 'de'],
    ['refused (RFC 9110 §12.4.2)', 'de;q=0, fr', undefined, 'en'],
    ['OIDC Core §3.1.2.1 the app’s wish before the browser’s', 'en', 'de', 'de'],
    ['OIDC Core §3.1.2.1 ui_locales in their order', 'en', 'fr-CA de en', 'de'],
    ['a wish that nobody can fulfil leaves the browser’s', 'de', 'fr it', 'de'],
    ['not a tag at all', ';;,q=,*;q=x', '"><b>', 'en'],
  ])('%s', async (_what, accept, ui_locales, expected) => {
    const page = await loginWith(accept, ui_locales);
    expect(languageOf(page)).toBe(expected);
    expect(page).toContain(expected === 'de' ? 'Passwort' : 'Password');
  });

  test('OIDC Discovery §3 ui_locales_supported names every language', async () => {
    const document = await (await server.fetch('/.well-known/openid-configuration')).json();
    expect(document).toMatchObject({ ui_locales_supported: ['en', 'de'] });
  });

  test('RFC 4647 §3.4 a longer tag finds the shorter one, and no other', () => {
    expect(['de', 'DE-de', 'de-Latn-DE-1996'].map(supportedLocale)).toEqual(['de', 'de', 'de']);
    for (const tag of ['den', 'd', '', '*', 'x-de', '-de', 'den-de']) expect(supportedLocale(tag), tag).toBeUndefined();
  });

  test('goes on from sign-in to consent, for an app that asked for it', async () => {
    const agent = new UserAgent(server);
    const scope = 'openid profile email offline_access invoices.read';
    const login = await (await agent.visit(requestUrl(client, { ui_locales: 'de', scope }))).text();
    const consent = await (await agent.signIn(login, user)).text();
    expect(languageOf(consent)).toBe('de');
    expect(consent).toContain('Darf Sunrise Books auf Ihr Konto bei');
    for (const text of ['Ihr Profil sehen', 'Ihre E-Mail-Adresse sehen', 'In Ihrer Abwesenheit zugreifen'])
      expect(consent).toContain(text);
    for (const { display_name, description } of Object.values(originalScopes)) {
      expect(consent).not.toContain(display_name);
      expect(consent).not.toContain(description);
    }
  });

  test('an error is told in it, too', async () => {
    const response = await server.fetch('/authorize?client_id=nobody', speaking('de-CH, en;q=0.5'));
    const page = await response.text();
    expect(response.status).toBe(400);
    expect(page).toContain('Diese App kennen wir nicht');
    expect(page).toMatch(/<p [^>]*lang="en"[^>]*>/);
  });

  test('OIDC RP-Initiated Logout §2 ui_locales: the question and the answer to it', async () => {
    const agent = new UserAgent(server);
    await agent.signIn(await (await agent.visit(requestUrl(client, { prompt: 'login' }))).text(), user);
    const question = await (await agent.visit('/logout?ui_locales=de')).text();
    expect(question).toContain('Angemeldet bleiben');
    const answer = await (await agent.submit(question, { decision: 'sign_out' })).text();
    expect(languageOf(answer)).toBe('de');
    expect(answer).toContain('Sie sind abgemeldet');
  });

  test('mail is written in the language of the browser that asked for it', async () => {
    const agent = new UserAgent(server);
    const form = await (await agent.visit('/forgot-password')).text();
    const body = new URLSearchParams({ csrf: fieldOf(form, 'csrf') ?? '', email: user.email });
    const headers = { 'accept-language': 'de', origin: new URL(server.issuer).origin };
    await agent.send('/forgot-password', { method: 'POST', body, headers });
    const mail = await mailTo(server, user.email, 'reset_password');
    expect(mail.subject).toMatch(/^Wählen Sie ein neues Passwort/);
    expect(mail.html).toContain('<html lang="de"');
    expect(mail.text).toMatch(
      /Der Link gilt noch 30 Minuten, bis zum \d+\. \p{L}+ \d{4} um [\d:]+ UTC, und nur einmal\./u,
    );
  });

  test('what the operator wrote for a scope of OpenID Connect stands in every language', async () => {
    const own = await startServer();
    const { tenant_id } = await own.tenant();
    const [record] = (await own.deps.storage.scopes.list(tenant_id)).filter(({ name }) => name === 'profile');
    if (record === undefined) throw new Error('a tenant has the scopes of OpenID Connect');
    await own.deps.storage.scopes.put({ ...record, display_name: 'Library card' });
    const agent = new UserAgent(own);
    const url = requestUrl(await own.aClient(), { ui_locales: 'de', scope: 'openid profile' });
    const consent = await (await agent.signIn(await (await agent.visit(url)).text(), await own.aUser())).text();
    expect(consent).toContain('Library card');
    expect(consent).not.toContain('Ihr Profil sehen');
    expect(consent).toContain('Ihren Namen, Ihr Bild');
    await own.close();
  });
});
