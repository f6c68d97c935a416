import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { updateApp } from '../../src/management/apps.ts';
import { publishTerms } from '../../src/management/apps-terms.ts';
import { requestUrl } from '../support/authorization.ts';
import { expectFits, launchBrowser, openWindow } from '../support/browser.ts';
import { listeningServer, type TestServer } from '../support/start-server.ts';
import { aDraft, anApprovedApp, as, asAdmin } from './maker.ts';

describe('the pages of apps in a real browser', () => {
  let browser: Browser;
  let server: TestServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), listeningServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const verified = (page: Page, name: string) => expectFits(page, `app-pages-${name}`);

  const aWindow = (colorScheme: 'light' | 'dark') => openWindow(browser, { colorScheme });

  test.each(['light', 'dark'] as const)('%s: the directory, searched with the keyboard', async (colorScheme) => {
    const { page, heard } = await aWindow(colorScheme);
    const apps = ['Papyrus', 'Pocket Ledger', 'Quill & Ink'].map((name, index) => ({
      name: `${name} ${colorScheme}`,
      short_description: 'Writes down what you would forget, and finds it when you ask for it again, years later.',
      details: index === 0 ? 'Every page is kept.\n\nNothing is shared with anybody.' : '',
      category: 'documents' as const,
    }));
    await page.goto(`${server.issuer}/directory`);
    if (colorScheme === 'light') await verified(page, 'directory-empty');
    for (const change of apps) {
      const { app_id } = await anApprovedApp(server);
      await updateApp(asAdmin(server), await server.tenant(), app_id, { change, revision: null });
    }
    await page.reload();
    await page.locator('summary').first().press('Enter');
    await verified(page, `directory-${colorScheme}`);
    await page.getByLabel('Search').fill('quill');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/directory?q=quill');
    await page.getByRole('heading', { level: 2, name: `Quill & Ink ${colorScheme}` }).waitFor();
    await page.getByLabel('Search').fill('nothing like it');
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    await verified(page, `directory-nothing-${colorScheme}`);
    expect(heard).toEqual([]);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('%s: terms of an app, and an app that is closed', async (colorScheme) => {
    const { page, heard } = await aWindow(colorScheme);
    const user = await server.aUser();
    const { owner, app_id, client } = await anApprovedApp(server);
    const text = Array.from({ length: 30 }, (_, index) => `${index + 1}. Use it kindly, and nobody will mind.`);
    await publishTerms(as(server, owner), await server.tenant(), app_id, { text: text.join('\n\n') });
    await page.goto(server.issuer + requestUrl(client));
    await page.locator('[name=email]').fill(user.email);
    await page.locator('[name=password]').fill(user.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Terms of Engine Notes' }).waitFor();
    await verified(page, `terms-${colorScheme}`);
    await page.getByRole('button', { name: 'Agree and go on' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Allow Engine Notes/ }).waitFor();
    expect(heard).toEqual([]);
    const draft = await aDraft(server);
    await page.goto(server.issuer + requestUrl(draft.client));
    await page.getByRole('heading', { level: 1, name: 'This app is not approved yet' }).waitFor();
    await verified(page, `closed-${colorScheme}`);
    await page.context().close();
  });
});
