import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recoverOperator } from '../../src/management/first-operator.ts';
import { expectFits, launchBrowser, openWindow } from '../support/browser.ts';
import { listeningServer, type TestServer } from '../support/start-server.ts';
import { aSetupLink, aUserWith, NEW_PASSWORD, stored } from './journeys.ts';

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), listeningServer()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function open(locale: string, colorScheme: 'light' | 'dark', url: string) {
  const { page, heard } = await openWindow(browser, { locale, colorScheme });
  await page.goto(url);
  return {
    page,
    heard,
    verified: (name: string) => expectFits(page, `setup-${name}`),
  };
}

test('the first operator is made with the keyboard alone, in the browser’s own language', async () => {
  const taken = await server.aUser({ email: 'somebody.with.quite.a.long.name@department.example.com' });
  const { page, heard, verified } = await open('de-DE', 'dark', await aSetupLink(server));
  expect(page.url()).not.toContain('xtk_');
  expect(await page.locator('h1').textContent()).toBe('Richten Sie die Verwaltung ein');
  await verified('first-de-dark');
  const fill = async (email: string) => {
    await page.locator('input:focus').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    for (const [index, text] of [email, NEW_PASSWORD, NEW_PASSWORD].entries()) {
      if (index > 0) await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
  };
  await fill(taken.email);
  await page.locator('[role=alert]').waitFor();
  expect(await page.locator('pre').textContent()).toBe(`xenia admin grant ${taken.email} --role operator`);
  await verified('taken-de-dark');
  await fill('hostess@example.com');
  await page.waitForURL(`${server.issuer}/console**`);
  expect(await stored(server, 'hostess@example.com')).toMatchObject({ role: 'operator', email_verified: 1 });
  expect(heard.filter((text) => /Content.Security.Policy/i.test(text))).toEqual([]);
});

test('a link for an operator who is locked out names their address and asks for a password only', async () => {
  const user = await aUserWith(server, 'operator');
  const { url } = await recoverOperator(server.deps, await server.tenant(), user.sub);
  const { page, verified } = await open('en-GB', 'light', url);
  expect(await page.locator('h1').textContent()).toBe('Back into your account');
  expect(await page.getByLabel('Email').getAttribute('readonly')).not.toBeNull();
  await verified('restore-en');
});

test('a link for one more operator says that there are others', async () => {
  const { url } = await recoverOperator(server.deps, await server.tenant(), null);
  const { page, verified } = await open('en-GB', 'light', url);
  expect(await page.locator('h1').textContent()).toBe('Make an administrator');
  await verified('more-en');
});
