import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, launchBrowser, screenshots } from '../../packages/server/test/support/browser.ts';
import { dataFolder, freePorts, type RunningDemo, startDemo } from './running-demo.ts';

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

/** A merchant of their own; everything that their pages complain about is kept. */
async function merchant(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** Never wider than the window, without barriers; leaves pictures in both widths and both modes. */
async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.screenshot({ path: join(screenshots, `xendit-${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await expectAccessible(page);
  }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** What stands in the newest chapter of the timeline. */
const newest = (page: Page) => page.locator('.chapter').first();
const titles = (page: Page) => newest(page).locator('h4').allTextContents();

async function login(page: Page): Promise<void> {
  await page.goto(demo.xenditApp);
  await page.getByRole('link', { name: 'Login with Xendit' }).click();
  await page.getByLabel('Email').fill('demo@example.com');
  await page.getByLabel('Password').fill('be-our-guest');
  await press(page, 'Sign in');
}

/** Presses the button, reads the refusal, follows its link to the page about it, and comes back. */
async function refused(page: Page, button: string, refusal: string, error_code: string): Promise<void> {
  await press(page, button);
  await page.getByText(refusal).waitFor();
  await page.getByRole('link', { name: `What ${error_code} means` }).click();
  expect(page.url()).toBe(`${demo.server}/xendit/errors/${error_code}`);
  await page.getByRole('heading', { name: error_code }).waitFor();
  await page.goto(demo.xenditApp);
}

describe.each([true, false])('a merchant and Obol, JavaScript %s', { timeout: 90_000 }, (javaScriptEnabled) => {
  test('login, consent, invoices, refresh, refusals and their pages, sign-out', async () => {
    const { page, complaints } = await merchant({ javaScriptEnabled });
    const look = async (name: string) => (javaScriptEnabled ? picture(page, name) : undefined);
    await page.goto(demo.server);
    await page.getByRole('link', { name: 'Xendit: Try the sample app' }).click();
    expect(page.url()).toBe(`${demo.xenditApp}/`);
    await look('welcome');

    await login(page);
    // The second time, permission is remembered: who signs in again is not asked again.
    if (javaScriptEnabled) {
      await page.getByRole('heading', { name: 'Allow Obol to use your Xendit account?' }).waitFor();
      await look('consent');
      await press(page, 'Allow');
    }
    await page.getByRole('heading', { name: 'Good to see you, Nausicaa.' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await titles(page)).toEqual([
      'Obol sends you to Xendit',
      'You sign in and decide',
      'Xendit sends you back with a code',
      'Obol trades the code for tokens',
      'Obol lists your invoices',
    ]);
    await page.getByRole('listitem').filter({ hasText: 'Twelve oars of pine' }).getByText('by you').waitFor();
    await look('signed-in');

    await page.getByLabel('What for').fill('Two jars of honey');
    await page.getByLabel('Amount in rupiah').fill('45000');
    await press(page, 'Create invoice');
    await page.getByText('“Two jars of honey” is open now.').waitFor();
    const made = page.getByRole('listitem').filter({ hasText: 'Two jars of honey' }).first();
    expect(await made.textContent()).toMatch(/Rp\s45,000[\s\S]*by Obol, for you[\s\S]*Open/);
    expect(await newest(page).locator('.wire .status').allTextContents()).toEqual(['answered 201', 'answered 200']);
    await press(page, 'List my invoices');
    expect(await titles(page)).toEqual(['Obol lists your invoices']);

    const before = await page.locator('.token').last().locator('code').textContent();
    await press(page, 'Get fresh tokens');
    await page.getByText('Obol has fresh tokens.').waitFor();
    expect(await page.locator('.token').last().locator('code').textContent()).not.toBe(before);

    await refused(page, 'See my balance', 'the API refused with 403, INVALID_SCOPE_ERROR', 'INVALID_SCOPE_ERROR');
    await refused(page, 'Use a damaged token', 'the API refused with 401, INVALID_TOKEN_ERROR', 'INVALID_TOKEN_ERROR');
    await refused(page, 'Ask as a program', 'gives Obol’s server no code: LOGIN_REQUIRED', 'LOGIN_REQUIRED');
    expect(await newest(page).locator('.wire .status').allTextContents()).toEqual(['answered 401']);
    await page.getByRole('link', { name: 'Open a forged link' }).click();
    await page.getByText('Obol turned away an answer that it never asked for.').waitFor();
    for (const summary of await page.locator('.exchange > summary, .token summary').all()) {
      if (await summary.isVisible()) await summary.click();
    }
    await look('everything');
    await press(page, 'See my balance');
    await newest(page).getByText('What was sent and answered').click();
    await newest(page).getByText(`${demo.server}/xendit/errors/INVALID_SCOPE_ERROR`).waitFor();
    await look('refused');

    await press(page, 'Sign out');
    await page.getByText('You are signed out of Obol.').waitFor();
    expect(await titles(page)).toEqual([
      'Obol looks up where tokens are given back',
      'Obol gives its refresh token back',
    ]);
    expect(await newest(page).locator('.wire .status').allTextContents()).toEqual(['answered 200', 'answered 200']);
    await look('signed-out');
    await page.getByRole('link', { name: 'Sign out of Xendit too' }).click();
    await press(page, 'Sign out');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

test('the page shows what stands in the code and no secret whole', async () => {
  const { page } = await merchant();
  await login(page);
  await page.getByRole('heading', { name: 'Good to see you, Nausicaa.' }).waitFor();
  await page.getByText('What the authorization code says').click();
  await page.getByText('code+jwt').waitFor();
  const content = await page.content();
  expect(content).toContain('xrt_');
  expect(content).not.toMatch(/x[acr]t_[\w-]{20}|xac_[\w-]{20}|xcs_[\w-]{20}|eyJ[\w-]{20}/);
  await page.context().close();
});

test('a merchant who says no is told that nothing was shared', async () => {
  const { page } = await merchant();
  await page.goto(demo.xenditApp);
  await page.getByRole('link', { name: 'Login with Xendit' }).click();
  await page
    .getByRole('button', { name: /Cancel/ })
    .or(page.getByRole('link', { name: /Cancel/ }))
    .click();
  await page.getByText('You did not allow it, so nothing was shared.').waitFor();
  expect(await titles(page)).toContain('Xendit sends you back without a code');
  await page.context().close();
});
