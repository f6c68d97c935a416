import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, launchBrowser, screenshots } from '../../packages/server/test/support/browser.ts';
import { dataFolder, freePorts, type RunningDemo, startDemo } from './running-demo.ts';
import { allowIfAsked, aVisitor, newest, picture, press, titles, typePassword, unfold } from './visitor.ts';

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
const look = (page: Page, name: string) => picture(page, `abax-${name}`, expectAccessible);
const greeting = (page: Page) => page.getByRole('heading', { name: 'Good day, Nausicaa.' });

async function startSignIn(page: Page): Promise<void> {
  await page.goto(demo.xenaPage);
  await press(page, 'Sign in with Xena');
  await typePassword(page);
}

async function signIn(page: Page): Promise<void> {
  await startSignIn(page);
  await allowIfAsked(page, greeting(page));
}

test('sign-in by the implicit flow, consent, the books, silent renewal, refusals, sign-out', async () => {
  const { page, complaints } = await visitor();
  await page.goto(demo.server);
  await page.getByRole('link', { name: 'Xena: Try the browser app' }).click();
  await page.getByRole('heading', { name: 'A look at the sums.' }).waitFor();
  await look(page, 'welcome');

  await startSignIn(page);
  await page.getByRole('heading', { name: 'Allow Abax to use your Xena account?' }).waitFor();
  await picture(page, 'abax-consent');
  await press(page, 'Allow');
  await greeting(page).waitFor();
  expect(page.url()).toBe(`${demo.xenaPage}/`);
  expect(await titles(page)).toEqual([
    'Abax looks up where everything is',
    'Abax sends you to Xena',
    'You sign in and decide',
    'Xena sends you back with both tokens',
    'Abax fetches Xena’s public keys',
    'Abax asks who you are',
  ]);
  await look(page, 'signed-in');

  await press(page, 'Open the books');
  await page.getByRole('heading', { name: 'Phaeacian Ferries' }).waitFor();
  expect(await page.getByText('Xena answered for').textContent()).toContain('Nausicaa Phaeacia and Abax');
  expect(await newest(page).locator('.wire .status').allTextContents()).toEqual(['answered 200', 'answered 200']);
  await look(page, 'books');

  const token = () => page.locator('.token').first().locator('code.raw').textContent();
  const before = await token();
  await press(page, 'Renew now');
  await page.getByText('Abax has fresh tokens.').waitFor();
  expect(await token()).not.toBe(before);
  expect(await titles(page)).toEqual(['Abax asks again, in a frame that nobody sees', 'Xena answers into the frame']);

  // A 401 might mean that the token is old; a token that is damaged on purpose is not renewed for.
  await press(page, 'Use a damaged token');
  await page.getByText('the API refused with 401, invalid_token').waitFor();
  await page.getByRole('link', { name: 'Open a forged link' }).click();
  await page.getByText('Abax turned away an answer that it never asked for.').waitFor();
  await unfold(page);
  await look(page, 'everything');

  await press(page, 'Sign out');
  await page.getByText('You are signed out, here and at Xena.').waitFor();
  expect(await titles(page)).toEqual([
    'Abax forgets its tokens and sends you to Xena to sign out',
    'Xena sends you back, signed out',
  ]);
  await look(page, 'signed-out');
  // The browser itself reports the API's refusal, and nothing else.
  expect(complaints.filter((text) => !text.includes('401 (Unauthorized)'))).toEqual([]);
  await page.context().close();
});

test('a visitor who says no is told that nothing was shared', async () => {
  const { page } = await visitor();
  await page.goto(demo.xenaPage);
  await press(page, 'Sign in with Xena');
  await page
    .getByRole('button', { name: /Cancel/ })
    .or(page.getByRole('link', { name: /Cancel/ }))
    .click();
  await page.getByText('You did not allow it, so nothing was shared.').waitFor();
  expect(await titles(page)).toContain('Xena sends you back without tokens');
  await page.context().close();
});

test('the page survives a reload, and shows and keeps no secret in its address', async () => {
  const { page } = await visitor();
  await signIn(page);
  await page.reload();
  await greeting(page).waitFor();
  expect(page.url()).toBe(`${demo.xenaPage}/`);
  expect(await page.content()).not.toMatch(/eyJ[\w-]{20}/);
  await page.context().close();
});

test('who signs out of Xena in another tab is signed out here within seconds', async () => {
  const { page } = await visitor();
  await signIn(page);
  const other = await page.context().newPage();
  await other.goto(`${demo.server}/xena/connect/endsession`);
  await press(other, 'Sign out');
  await page.getByText('You signed out elsewhere.').waitFor({ timeout: 15_000 });
  await page.context().close();
});

test('without JavaScript the page says what it is', async () => {
  const { page } = await visitor({ javaScriptEnabled: false });
  await page.goto(demo.xenaPage);
  await page.getByRole('heading', { name: 'Abax is JavaScript.' }).waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
  await page.context().close();
});
