import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { supportedLocales } from '../../src/interaction/pages/messages/index.ts';
import { tenantSettingsSchema } from '../../src/tenants/settings.ts';
import { requestUrl } from '../support/authorization.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const languageOf = async (response: Response) => /<html lang="([^"]*)"/.exec(await response.text())?.[1];

describe('defaultLocale', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { defaultLocale: 'de', dialects: ['standard', 'xendit'] } });
  });
  afterAll(() => server.close());

  test('may be every language that the pages speak', () => {
    expect(tenantSettingsSchema.shape.defaultLocale.unwrap().options).toEqual(supportedLocales);
  });

  test.each([
    ['nothing said', {}, '', 'de'],
    ['languages that are not spoken', { 'accept-language': 'fr, it' }, '', 'de'],
    ['the browser’s before it', { 'accept-language': 'en' }, '', 'en'],
    ['the app’s before both', { 'accept-language': 'de' }, '&ui_locales=en', 'en'],
  ])('%s', async (_, headers, wish, lang) => {
    expect(await languageOf(await server.fetch('/sign-in', { headers }))).toBe(wish === '' ? lang : 'de');
    expect(await languageOf(await server.fetch(`/logout?x=1${wish}`, { headers }))).toBe(lang);
  });

  test('OIDC Core §3.1.2.1 ui_locales: a refusal that a page carries to the client is in the language that it asked for', async () => {
    const client = await server.aClient();
    const form_post = { response_mode: 'form_post', ui_locales: 'en' };
    for (const changes of [
      { ...form_post, prompt: 'none' },
      { ...form_post, scope: 'no.such.scope' },
    ]) {
      const response = await server.fetch(requestUrl(client, changes));
      expect(response.status).toBe(200);
      expect(await languageOf(response.clone())).toBe('en');
      expect(await response.text()).toContain('name="error"');
    }
  });

  test('WCAG 2.2 §3.1.2: what a page says to developers, in English, is marked as English', async () => {
    const response = await server.fetch('/errors/INVALID_GRANT_ERROR');
    const page = await response.text();
    expect(page).toContain('<html lang="de"');
    const marked = [...page.matchAll(/<(p|span) lang="en" dir="ltr">([^<]+)</g)].map(([, , text = '']) => text);
    expect(marked).toHaveLength(2);
    const bare = page.replaceAll(/<(p|span) lang="en" dir="ltr">[^<]+<\/\1>/g, '');
    for (const text of marked) expect(bare).not.toContain(text);
    expect(bare).not.toMatch(/\b(the|code|must|again)\b/i);
  });
});
