import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recoverOperator } from '../../src/management/first-operator.ts';
import { expectAccessible, launchBrowser, screenshots } from '../support/browser.ts';
import { listeningServer, type TestServer } from '../support/start-server.ts';
import { aSetupLink, aUserWith, NEW_PASSWORD, stored } from './journeys.ts';

const SIZES = [
  [390, 844],
  [1280, 900],
] as const;

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, server] = await Promise.all([launchBrowser(), listeningServer()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function open(locale: string, colorScheme: 'light' | 'dark', url: string) {
  const context = await browser.newContext({ locale, colorScheme });
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  await page.goto(url);
  return {
    page,
    heard,
    async verified(name: string) {
      await page.waitForLoadState('load');
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        if (width === 390) await expectAccessible(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await page.screenshot({ path: join(screenshots, `setup-${name}-${width}.png`), fullPage: true });
      }
    },
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
