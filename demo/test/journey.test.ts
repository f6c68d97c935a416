import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, launchBrowser, screenshots } from '../../packages/server/test/support/browser.ts';
import { dataFolder, freePorts, type RunningDemo, startDemo } from './running-demo.ts';
import { aVisitor, newest, picture, press, titles, typePassword, unfold } from './visitor.ts';

const data = dataFolder();
let browser: Browser;
let demo: RunningDemo;

beforeAll(async () => {
  await mkdir(screenshots, { recursive: true });
  [browser, demo] = await Promise.all([launchBrowser(), startDemo(data.path, await freePorts())]);
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
  data.remove();
});

const visitor = (options?: BrowserContextOptions) => aVisitor(browser, options);

async function signIn(page: Page): Promise<void> {
  await page.goto(demo.papyrus);
  await page.getByRole('link', { name: 'Sign in with Xenia' }).click();
  await typePassword(page);
}

describe.each([true, false])('the whole round trip, JavaScript %s', (javaScriptEnabled) => {
  test('start page, sign-in, consent, tokens, API, refresh, refusals, sign-out', async () => {
    const { page, complaints } = await visitor({ javaScriptEnabled });
    const look = async (name: string) => (javaScriptEnabled ? picture(page, name, expectAccessible) : undefined);
    await page.goto(demo.server);
    if (javaScriptEnabled) await picture(page, 'start');
    await page.getByRole('link', { name: 'Try the sample app', exact: true }).click();
    expect(page.url()).toBe(`${demo.papyrus}/`);
    await look('welcome');

    await signIn(page);
    // The second time, permission is remembered: who signs in again is not asked again.
    if (javaScriptEnabled) {
      await page.getByRole('heading', { name: 'Allow Papyrus to use your Xenia Demo account?' }).waitFor();
      await picture(page, 'consent');
      await press(page, 'Allow');
    }
    await page.getByRole('heading', { name: 'Welcome, Nausicaa.' }).waitFor();
    expect(await titles(page)).toEqual([
      'Papyrus looks up where everything is',
      'Papyrus sends you to Xenia',
      'You sign in and decide',
      'Xenia sends you back with a code',
      'Papyrus trades the code for tokens',
      'Papyrus fetches Xenia’s public keys',
      'Papyrus asks who you are',
    ]);
    if (javaScriptEnabled) await picture(page, 'signed-in');

    await press(page, 'Read my notes');
    await page.getByText('Wash the linen at the river').first().waitFor();
    await page.getByLabel('A new note').fill('Ask his name');
    await press(page, 'Add note');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Ask his name' })
      .getByText('written by Papyrus, for you')
      .first()
      .waitFor();
    expect(await newest(page).locator('.wire .status').allTextContents()).toEqual(['answered 201', 'answered 200']);

    const before = await page.locator('.token').last().locator('code').textContent();
    await press(page, 'Get fresh tokens');
    await page.getByText('Papyrus has fresh tokens.').waitFor();
    expect(await page.locator('.token').last().locator('code').textContent()).not.toBe(before);

    await press(page, 'Delete all my notes');
    await page.getByText('the API refused with 403, insufficient_scope').waitFor();
    await press(page, 'Use a damaged token');
    await page.getByText('the API refused with 401, invalid_token').waitFor();
    await page.getByRole('link', { name: 'Open a forged link' }).click();
    await page.getByText('Papyrus turned away an answer that it never asked for.').waitFor();
    await unfold(page);
    await look('everything');

    await press(page, 'Sign out');
    await page.getByText('You are signed out, here and at Xenia.').waitFor();
    expect(await titles(page)).toEqual([
      'Papyrus gives its refresh token back',
      'Papyrus sends you to Xenia to sign out there too',
      'Xenia sends you back, signed out',
    ]);
    if (javaScriptEnabled) await picture(page, 'signed-out');
    await page.goto(`${demo.server}/demo/`);
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

test('the page shows no secret whole', async () => {
  const { page } = await visitor();
  await signIn(page);
  await page.getByRole('heading', { name: 'Welcome, Nausicaa.' }).waitFor();
  await press(page, 'Read my notes');
  const content = await page.content();
  expect(content).toContain('xrt_');
  expect(content).not.toMatch(/x[acr]t_[\w-]{20}|xac_[\w-]{20}|xcs_[\w-]{20}|eyJ[\w-]{20}/);
  await page.context().close();
});

test('a visitor who says no is told that nothing was shared', async () => {
  const { page } = await visitor();
  await page.goto(demo.papyrus);
  await page.getByRole('link', { name: 'Sign in with Xenia' }).click();
  await page
    .getByRole('button', { name: /Cancel/ })
    .or(page.getByRole('link', { name: /Cancel/ }))
    .click();
  await page.getByText('You did not allow it, so nothing was shared.').waitFor();
  expect(await titles(page)).toContain('Xenia sends you back without a code');
  await page.context().close();
});

test('after a restart of the demo the data is there, and the app tells its visitors that it forgot them', async () => {
  const { page } = await visitor();
  await signIn(page);
  await page.getByRole('heading', { name: 'Welcome, Nausicaa.' }).waitFor();
  expect(await demo.stop('SIGTERM')).toBe(0);

  // Other ports on top: everything follows; the session at Xenia and what was allowed are remembered.
  demo = await startDemo(data.path, await freePorts());
  await page.goto(demo.papyrus);
  await page.getByText('Papyrus has been restarted and forgot your visit.').waitFor();
  await page.getByRole('link', { name: 'Sign in with Xenia' }).click();
  await page.getByRole('heading', { name: 'Welcome, Nausicaa.' }).waitFor();
  await press(page, 'Read my notes');
  await page.getByText('Ask his name').first().waitFor();
  await page.context().close();
});
